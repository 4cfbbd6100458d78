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
    [InlineData("""{"type":"object","properties":{"s":{"type":"string","minLength":20},"t":{"type":"string","maxLength":2},"l":{"type":"array","items":{"type":"string"},"minItems":3},"m":{"type":"array","maxItems":0}},"required":["s","t","l","m"]}""")]
    [InlineData("""{"type":"object","properties":{"e":{"type":"string","format":"email"},"i":{"type":"string","format":"ipv6"},"u":{"type":"string","format":"uri"},"p":{"type":"string","format":"duration"}},"required":["e","i","u","p"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","exclusiveMinimum":5},"b":{"type":"number","exclusiveMaximum":-1},"c":{"type":"integer","multipleOf":7,"minimum":10},"d":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.5},"e":{"type":"number","multipleOf":0.25,"minimum":0.3}},"required":["a","b","c","d","e"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string"},{"type":"boolean"}],"items":false},"b":{"oneOf":[{"type":"integer"},{"type":"null"}]}},"required":["a","b"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"$ref":"#/$defs/x"},{"properties":{"n":{"type":"integer"}},"required":["n"]}]},"b":true},"required":["a","b"],"$defs":{"x":{"type":"object","properties":{"m":{"type":"string"}},"required":["m"]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/x","maxLength":2},"never":false,"o":{"properties":{"k":{"const":1}},"required":["k"]}},"required":["a","o"],"$defs":{"x":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"const":"own"}},"required":["a"],"allOf":[{"properties":{"a":{"type":"string"}}}]}""")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","multipleOf":7,"maximum":5},"r":{"type":"number","multipleOf":0.5,"maximum":-0.3}},"required":["n","r"]}""")]
    public async Task Of_a_schema(string schema)
    {
        var request = new ChatRequest { Model = "mock", Messages = [new ChatMessage { Content = "Hi" }], AnswerSchema = new AnswerSchema(RequestProbe.Map(schema)) };
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromPreset(ProviderPresets.Mock)));
        var answer = await client.CompleteAsync(request, TestContext.Current.CancellationToken);
        Assert.NotEmpty(request.AnswerSchema.Read(answer.Choices[0]));
    }
}
