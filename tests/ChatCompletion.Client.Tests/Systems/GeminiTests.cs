namespace ChatCompletions.Tests;

/// <summary>Gemini's compatible API: errors as lists, calls that end with stop, messages and counts that are missing.</summary>
public sealed class GeminiTests : IDisposable
{
    private readonly PlayedSystem _gemini = new("Gemini");

    public GeminiTests() => _gemini.Provider = _gemini.Provider with { ApiBase = _gemini.Server.Url + "/v1beta/openai" };

    [Fact]
    public async Task Its_address_ends_in_openai_and_its_key_is_a_bearers()
    {
        var answer = (await _gemini.AskAsync(
            Reply.Json("""{"choices":[{"finish_reason":"stop","index":0,"message":{"content":"Hello","role":"assistant"}}],"created":1731000000,"id":"x","model":"gemini-2.5-flash","object":"chat.completion","usage":{"completion_tokens":2,"prompt_tokens":3,"total_tokens":30}}"""),
            Ask.Question() with { Model = "gemini-2.5-flash", ReasoningEffort = "low" })).Answer;

        Assert.Equal(
            (Target: "/v1beta/openai/chat/completions", Authorization: "Bearer " + PlayedSystem.Key),
            (_gemini.Last.Target, Authorization: _gemini.Last.Headers["Authorization"]));
        Assert.Equal("""{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"hi"}],"reasoning_effort":"low"}""", _gemini.Last.Body);
        Assert.Equal((Content: "Hello", TotalTokens: 30L), (answer.Content, answer.TotalTokens));
    }

    [Fact]
    public async Task F10_A_streamed_call_that_ends_with_stop_is_a_call()
    {
        var answer = (await _gemini.StreamAsync(Reply.Sse(
            """{"choices":[{"delta":{"role":"assistant","tool_calls":[{"extra_content":{"google":{"thought_signature":"c2ln"}},"function":{"arguments":"{\"city\":\"Rome\"}","name":"weather"},"id":"function-call-1","index":0,"type":"function"}]},"finish_reason":null,"index":0}],"created":1731000000,"id":"x","model":"gemini-2.5-flash","object":"chat.completion.chunk"}""",
            """{"choices":[{"delta":{"role":"assistant"},"finish_reason":"stop","index":0}],"created":1731000000,"id":"x","model":"gemini-2.5-flash","object":"chat.completion.chunk"}""",
            "[DONE]"))).Answer;

        var call = Assert.Single(answer.Choices[0].Message.ToolCalls!);
        Assert.Equal(
            (Id: "function-call-1", Call: "weather({\"city\":\"Rome\"})", Complete: true),
            (call.Id, Call: call.ToString(), answer.Complete));
        Assert.Contains("thought_signature", call.AdditionalProperties!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F1_A_choice_without_a_message_and_a_usage_without_a_count_are_read()
    {
        var answer = (await _gemini.AskAsync(Reply.Json("""{"choices":[{"finish_reason":"length","index":0}],"created":1731000000,"model":"gemini-2.5-flash","object":"chat.completion","usage":{"prompt_tokens":3,"total_tokens":30}}"""))).Answer;

        Assert.Equal(
            (Content: null, Complete: false, PromptTokens: 3L, CompletionTokens: null, TotalTokens: 30L),
            (answer.Content, answer.Complete, answer.PromptTokens, answer.CompletionTokens, answer.TotalTokens));
    }

    [Theory]
    [InlineData("""[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}]""", 400, ChatErrorKind.BadRequest)]
    [InlineData("""[{"error":{"code":404,"message":"models/gemini-9 is not found","status":"NOT_FOUND"}}]""", 404, ChatErrorKind.NotFound)]
    public async Task F5_E7_An_error_comes_in_a_list(string body, int status, ChatErrorKind kind)
    {
        var failure = (await _gemini.AskAsync(Reply.Json(body, status))).Failed(kind);

        Assert.Contains(body.Split("\"message\":\"")[1].Split('"')[0], failure.Message, StringComparison.Ordinal);
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Code);
    }

    [Fact]
    public async Task F5_An_error_in_a_list_inside_a_stream_is_one()
    {
        var failure = (await _gemini.StreamAsync(Reply.Sse(
            """{"choices":[{"delta":{"content":"Hel","role":"assistant"},"index":0}],"object":"chat.completion.chunk"}""",
            """[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]"""))).Failed(ChatErrorKind.ServerError);

        Assert.Contains("The model is overloaded.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Hel", failure.Completion!.Content);
    }

    [Fact]
    public async Task Its_models_have_a_prefix_and_a_name()
    {
        var model = Assert.Single(await _gemini.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"models/gemini-2.5-flash","object":"model","owned_by":"google","display_name":"Gemini 2.5 Flash"}]}""")));
        Assert.Equal((Id: "models/gemini-2.5-flash", Target: "/v1beta/openai/models"), (model.Id, _gemini.Last.Target));
    }

    public void Dispose() => _gemini.Dispose();
}
