namespace ChatCompletions.Tests;

/// <summary>The values that the Mock provider makes up fit their schema.</summary>
public sealed class MockValueTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"d":{"type":"string","format":"date"},"t":{"type":"string","format":"date-time"}},"required":["d","t"]}""")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","maximum":0},"r":{"type":"number","maximum":1},"m":{"type":"number","minimum":7}},"required":["n","r","m"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"object","properties":{"b":{"const":5}},"required":["b"]},{"type":"null"}]}},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"]}""")]
    [InlineData("""{"type":"object","properties":{"all":{"type":"array","items":{"$ref":"#"}}},"required":["all"]}""")]
    [InlineData("""{"type":"object","properties":{"x":{"$ref":"#/$defs/x"}},"required":["x"],"$defs":{"x":{"enum":["one"]}}}""")]
    public async Task Of_a_schema(string schema)
    {
        var request = new ChatRequest { Model = "mock", Messages = [new ChatMessage { Content = "Hi" }], AnswerSchema = new AnswerSchema(RequestProbe.Map(schema)) };
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromPreset(ProviderPresets.Mock)));
        var answer = await client.CompleteAsync(request, TestContext.Current.CancellationToken);
        Assert.NotEmpty(request.AnswerSchema.Read(answer.Choices[0]));
    }
}
