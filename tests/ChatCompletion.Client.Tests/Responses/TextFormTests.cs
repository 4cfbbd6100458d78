namespace ChatCompletions.Tests;

/// <summary>What each part of an answer is as text, which is what a CSV cell, a mail and a table show of it.</summary>
public class TextFormTests
{
    private const string Answer = """
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"m1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hi",
        "refusal":"no","reasoning_content":"why","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
        {"type":"custom","custom":{"name":"g","input":"text"}}],"annotations":[{"type":"url_citation"}],"audio":{"id":"a1"},"extra":1},
        "logprobs":{"content":[{"token":"H","bytes":[72],"logprob":-0.5,"top_logprobs":[{"token":"J","logprob":-2.5,"rank":2}],"rank":1}],"refusal":[{"token":"n"}],"more":true},"seen":[1]}],
        "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":5,"text_tokens":6},
        "completion_tokens_details":{"reasoning_tokens":7,"audio_tokens":8,"accepted_prediction_tokens":9,"rejected_prediction_tokens":10,"image_tokens":11},"cost":0.5},
        "service_tier":"flex","system_fingerprint":"fp","citations":["u"]}
        """;

    [Fact]
    public async Task An_answer_and_a_choice_are_their_content()
    {
        var answer = (await Ask.BodyAsync(Answer)).Answer;

        Assert.Equal(
            (Answer: "Hi", Choice: "Hi", Message: "Hi"),
            (Answer: answer.ToString(), Choice: answer.Choices[0].ToString(), Message: answer.Choices[0].Message.ToString()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task Without_content_they_are_empty(string content)
    {
        var answer = (await Ask.MessageAsync($$"""{"content":{{content}},"refusal":"no"}""")).Answer;

        Assert.Equal(
            (Answer: "", Choice: "", Message: ""),
            (Answer: answer.ToString(), Choice: answer.Choices[0].ToString(), Message: answer.Choices[0].Message.ToString()));
        Assert.Equal("", new ChatCompletion().ToString());
        Assert.Equal("", new ChatChoice().ToString());
        Assert.Equal("", new ChatMessage().ToString());
    }

    [Fact]
    public async Task The_last_chunk_is_its_own_text_and_not_the_whole()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"a"}""", """{"content":"b"}""");

        Assert.Equal(["a", "b", ""], outcome.Chunks.Select(static chunk => chunk.ToString()));
    }

    [Fact]
    public async Task An_answer_equals_its_text()
    {
        var (one, other) = ((await Ask.BodyAsync(Answer)).Answer, (await Ask.BodyAsync(Answer)).Answer);

        Assert.True(one.Equals("Hi"));
        Assert.False(one.Equals("hi"));
        Assert.False(one.Equals(null));
        Assert.False(one.Equals(1));
        Assert.True(one.Equals(one));
        Assert.False(one.Equals(other));
        Assert.True(new ChatCompletion().Equals(""));
        Assert.Equal(StringComparer.Ordinal.GetHashCode("Hi"), one.GetHashCode());
    }

    [Fact]
    public async Task Parts_are_the_JSON_that_came()
    {
        var answer = (await Ask.BodyAsync(Answer)).Answer;
        var choice = answer.Choices[0];

        Assert.Equal("""{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":5,"text_tokens":6},"completion_tokens_details":{"reasoning_tokens":7,"audio_tokens":8,"accepted_prediction_tokens":9,"rejected_prediction_tokens":10,"image_tokens":11},"cost":0.5}""", answer.Usage!.ToString());
        Assert.Equal("""{"cached_tokens":4,"audio_tokens":5,"text_tokens":6}""", answer.Usage.PromptTokensDetails!.ToString());
        Assert.Equal("""{"reasoning_tokens":7,"audio_tokens":8,"accepted_prediction_tokens":9,"rejected_prediction_tokens":10,"image_tokens":11}""", answer.Usage.CompletionTokensDetails!.ToString());
        Assert.Equal("""{"content":[{"token":"H","bytes":[72],"logprob":-0.5,"top_logprobs":[{"token":"J","logprob":-2.5,"rank":2}],"rank":1}],"refusal":[{"token":"n"}],"more":true}""", choice.LogProbs!.ToString());
        Assert.Equal("""{"token":"H","bytes":[72],"logprob":-0.5,"top_logprobs":[{"token":"J","logprob":-2.5,"rank":2}],"rank":1}""", choice.LogProbs.Content![0].ToString());
        Assert.Equal("[72]", choice.LogProbs.Content[0].Bytes!.ToString());
        Assert.Equal("""[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"type":"custom","custom":{"name":"g","input":"text"}}]""", choice.Message.ToolCalls!.ToString());
        Assert.Equal(["f({\"a\":1})", "g(text)"], choice.Message.ToolCalls.Select(static call => call.ToString()));
        Assert.Equal("""[{"type":"url_citation"}]""", choice.Message.Annotations!.ToString());
        Assert.Equal("""{"id":"a1"}""", choice.Message.Audio!.ToString());
        Assert.Equal("""{"extra":1}""", choice.Message.AdditionalProperties!.ToString());
    }

    [Fact]
    public async Task A_list_of_choices_or_messages_is_JSON_with_every_field()
    {
        var answer = (await Ask.BodyAsync(Answer)).Answer;
        const string message = """{"role":"assistant","content":"Hi","refusal":"no","reasoning_content":"why","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"type":"custom","custom":{"name":"g","input":"text"}}],"annotations":[{"type":"url_citation"}],"audio":{"id":"a1"},"extra":1}""";

        Assert.Equal($$"""[{"role":"user","content":"hi"},{{message}}]""", answer.History!.ToString());
        Assert.StartsWith($$"""[{"index":0,"finish_reason":"stop","message":{{message}},"logprobs":{"content":[""", answer.Choices.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(""","more":true},"seen":[1]}]""", answer.Choices.ToString(), StringComparison.Ordinal);
        var json = JsonText.Write(answer);
        Assert.StartsWith($$"""{"id":"c1","object":"chat.completion","created":1700000000,"model":"m1","choices":[{"index":0,""", json, StringComparison.Ordinal);
        Assert.EndsWith(""""cost":0.5},"service_tier":"flex","system_fingerprint":"fp","citations":["u"]}"""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_JSON_with_its_parts_in_place_of_its_text()
    {
        var message = new ChatMessage
        {
            Role = "tool",
            Content = "text",
            Parts = [new JsonDictionary { ["type"] = "text", ["text"] = "part" }],
            Name = "n",
            ToolCallId = "t1",
        };

        Assert.Equal("""{"role":"tool","content":[{"type":"text","text":"part"}],"name":"n","tool_call_id":"t1"}""", JsonText.Write(message));
        Assert.Equal("""{"role":"user","content":null}""", JsonText.Write(new ChatMessage()));
    }

    [Theory]
    [InlineData(null, """{"type":"function","function":{"name":"f","arguments":"1"}}""")]
    [InlineData("function", """{"type":"function","function":{"name":"f","arguments":"1"}}""")]
    [InlineData("custom", """{"type":"custom","custom":{"name":"f","input":"1"}}""")]
    [InlineData("other", """{"type":"other","function":{"name":"f","arguments":"1"}}""")]
    public void A_tool_call_says_what_it_is(string? type, string json)
    {
        var call = new ChatToolCall { Type = type, Name = "f", Arguments = "1" };

        Assert.Equal(json, JsonText.Write(call));
        Assert.Equal("f(1)", call.ToString());
        Assert.Equal("()", new ChatToolCall().ToString());
    }

    [Fact]
    public async Task A_rate_limit_is_JSON_of_what_the_server_told()
    {
        var reply = Reply.Json(RequestProbe.Answer)
            .Header("x-ratelimit-limit-requests", "60").Header("x-ratelimit-remaining-requests", "59")
            .Header("x-ratelimit-reset-requests", "1s")
            .Header("x-ratelimit-limit-tokens", "1000").Header("x-ratelimit-remaining-tokens", "990")
            .Header("x-ratelimit-reset-tokens", "2m");
        Assert.Equal(
            """{"limit_requests":60,"remaining_requests":59,"reset_requests":1,"limit_tokens":1000,"remaining_tokens":990,"reset_tokens":120}""",
            (await Ask.WholeAsync(reply)).Answer.RateLimit!.ToString());
        Assert.Equal("""{"limit_tokens":7}""", new ChatRateLimit { LimitTokens = 7 }.ToString());
    }

    [Fact]
    public async Task A_model_is_its_id()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"data":[{"id":"a","owned_by":"me"},{"name":"b"}]}"""));
        var models = await Ask.Client(server).ListModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], models.Select(static model => model.ToString()));
        Assert.Equal("", new ChatModel().ToString());
    }
}
