namespace ChatCompletions.Tests;

/// <summary>Which schemas are sent with <c>strict</c>: a server refuses the others, so a wrong verdict costs the call.</summary>
public sealed class StrictSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object","additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","required":[],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":true}""", false)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", false)]
    [InlineData("""{"type":"object","properties":{}}""", false)]
    public void The_root_must_refuse_other_properties_also_where_it_has_none(string schema, bool isStrict) =>
        Assert.Equal(isStrict, new AnswerSchema(RequestProbe.Map(schema)).IsStrict);

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":false}""", true)]
    [InlineData("""{"type":["object","null"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":["object","null"]}""", false)]
    [InlineData("""{"type":["string","null"]}""", true)]
    [InlineData("""{"type":"string"}""", true)]
    [InlineData("""{"enum":["a"]}""", true)]
    [InlineData("""{"properties":{"b":{"type":"string"}}}""", false)]
    [InlineData("""{"properties":{"b":{"type":"string"}},"required":["b"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"b":{"type":"string"},"c":{"type":"string"}},"required":["b"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"b":{"type":"string"}},"additionalProperties":false}""", false)]
    [InlineData("""{"type":"array","items":{"type":"object"}}""", false)]
    [InlineData("""{"type":"array","items":{"type":"object","additionalProperties":false}}""", true)]
    [InlineData("""{"anyOf":[{"type":"object"},{"type":"null"}]}""", false)]
    [InlineData("""{"anyOf":[{"type":"object","additionalProperties":false},{"type":"null"}]}""", true)]
    public void Every_schema_inside_must_keep_the_same_rules(string inner, bool isStrict) =>
        Assert.Equal(isStrict, new AnswerSchema(RequestProbe.Map($$"""{"type":"object","properties":{"a":{{inner}}},"required":["a"],"additionalProperties":false}""")).IsStrict);

    [Theory]
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":false}""", true)]
    public void Definitions_count_as_well(string definition, bool isStrict) =>
        Assert.Equal(isStrict, new AnswerSchema(RequestProbe.Map(
            $$$"""{"type":"object","properties":{"a":{"$ref":"#/$defs/d"}},"required":["a"],"additionalProperties":false,"$defs":{"d":{{{definition}}}}}""")).IsStrict);

    [Fact]
    public async Task The_verdict_is_sent()
    {
        using var probe = new RequestProbe();
        var request = RequestProbe.Request();
        request.AnswerSchema = new AnswerSchema(RequestProbe.Map("""{"type":"object","additionalProperties":false}"""));
        probe.Server.Enqueue(Reply.Json("""{"choices":[{"message":{"content":"{}"}}]}"""));
        await probe.Client().CompleteAsync(request, RequestProbe.Stop);
        Assert.EndsWith("""
            "json_schema":{"name":"answer","schema":{"type":"object","additionalProperties":false},"strict":true}}}
            """.Trim(), Assert.Single(probe.Server.Requests).Body, StringComparison.Ordinal);
    }
}
