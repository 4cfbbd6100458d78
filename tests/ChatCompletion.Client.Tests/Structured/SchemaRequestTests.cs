namespace ChatCompletions.Tests;

/// <summary>How a schema is sent: as response_format, or in words where a service does not take it.</summary>
public sealed class SchemaRequestTests : IDisposable
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""";
    private const string Format = $$$"""{"type":"json_schema","json_schema":{"name":"answer","schema":{{{Schema}}},"strict":true}}""";
    private const string Words = """Answer with nothing but JSON: an object that satisfies this JSON schema.\n{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"],\"additionalProperties\":false}""";

    private readonly RequestProbe _probe = new();
    private readonly RequestProbe _deepSeek = new() { Type = "DeepSeek" };

    [Fact]
    public async Task It_is_the_response_format() =>
        Assert.Equal($$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{{Format}}}""", await _probe.BodyOf(Request()));

    [Fact]
    public async Task It_comes_before_a_default_of_the_provider()
    {
        using var probe = new RequestProbe { Defaults = RequestProbe.Map("""{"response_format":"json_object"}""") };
        Assert.Contains(Format, await probe.BodyOf(Request()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_schemas_is_told_in_words()
    {
        Assert.Equal($$$"""{"model":"m","messages":[{"role":"system","content":"{{{Words}}}"},{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"}}""", await _deepSeek.BodyOf(Request()));
        Assert.Empty(_deepSeek.Warnings);
    }

    [Fact]
    public async Task The_words_come_behind_instructions_once()
    {
        var request = Request();
        request.Messages.Insert(0, new ChatMessage { Role = ChatRole.System, Content = "Be brief." });
        var expected = $$$"""{"model":"m","messages":[{"role":"system","content":"Be brief.\n\n{{{Words}}}"},{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"}}""";
        Assert.Equal(expected, await _deepSeek.BodyOf(request));
        Assert.Equal("Be brief.", request.Messages[0].Content);
        // As an answer that is continued brings them.
        var sent = (JsonList)RequestProbe.Map(expected)["messages"]!;
        request.Messages[0] = new ChatMessage { Role = ChatRole.System, Content = (string)((JsonDictionary)sent[0]!)["content"]! };
        Assert.Equal(expected, await _deepSeek.BodyOf(request));
    }

    [Fact]
    public async Task The_words_are_a_part_of_instructions_in_parts()
    {
        var request = Request();
        request.Messages.Insert(0, new ChatMessage { Role = ChatRole.Developer, Parts = RequestProbe.List("""[{"type":"text","text":"Be brief."}]""") });
        Assert.StartsWith(
            $$"""{"model":"m","messages":[{"role":"developer","content":[{"type":"text","text":"Be brief."},{"type":"text","text":"{{Words}}"}]},""",
            await _deepSeek.BodyOf(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"json_object"}""", ""","response_format":{"type":"json_object"}""")]
    [InlineData("\"text\"", ""","response_format":{"type":"text"}""")]
    [InlineData("null", "")]
    public async Task Another_format_of_the_additional_parameters_wins_and_the_schema_goes_in_words(string format, string sent)
    {
        var request = Request();
        request.AdditionalParameters = RequestProbe.Map($$"""{"response_format":{{format}}}""");
        Assert.Equal($$"""{"model":"m","messages":[{"role":"system","content":"{{Words}}"},{"role":"user","content":"Hi"}]{{sent}}}""", await _probe.BodyOf(request));
        Assert.Empty(_probe.Warnings);
    }

    [Fact]
    public async Task Another_schema_of_the_additional_parameters_wins_with_a_warning()
    {
        var request = Request();
        request.AdditionalParameters = RequestProbe.Map("""{"response_format":{"type":"json_schema","schema":{}}}""");
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","schema":{}}}""", await _probe.BodyOf(request));
        Assert.Contains("replaces the response_format of -As", Assert.Single(_probe.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_the_additional_parameters_get_the_words_as_well()
    {
        var request = Request();
        request.AdditionalParameters = RequestProbe.Map("""{"messages":[{"role":"user","content":"Ho"}]}""");
        Assert.Contains($$"""[{"role":"system","content":"{{Words}}"},{"role":"user","content":"Ho"}]""", await _deepSeek.BodyOf(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenAI", true)]
    [InlineData("Mistral", true)]
    [InlineData("Perplexity", true)]
    [InlineData("Custom", true)]
    [InlineData("DeepSeek", false)]
    [InlineData("Anthropic", false)]
    public void Services_are_known_that_take_no_schema(string name, bool takes) => Assert.Equal(takes, ProviderPresets.Find(name)!.TakesJsonSchema);

    public void Dispose()
    {
        _probe.Dispose();
        _deepSeek.Dispose();
    }

    private static ChatRequest Request()
    {
        var request = RequestProbe.Request();
        request.AnswerSchema = new AnswerSchema(RequestProbe.Map(Schema));
        return request;
    }
}
