namespace ChatCompletions.Tests;

/// <summary>The built-in Mock provider, which answers as a server would.</summary>
public class MockProviderTests
{
    private static readonly ChatClient Mock = new(ChatEndpoint.Create(new ChatProvider { Name = "mock", Type = "Mock" }));

    [Fact]
    public async Task It_answers_with_the_question_in_the_answer()
    {
        var answer = (await Ask.WholeAsync(Mock, Request("What is 2+2?"))).Answer;

        Assert.Contains("What is 2+2?", answer.Content, StringComparison.Ordinal);
        Assert.Equal(
            (Model: "mock", Provider: "mock", FinishReason: "stop", Complete: true),
            (answer.Model, answer.Provider, answer.FinishReason, answer.Complete));
        Assert.Equal(
            (PromptTokens: 3, TotalTokens: answer.PromptTokens + answer.CompletionTokens),
            (answer.PromptTokens, answer.TotalTokens));
        Assert.NotNull(answer.Created);
        Assert.Equal("chat.completion", answer.Object);
    }

    [Theory]
    [InlineData("plain", 1, null, null)]
    [InlineData("  spaces kept \n\n and lines ", 1, null, null)]
    [InlineData("three choices of one answer", 3, null, null)]
    [InlineData("cut after some words of these", 2, 3, null)]
    [InlineData("stop before END of it", 1, null, "END")]
    [InlineData("STOP at once", 2, 1, "STOP")]
    public async Task A_stream_says_the_same_as_a_whole_answer(string text, int n, int? maxTokens, string? stop)
    {
        var request = Request(text, "echo", call =>
        {
            call.N = n;
            call.MaxTokens = maxTokens;
            call.Stop = stop is null ? null : [stop];
        });
        var whole = (await Ask.WholeAsync(Mock, request)).Answer;
        var stream = (await Ask.StreamAsync(Mock, request)).Answer;

        Assert.Equal(JsonText.Write(whole.Choices), JsonText.Write(stream.Choices));
        Assert.Equal(JsonText.Write(whole.Usage), JsonText.Write(stream.Usage));
        Assert.Equal(whole.Complete, stream.Complete);
        Assert.Equal(n, whole.Choices.Count);
    }

    [Fact]
    public async Task A_stream_tells_its_usage_only_where_it_is_asked_for()
    {
        var options = new JsonDictionary { ["stream_options"] = new JsonDictionary { ["include_usage"] = false } };

        Assert.Null((await Ask.StreamAsync(Mock, Request("hi", "echo", call => call.AdditionalParameters = options))).Answer.Usage);
        Assert.Equal(2, (await Ask.StreamAsync(Mock, Request("hi", "echo"))).Answer.TotalTokens);
    }

    [Fact]
    public async Task The_model_echo_repeats_the_last_message_exactly()
    {
        var request = new ChatRequest
        {
            Model = "echo",
            Messages = [new ChatMessage { Role = "system", Content = "be nice" }, new ChatMessage { Content = "  Grüße,\n 世界 😊 " }],
        };

        Assert.Equal("  Grüße,\n 世界 😊 ", (await Ask.WholeAsync(Mock, request)).Answer.Content);
    }

    [Theory]
    [InlineData(2, "one two", "length", false)]
    [InlineData(3, "one two three", "stop", true)]
    public async Task The_most_tokens_cut_the_answer(int tokens, string text, string reason, bool complete)
    {
        var answer = (await Ask.WholeAsync(Mock, Request("one two three", "echo", call => call.MaxCompletionTokens = tokens))).Answer;

        Assert.Equal(
            (Content: text, FinishReason: reason, Complete: complete, CompletionTokens: tokens),
            (answer.Content, answer.FinishReason, answer.Complete, answer.CompletionTokens));
    }

    [Fact]
    public async Task The_earliest_stop_text_ends_the_answer() =>
        Assert.Equal("a ", (await Ask.WholeAsync(Mock, Request("a b c d", "echo", call => call.Stop = ["c", "b"]))).Answer.Content);

    [Fact]
    public async Task The_answer_can_be_given()
    {
        var request = Request("hi", "mock", call => call.AdditionalParameters = new JsonDictionary { ["mock_response"] = "canned" });

        Assert.Equal("canned", (await Ask.WholeAsync(Mock, request)).Answer.Content);
        Assert.Equal("canned", (await Ask.StreamAsync(Mock, request)).Text);
    }

