namespace ChatCompletions.Tests;

/// <summary>Where a service has a field under another name, or another word for a value.</summary>
public class FieldQuirkTests
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";
    private const string Tool = """[{"type":"function","function":{"name":"f"}}]""";

    public static TheoryData<string, string> LimitNames => [.. ProviderPresets.All.Select(static preset =>
        (preset.Name, preset.Name is "Ollama" or "LMStudio" or "Mistral" or "Fireworks" ? "max_tokens" : "max_completion_tokens"))];

    public static TheoryData<string, string> Words => [.. ProviderPresets.All.Select(static preset =>
        (preset.Name, preset.Name is "Mistral" or "Fireworks" ? "any" : "required"))];

    [Theory]
    [MemberData(nameof(LimitNames))]
    public async Task F15_The_limit_of_tokens_has_the_name_that_the_service_knows(string type, string name)
    {
        var handler = new RecordingHandler();
        await Send(handler, type, RequestProbe.Request() with { MaxCompletionTokens = 9 });
        Assert.Equal($$"""{{Start}},"{{name}}":9}""", handler.Requests[0].Body);
        await Send(handler, type, RequestProbe.Request() with { MaxTokens = 8 });
        Assert.Equal(Start + ""","max_tokens":8}""", handler.Requests[1].Body);
    }

    [Fact]
    public async Task The_limit_of_the_defaults_is_renamed_too_and_gives_way_to_the_calls_own()
    {
        using var probe = new RequestProbe { Type = "Ollama", Defaults = RequestProbe.Map("""{"max_completion_tokens":7}""") };
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":7}""", await probe.BodyOf(RequestProbe.Request()));
        Assert.Equal(Start + ""","max_tokens":8}""", await probe.BodyOf(RequestProbe.Request() with { MaxTokens = 8 }));
        Assert.Equal(Start + ""","max_tokens":9}""", await probe.BodyOf(RequestProbe.Request() with { MaxCompletionTokens = 9 }));
    }

    [Theory]
    [InlineData("Ollama")]
    [InlineData("LMStudio")]
    [InlineData("Mistral")]
    [InlineData("Fireworks")]
    public async Task A_limit_given_by_AdditionalParameters_is_sent_under_its_own_name(string type)
    {
        using var probe = new RequestProbe { Type = type };
        Assert.Equal(Start + ""","max_completion_tokens":9}""", await probe.BodyOf(RequestProbe.With("""{"max_completion_tokens":9}""")));
    }

    [Theory]
    [InlineData("Ollama")]
    [InlineData("Mistral")]
    [InlineData("Custom")]
    public async Task Both_limits_are_refused_however_they_would_be_named(string type)
    {
        using var probe = new RequestProbe { Type = type };
        await probe.Refuses(RequestProbe.Request() with { MaxTokens = 1, MaxCompletionTokens = 2 }, "MaxTokens", "cannot be used together");
        await probe.Refuses(RequestProbe.With("""{"max_completion_tokens":9}""") with { MaxTokens = 1 }, "MaxTokens", "cannot be used together");
    }

    [Fact]
    public async Task A_renamed_field_is_still_checked()
    {
        using var probe = new RequestProbe { Type = "Mistral" };
        await probe.Refuses(RequestProbe.Request() with { MaxCompletionTokens = 0 }, "MaxCompletionTokens", "at least 1");
    }

    [Fact]
    public async Task Mistral_calls_the_seed_random_seed()
    {
        using var probe = new RequestProbe { Type = "Mistral" };
        Assert.Equal(Start + ""","random_seed":42}""", await probe.BodyOf(RequestProbe.Request() with { Seed = 42 }));
        Assert.Equal(Start + ""","seed":42}""", await probe.BodyOf(RequestProbe.With("""{"seed":42}""")));
        using var other = new RequestProbe { Type = "Groq" };
        Assert.Equal(Start + ""","seed":42}""", await other.BodyOf(RequestProbe.Request() with { Seed = 42 }));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_forced_tool_call_has_the_services_word(string type, string word)
    {
        var handler = new RecordingHandler();
        await Send(handler, type, RequestProbe.Request() with { Tools = RequestProbe.List(Tool), ToolChoice = "required" });
        await Send(handler, type, RequestProbe.Request() with { Tools = RequestProbe.List(Tool), ToolChoice = "auto" });
        Assert.Equal($$"""{{Start}},"tools":{{Tool}},"tool_choice":"{{word}}"}""", handler.Requests[0].Body);
        Assert.Equal($$"""{{Start}},"tools":{{Tool}},"tool_choice":"auto"}""", handler.Requests[1].Body);
    }

    [Fact]
    public async Task The_word_given_by_AdditionalParameters_is_sent_as_it_is()
    {
        using var probe = new RequestProbe { Type = "Mistral" };
        Assert.Contains(""","tool_choice":"required"}""", await probe.BodyOf(RequestProbe.With($$"""{"tools":{{Tool}},"tool_choice":"required"}""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Moonshot", true)]
    [InlineData("DeepSeek", false)]
    [InlineData("OpenAI", false)]
    public async Task F25_Thoughts_go_back_beside_tool_calls_and_only_to_a_service_that_wants_them(string type, bool wanted)
    {
        var answer = new ChatMessage
        {
            Role = "assistant",
            IsAnswer = true,
            ReasoningContent = "hmm",
            ToolCalls = [new ChatToolCall { Id = "c1", Type = "function", Name = "f", Arguments = "{}", Index = 0 }],
        };
        var plain = new ChatMessage { Role = "assistant", IsAnswer = true, Content = "text", ReasoningContent = "secret thought" };
        using var probe = new RequestProbe { Type = type };
        var body = await probe.BodyOf(new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "Hi" }, answer, ToolResult.Of(answer.ToolCalls[0]), plain] });
        body = ToolResult.Remove(body, answer.ToolCalls);
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]"""
            + (wanted ? ""","reasoning_content":"hmm"}""" : "}")
            + ""","""
            + """{"role":"assistant","content":"text"}]}""",
            body);
    }

    [Theory]
    [InlineData("LiteLLM", 5)]
    [InlineData("OpenAI", 20)]
    [InlineData("Custom", 20)]
    public async Task Likeliest_tokens_are_as_many_as_the_service_documents(string type, int most)
    {
        using var probe = new RequestProbe { Type = type };
        await probe.Refuses(RequestProbe.Request() with { LogProbs = true, TopLogProbs = most + 1 }, "TopLogProbs", $"from 0 to {most}");
        Assert.Equal($$"""{{Start}},"logprobs":true,"top_logprobs":{{most}}}""", await probe.BodyOf(RequestProbe.Request() with { LogProbs = true, TopLogProbs = most }));
    }

    private static Task Send(RecordingHandler handler, string type, ChatRequest request) => handler
        .Client(new ChatProvider { Name = "x", Type = type, ApiBase = "https://h.example.com/v1" })
        .CompleteAsync(request, RequestProbe.Stop);
}
