namespace ChatCompletions.Tests;

/// <summary>A chatbot's step: instructions, what was said before, the message, 256 tokens, and a small model.</summary>
public sealed class ChatbotStepTests : IDisposable
{
    private readonly PlayedSystem _server = new("OpenAI");

    public ChatbotStepTests() => _server.Provider = _server.Provider with { Defaults = RequestProbe.Map("""{"max_tokens":256}""") };

    private static ChatRequest Step => new()
    {
        Messages =
        [
            new ChatMessage { Role = "system", Content = "You are the help desk." },
            new ChatMessage { Content = "My printer is on fire." },
            new ChatMessage { Role = "assistant", Content = "Please leave the building." },
            new ChatMessage { Content = "Done. And now?" },
        ],
    };

    [Fact]
    public async Task Instructions_history_and_message_are_sent_in_this_order_with_the_defaults()
    {
        var answer = (await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step)).Answer;
        Assert.Equal(
            """{"model":"gpt-4o-mini","messages":[{"role":"system","content":"You are the help desk."},{"role":"user","content":"My printer is on fire."},{"role":"assistant","content":"Please leave the building."},{"role":"user","content":"Done. And now?"}],"max_tokens":256}""",
            _server.Last.Body);
        Assert.Equal("ok", answer.ToString());
        Assert.True(answer.Equals("ok"));
    }

    [Fact]
    public async Task The_call_has_the_last_word_on_the_limit_and_the_model()
    {
        await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step with { MaxTokens = 9, Model = "gpt-4o" });
        Assert.Equal((MaxTokens: 9L, Model: "gpt-4o"), (MaxTokens: _server.LastFields["max_tokens"], Model: _server.LastFields["model"]));
        await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step with { MaxCompletionTokens = 9 });
        Assert.Equal(
            (MaxCompletionTokens: 9L, HasMaxTokens: false),
            (MaxCompletionTokens: _server.LastFields["max_completion_tokens"], HasMaxTokens: _server.LastFields.Contains("max_tokens")));
        await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step with { AdditionalParameters = new JsonDictionary { ["max_tokens"] = null } });
        Assert.False(_server.LastFields.Contains("max_tokens"));
    }

    [Fact]
    public async Task The_providers_model_goes_before_the_services()
    {
        _server.Provider = _server.Provider with { Model = "gpt-5-nano" };
        await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step);
        Assert.Equal("gpt-5-nano", _server.LastFields["model"]);
    }

    [Fact]
    public async Task Without_the_default_no_limit_is_sent()
    {
        _server.Provider = _server.Provider with { Defaults = null };
        await _server.AskAsync(Reply.Json(RequestProbe.Answer), Step);
        Assert.Equal(["model", "messages"], _server.LastFields.Keys.Cast<string>());
    }

    public void Dispose() => _server.Dispose();
}