    [Fact]
    public async Task A_schema_is_answered_by_an_instance_of_it()
    {
        var format = (JsonDictionary)JsonText.Parse("""
            {"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","properties":{
            "s":{"type":"string"},"i":{"type":"integer","minimum":4},"n":{"type":"number"},"b":{"type":"boolean"},"e":{"enum":["x","y"]},
            "l":{"type":"array","items":{"type":"object","properties":{"k":{"const":9}}}},"u":{"type":["string","null"]},"z":{"type":"null"}}}}}
            """)!;
        var request = Request("hi", "mock", call => call.ResponseFormat = format);

        Assert.Equal("""{"s":"text","i":4,"n":1.5,"b":true,"e":"x","l":[{"k":9}],"u":"text","z":null}""", (await Ask.WholeAsync(Mock, request)).Answer.Content);
    }

    [Fact]
    public async Task JSON_mode_is_answered_by_an_object()
    {
        var request = Request("say \"JSON\"", "mock", call => call.ResponseFormat = new JsonDictionary { ["type"] = "json_object" });

        Assert.Equal("""{"answer":"say \"JSON\""}""", (await Ask.WholeAsync(Mock, request)).Answer.Content);
    }

    [Theory]
    [InlineData("required", "first")]
    [InlineData("""{"type":"function","function":{"name":"second"}}""", "second")]
    public async Task A_demanded_tool_is_called(string choice, string name)
    {
        var request = Request("hi", "mock", call =>
        {
            call.Tools = (JsonList)JsonText.Parse("""[{"type":"function","function":{"name":"first"}},{"type":"function","function":{"name":"second"}}]""")!;
            call.ToolChoice = choice.StartsWith('{') ? JsonText.Parse(choice) : choice;
        });

        foreach (var outcome in new[] { await Ask.WholeAsync(Mock, request), await Ask.StreamAsync(Mock, request) })
        {
            Assert.Equal($"{name}({{}})", Assert.Single(outcome.Message.ToolCalls!).ToString());
            Assert.Equal(
                (FinishReason: "tool_calls", Content: null, Complete: true),
                (outcome.Answer.FinishReason, outcome.Answer.Content, outcome.Answer.Complete));
        }
    }

    [Fact]
    public async Task Tools_that_are_not_demanded_are_not_called()
    {
        var request = Request("hi", "echo", call =>
        {
            call.Tools = (JsonList)JsonText.Parse("""[{"type":"function","function":{"name":"f"}}]""")!;
            call.ToolChoice = "auto";
        });

        Assert.Equal("hi", (await Ask.WholeAsync(Mock, request)).Answer.Content);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var failure = (await Ask.StreamAsync(Mock, Request("hi", "gpt-9"))).Failed(ChatErrorKind.NotFound);

        Assert.Equal((StatusCode: 404, Code: "model_not_found", Param: "model"), (failure.StatusCode, failure.Code, failure.Param));
        Assert.Contains("'gpt-9' does not exist", failure.Message, StringComparison.Ordinal);
        Assert.Equal((Provider: "mock", Model: "gpt-9"), (failure.Provider, failure.Model));
    }

    [Fact]
    public async Task Its_models_are_listed() =>
        Assert.Equal(["mock", "echo"], (await Mock.ListModelsAsync(TestContext.Current.CancellationToken)).Select(static model => model.Id));

    [Fact]
    public async Task A_message_in_parts_is_read()
    {
        var request = new ChatRequest { Model = "echo", Messages = [new ChatMessage { Parts = (JsonList)JsonText.Parse("""[{"type":"text","text":"a "},{"type":"image_url","image_url":{"url":"data:"}},{"type":"text","text":"b"}]""")! }] };

        Assert.Equal("a b", (await Ask.WholeAsync(Mock, request)).Answer.Content);
    }

    private static ChatRequest Request(string text, string model = "mock", Action<ChatRequest>? change = null)
    {
        var request = new ChatRequest { Model = model, Messages = [new ChatMessage { Content = text }] };
        change?.Invoke(request);
        return request;
    }
}
