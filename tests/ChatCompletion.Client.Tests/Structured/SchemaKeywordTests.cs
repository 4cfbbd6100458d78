namespace ChatCompletions.Tests;

/// <summary>The keywords that an answer is held to, and those that are refused before anything is sent.</summary>
public sealed class SchemaKeywordTests
{
    [Theory]
    [InlineData("""{"minLength":2}""", "\"😀\"", "must have at least 2 characters; it is")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "must have at most 1 character; it is")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"A\"", "must match the pattern ^[a-z]+$; it is")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.0", "must be more than 1; it is")]
    [InlineData("""{"exclusiveMaximum":9007199254740993}""", "9007199254740993", "must be less than 9007199254740993; it is")]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740993", "must be at most 9007199254740992; it is 9007199254740993")]
    [InlineData("""{"minimum":0.1}""", "0.09999999999999999999", "must be at least 0.1; it is 0.09999999999999999999")]
    [InlineData("""{"multipleOf":0.01}""", "1.005", "must be a multiple of 0.01; it is 1.005")]
    [InlineData("""{"minItems":1}""", "[]", "must have at least 1 item; it is []")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "must have at most 1 item; it is")]
    [InlineData("""{"uniqueItems":true}""", "[1,{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]", "must not occur twice in the list")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\",1]", "must not have an item [1]; it is")]
    [InlineData("""{"items":false}""", "[1]", "must not have an item [0]")]
    [InlineData("""{"contains":{"type":"null"}}""", "[1]", "must contain at least 1 of the items {\"type\":\"null\"}")]
    [InlineData("""{"contains":{"type":"null"},"maxContains":1}""", "[null,null]", "must contain at most 1 of the items")]
    [InlineData("""{"minProperties":1}""", "{}", "must have at least 1 property; it is {}")]
    [InlineData("""{"minProperties":2}""", "{}", "must have at least 2 properties; it is {}")]
    [InlineData("""{"maxProperties":1}""", "{\"a\":1,\"b\":2}", "must have at most 1 property")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string"}}}""", "{\"xa\":1}", "must be a string; it is 1")]
    [InlineData("""{"patternProperties":{"^x":true},"additionalProperties":false}""", "{\"xa\":1,\"y\":1}", "must not have the property 'y'")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "{\"a\":1}", "must be a string; it is 1")]
    [InlineData("""{"properties":{"a":false}}""", "{\"a\":1}", "must not have the property 'a'")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", "{\"ab\":1}", "must not have the property 'ab', whose name must have at most 1 character")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", "{\"a\":1}", "must have the property 'b', since it has 'a'")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["c"]}}}""", "{\"a\":1}", "must have the property 'c'")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", "must be at most 2; it is 3")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "1.5", "must match exactly one of 2 schemas (oneOf), but matches several")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "1", "must match one of 2 schemas (oneOf); it is 1")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "must not match the schema {\"type\":\"string\"} (not); it is \"a\"")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1},"else":{"type":"null"}}""", "\"\"", "must have at least 1 character")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1},"else":{"type":"null"}}""", "1", "must be a null; it is 1")]
    [InlineData("""{"const":{"a":[1,1.0]}}""", "{\"a\":[1]}", "must be {\"a\":[1,1]}; it is")]
    [InlineData("""{"enum":[9007199254740993,1e400]}""", "9007199254740992", "must be one of 9007199254740993, 1")]
    [InlineData("""{"const":1e400}""", "1e401", "; it is 1e401")]
    [InlineData("""{"format":"email"}""", "\"a\"", "must be a email such as")]
    [InlineData("""{"format":"int32"}""", "2147483648", "must be in the range of int32")]
    [InlineData("""{"$ref":"#/$defs/s","minLength":3}""", "\"ab\"", "must have at least 3 characters")]
    [InlineData("""{"$ref":"#name","maximum":3}""", "4", "must be at most 3")]
    [InlineData("false", "1", "must not have the property 'v'")]
    public void An_answer_is_held_to_it(string schema, string value, string rule)
    {
        var fault = Assert.Throws<ChatValueException>(() => Read(schema, value));
        Assert.Contains(rule.Replace("a null", "null", StringComparison.Ordinal), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"minLength":1,"maxLength":1}""", "\"😀\"")]
    [InlineData("""{"minLength":2.0}""", "\"ab\"")]
    [InlineData("""{"enum":[1.0,{"a":1}]}""", "1")]
    [InlineData("""{"const":1e400}""", "10e399")]
    [InlineData("""{"const":9007199254740993}""", "9007199254740993.0")]
    [InlineData("""{"type":"integer"}""", "1e400")]
    [InlineData("""{"multipleOf":0.01}""", "99999999999999.99")]
    [InlineData("""{"maximum":1e400}""", "9e399")]
    [InlineData("""{"uniqueItems":true}""", "[1,true,\"1\",[1],{\"a\":1},9007199254740993,9007199254740992]")]
    [InlineData("""{"uniqueItems":false}""", "[1,1]")]
    [InlineData("""{"minContains":0,"contains":false}""", "[1]")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "null")]
    [InlineData("""{"then":false}""", "1")]
    [InlineData("""{"$anchor":"own","title":"T","description":"D","default":5,"examples":[1],"example":1,"$comment":"C","deprecated":true,"readOnly":true,"writeOnly":false,"contentEncoding":"base64","contentMediaType":"a/b","discriminator":{"propertyName":"k"},"x-own":1}""", "1")]
    [InlineData("true", "1")]
    public void An_answer_that_keeps_it_is_accepted(string schema, string value) => Assert.NotNull(Read(schema, value));

    [Theory]
    [InlineData("""{"unevaluatedProperties":false}""", "'unevaluatedProperties' is not supported")]
    [InlineData("""{"unevaluatedItems":{}}""", "'unevaluatedItems' is not supported")]
    [InlineData("""{"$dynamicRef":"#a"}""", "'$dynamicRef' is not supported")]
    [InlineData("""{"$recursiveRef":"#"}""", "'$recursiveRef' is not supported")]
    [InlineData("""{"$id":"https://example.com/a"}""", "Only the root can have one")]
    [InlineData("""{"$ref":"https://example.com/a#/b"}""", "does not exist in the schema")]
    [InlineData("""{"$ref":"other.json"}""", "does not exist in the schema")]
    [InlineData("""{"$ref":"#nobody"}""", "does not exist in the schema")]
    [InlineData("""{"$ref":"#/$defs/s/minLength"}""", "does not exist in the schema")]
    [InlineData("""{"$ref":1}""", "'$ref' must be a string")]
    [InlineData("""{"$anchor":"name"}""", "the same $anchor")]
    [InlineData("""{"$schema":"https://example.com/own"}""", "not a known draft of JSON Schema")]
    [InlineData("""{"dependencies":{"a":["b"]}}""", "Use 'dependentRequired'")]
    [InlineData("""{"additionalItems":false}""", "Use 'prefixItems'")]
    [InlineData("""{"items":[{}]}""", "'prefixItems' since draft 2020-12")]
    [InlineData("""{"nullable":true}""", "Use a list of types")]
    [InlineData("""{"minLenght":3}""", "the keyword 'minLenght' is not supported")]
    [InlineData("""{"requierd":["a"]}""", "the keyword 'requierd' is not supported")]
    [InlineData("""{"additionalproperties":false}""", "'additionalproperties' is not supported")]
    [InlineData("""{"format":"idn-hostname"}""", "the format \"idn-hostname\" is not supported")]
    [InlineData("""{"format":"markdown"}""", "the format \"markdown\" is not supported")]
    [InlineData("""{"format":1}""", "'format' must be a string")]
    [InlineData("""{"pattern":"(a"}""", "'pattern' has a pattern that cannot be used")]
    [InlineData("""{"pattern":"(a)\\1"}""", "back-references")]
    [InlineData("""{"patternProperties":{"[":{}}}""", "'patternProperties' has a pattern that cannot be used")]
    [InlineData("""{"exclusiveMinimum":true}""", "'exclusiveMinimum' must be a number")]
    [InlineData("""{"minimum":"1"}""", "'minimum' must be a number")]
    [InlineData("""{"multipleOf":0}""", "'multipleOf' must be a number above zero")]
    [InlineData("""{"multipleOf":-1}""", "'multipleOf' must be a number above zero")]
    [InlineData("""{"minLength":-1}""", "'minLength' must be a whole number")]
    [InlineData("""{"maxItems":1.5}""", "'maxItems' must be a whole number")]
    [InlineData("""{"minContains":"1"}""", "'minContains' must be a whole number")]
    [InlineData("""{"uniqueItems":"yes"}""", "'uniqueItems' must be true or false")]
    [InlineData("""{"type":[]}""", "'type' must not be an empty list")]
    [InlineData("""{"type":null}""", "null is not a type")]
    [InlineData("""{"enum":[]}""", "'enum' must be a list")]
    [InlineData("""{"allOf":[]}""", "'allOf' must be a list of schemas")]
    [InlineData("""{"oneOf":[1]}""", "'oneOf' must be a list of schemas")]
    [InlineData("""{"prefixItems":{}}""", "'prefixItems' must be a list of schemas")]
    [InlineData("""{"not":"string"}""", "'not' must be a schema")]
    [InlineData("""{"if":1}""", "'if' must be a schema")]
    [InlineData("""{"then":1}""", "'then' must be a schema")]
    [InlineData("""{"propertyNames":[]}""", "'propertyNames' must be a schema")]
    [InlineData("""{"dependentSchemas":[]}""", "'dependentSchemas' must be an object")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "'dependentRequired' must be a list")]
    [InlineData("""{"required":null}""", "'required' must be a list")]
    [InlineData("""{"$defs":{"x":1}}""", "'$defs' must be an object")]
    public void Anything_else_is_refused_by_name(string schema, string words)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => Read(schema, "1"));
        Assert.Equal("As", refusal.Parameter);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("-As: $.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"v":{"$ref":"#/definitions/s","maxLength":1}},"definitions":{"s":{"type":"string"}}}""", false)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"v":{"$ref":"#/definitions/s","description":"D"}},"definitions":{"s":{"type":"string"}}}""", true)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","type":"object","properties":{"v":{"$ref":"#/$defs/s","maxLength":1}},"$defs":{"s":{"type":"string"}}}""", true)]
    [InlineData("""{"$id":"https://example.com/root","type":"object","properties":{"v":{"$ref":"https://example.com/root#/$defs/s"}},"$defs":{"s":{"type":"string"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"v":{"$ref":"#/$defs/a~1b%25"}},"$defs":{"a/b%":{"type":"string"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"v":{"$ref":"#/$defs/t"}},"$defs":{"t":true}}""", true)]
    public void What_drafts_read_differently_is_refused(string schema, bool isAccepted)
    {
        var failure = Record.Exception(() => new AnswerSchema(RequestProbe.Map(schema)).Read(AnswerSchemaTests.Choice("""{"v":"a"}""")));
        Assert.Equal(isAccepted, failure is null);
        if (!isAccepted) Assert.Contains("keywords next to a $ref", failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"v":1,"v":2}""")]
    [InlineData("""{"w":{"a":1,"\u0061":1},"v":1}""")]
    public void A_name_that_an_answer_has_twice_is_a_fault(string answer)
    {
        var schema = new AnswerSchema(RequestProbe.Map("""{"type":"object"}"""));
        Assert.Contains("occurs twice", Assert.Throws<ChatValueException>(() => schema.Read(AnswerSchemaTests.Choice(answer))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_no_type_holds_is_a_fault_and_any_other_is_exact()
    {
        var schema = new AnswerSchema(RequestProbe.Map("""{"type":"object"}"""));
        Assert.Equal(99999999999999.99m, Assert.IsType<decimal>(schema.Read(AnswerSchemaTests.Choice("""{"v":99999999999999.99}"""))["v"]));
        Assert.Equal(System.Numerics.BigInteger.Pow(10, 400), schema.Read(AnswerSchemaTests.Choice("""{"v":[{"w":1e400}]}"""))["v"] is JsonList list ? ((JsonDictionary)list[0]!)["w"] : null);
        Assert.Equal(0.1, schema.Read(AnswerSchemaTests.Choice("""{"v":0.10}"""))["v"]);
        Assert.Contains("no .NET type represents", Assert.Throws<ChatValueException>(() => schema.Read(AnswerSchemaTests.Choice("""{"v":1e-400}"""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_with_an_infinite_number_is_refused()
    {
        var schema = RequestProbe.Map("""{"type":"object"}""");
        schema["properties"] = new JsonDictionary { ["v"] = new JsonDictionary { ["const"] = double.PositiveInfinity } };
        Assert.Contains("infinite", Assert.Throws<ChatRequestException>(() => new AnswerSchema(schema)).Message, StringComparison.Ordinal);
    }

    private static JsonDictionary Read(string schema, string value)
    {
        var root = (JsonDictionary)StrictJson.Parse($$"""{"type":"object","properties":{"v":{{schema}} },"$defs":{"s":{"type":"string"},"n":{"$anchor":"name","type":"integer"} } }""")!;
        return new AnswerSchema(root).ReadExact(AnswerSchemaTests.Choice($$"""{"v":{{value}} }"""));
    }
}
