namespace ChatCompletions.Tests;

/// <summary>The rules that a schema itself must keep, its name, and whether it has strict form.</summary>
public sealed class SchemaRuleTests
{
    [Theory]
    [InlineData("""{}""", "the root of a schema must have the type 'object'.")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "it has \"array\"")]
    [InlineData("""{"type":["object","null"]}""", "the root of a schema")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{}}}""", "with -ResponseFormat")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"strin"}}}""", "$.properties.a: \"strin\" is not a type")]
    [InlineData("""{"type":"object","properties":{"a":{"type":["string",1]}}}""", "$.properties.a: 1 is not a type")]
    [InlineData("""{"type":"object","properties":["a"]}""", "'properties' must be an object")]
    [InlineData("""{"type":"object","properties":{"a":"string"}}""", "'properties' must be an object in which each value is a schema")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"A":{"type":"string"}}}""", "differ in case only")]
    [InlineData("""{"type":"object","required":"a"}""", "'required' must be a list")]
    [InlineData("""{"type":"object","required":[1]}""", "'required' must be a list")]
    [InlineData("""{"type":"object","additionalProperties":"no"}""", "'additionalProperties'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":[{}]}}}""", "$.properties.a: 'items'")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":"x"}}}""", "'enum'")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":{}}}}""", "'anyOf'")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}}}""", "$ref \"#/$defs/b\" does not exist")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"https://example.com/x.json"}}}""", "does not exist in the schema")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"$ref":"#/$defs/c"},"c":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/b"}]}}}""", "refers back to itself")]
    public void A_wrong_schema_is_refused(string schema, string rule)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => new AnswerSchema(RequestProbe.Map(schema)));
        Assert.Equal("As", refusal.Parameter);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_may_hold_itself_where_a_value_lies_between()
    {
        var schema = new AnswerSchema(RequestProbe.Map("""{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"],"additionalProperties":false}"""));
        Assert.NotNull(schema.Read(AnswerSchemaTests.Choice("""{"next":{"next":{"next":null}}}""")));
        Assert.Equal("$.next.next", Assert.Throws<ChatValueException>(() => schema.Read(AnswerSchemaTests.Choice("""{"next":{"next":1}}"""))).Path);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":true}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","default":"x"}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":["object","null"],"properties":{"b":{}},"required":["b"]}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":"object","properties":{"c":{}}}}}""", false)]
    [InlineData("""{"type":"object","anyOf":[{"type":"object","additionalProperties":false}],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","format":"date-time"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","format":"uri"}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":"string"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b","description":"B"}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":"string"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":true},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":false}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","minLength":1}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[{"type":"string"}]}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"type":"object"}]}},"required":["a"],"additionalProperties":false}""", false)]
    public void Strict_form_is_told(string schema, bool isStrict) => Assert.Equal(isStrict, new AnswerSchema(RequestProbe.Map(schema)).IsStrict);

    [Theory]
    [InlineData(null, null, "answer")]
    [InlineData(null, "A ticket (v2)", "Aticketv2")]
    [InlineData("Ticket[]", "other", "Ticket")]
    [InlineData("äöü", "other", "other")]
    public void The_name_is_one_that_the_API_takes(string? name, string? title, string expected)
    {
        var schema = new JsonDictionary { ["type"] = "object" };
        if (title is not null) schema["title"] = title;
        Assert.Equal(expected, new AnswerSchema(schema, name).Name);
    }

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(64, new AnswerSchema(new JsonDictionary { ["type"] = "object" }, new string('a', 99)).Name.Length);
}
