using System.Diagnostics;

namespace ChatCompletions.Tests;

/// <summary>Schemas and answers that would keep a validator busy for ever, or end the process.</summary>
public sealed class SchemaGraphTests
{
    [Theory]
    [InlineData("""{"$ref":"#/properties/v"}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"$ref":"#/properties/v"}]}""")]
    [InlineData("""{"oneOf":[{"$ref":"#/properties/v"},{"type":"null"}]}""")]
    [InlineData("""{"allOf":[{"allOf":[{"$ref":"#/properties/v"}]}]}""")]
    [InlineData("""{"not":{"$ref":"#/properties/v"}}""")]
    [InlineData("""{"if":{"$ref":"#/properties/v"}}""")]
    [InlineData("""{"if":true,"then":{"$ref":"#/properties/v"}}""")]
    [InlineData("""{"if":true,"else":{"$ref":"#/properties/v"}}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#/properties/v"}}}""")]
    [InlineData("""{"$ref":"#/$defs/a"}""")]
    [InlineData("""{"items":{"$ref":"#/$defs/a"}}""")]
    [InlineData("""{"$ref":"#/properties/v/anyOf/0","anyOf":[{"$ref":"#/properties/v/anyOf/1"},{"$ref":"#/properties/v/anyOf/0"}]}""")]
    public void A_loop_over_one_value_is_refused(string schema) => Assert.Contains(
        "refers back to itself", Refusal($$"""{"type":"object","properties":{"v":{{schema}} },"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]} } }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"object","allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"type":"object","$ref":"#"}""")]
    public void A_loop_of_the_root_is_refused(string schema) => Assert.Contains("refers back to itself", Refusal(schema), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"properties":{"next":{"$ref":"#/$defs/n"}}}""", """{"next":{"next":{}}}""")]
    [InlineData("""{"items":{"$ref":"#/$defs/n"}}""", "[[],[[]]]")]
    [InlineData("""{"additionalProperties":{"$ref":"#/$defs/n"}}""", """{"a":{"b":{}}}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"array","prefixItems":[{"$ref":"#/$defs/n"}]}]}""", "[[null]]")]
    [InlineData("""{"patternProperties":{"^a":{"$ref":"#"}},"propertyNames":{"$ref":"#/$defs/n"}}""", """{"b":1}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"object","required":["l"],"properties":{"l":{"$ref":"#/$defs/n"},"r":{"$ref":"#/$defs/n"}}}]}""", """{"l":"a","r":{"l":"b"}}""")]
    public void A_tree_is_accepted(string schema, string value) =>
        Assert.NotNull(Read($$"""{"type":"object","properties":{"v":{"$ref":"#/$defs/n"} },"$defs":{"n":{{schema}} } }""", $$"""{"v":{{value}} }"""));

    [Theory]
    [InlineData("allOf", "1", true)]
    [InlineData("anyOf", "\"x\"", false)]
    [InlineData("oneOf", "\"x\"", false)]
    public void References_used_twice_at_each_level_take_linear_time(string word, string value, bool isKept)
    {
        const int Levels = 40;
        var defs = string.Join(',', Enumerable.Range(0, Levels).Select(level => $$$"""
            "d{{{level}}}":{"{{{word}}}":[{"$ref":"#/$defs/d{{{level + 1}}}"},{"$ref":"#/$defs/d{{{level + 1}}}"}]}
            """));
        var schema = $$$"""{"type":"object","properties":{"v":{"$ref":"#/$defs/d0"}},"$defs":{ {{{defs}}},"d{{{Levels}}}":{"type":"integer"}} }""";
        Quickly(() => Assert.Equal(isKept, Record.Exception(() => Read(schema, $$"""{"v":{{value}} }""")) is null));
    }

    [Fact]
    public void A_chain_of_thousands_of_references_is_refused()
    {
        var defs = string.Join(',', Enumerable.Range(0, 20_000).Select(static level => $$$"""
            "d{{{level}}}":{"$ref":"#/$defs/d{{{level + 1}}}"}
            """));
        var schema = $$$"""{"type":"object","properties":{"v":{"$ref":"#/$defs/d0"} },"$defs":{ {{{defs}}},"d20000":{} } }""";
        Quickly(() => Assert.Contains("more than 100 schemas", Refusal(schema), StringComparison.Ordinal));
    }

    [Fact]
    public void Thousands_of_schemas_take_linear_time()
    {
        var properties = string.Join(',', Enumerable.Range(0, 20_000).Select(static at => $$$"""
            "p{{{at}}}":{"$ref":"#/$defs/p{{{at}}}"}
            """));
        var defs = string.Join(',', Enumerable.Range(0, 20_000).Select(static at => $$$"""
            "p{{{at}}}":{"type":"string"}
            """));
        Quickly(() => Assert.NotNull(Read($$$"""{"type":"object","properties":{ {{{properties}}} },"$defs":{ {{{defs}}} } }""", """{"p19999":"a"}""")));
    }

    [Fact]
    public void A_schema_that_is_nested_too_deeply_is_refused()
    {
        Assert.Contains("deeper", Refusal(Nested(58)), StringComparison.Ordinal);
        var holder = RequestProbe.Map("""{"type":"object"}""");
        holder["not"] = holder;
        Assert.Equal("As", Assert.Throws<ChatRequestException>(() => new AnswerSchema(holder)).Parameter);
    }

    [Fact]
    public async Task The_deepest_schema_that_is_accepted_can_be_sent()
    {
        using var probe = new RequestProbe();
        var request = RequestProbe.Request();
        request.AnswerSchema = new AnswerSchema((JsonDictionary)StrictJson.Parse(Nested(57))!);
        Assert.Contains("\"not\"", await probe.BodyOf(request), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_fits_every_branch_at_every_level_takes_linear_time()
    {
        const string Schema = """
            {"type":"object","properties":{"v":{"$ref":"#/$defs/n"}},"$defs":{"n":{"oneOf":[
            {"type":"object","properties":{"a":{"$ref":"#/$defs/n"}},"required":["x"]},{"type":"object","properties":{"a":{"$ref":"#/$defs/n"}},"required":["y"]},
            {"type":"object","properties":{"a":{"$ref":"#/$defs/n"}}}]}}}
            """;
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "{}" + new string('}', 60);
        Quickly(() => Assert.NotNull(Read(Schema, $$"""{"v":{{deep}} }""")));
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_a_fault_also_where_it_is_negated()
    {
        var hostile = $"\"{new string('a', 80)}!\"";
        foreach (var schema in (string[])["""{"pattern":"^(?!x)(a|aa)+$"}""", """{"not":{"pattern":"^(?!x)(a|aa)+$"}}"""])
            Quickly(() => Assert.Contains("take too long", Assert.Throws<ChatValueException>(() => Read($$"""{"type":"object","properties":{"v":{{schema}} } }""", $$"""{"v":{{hostile}} }""")).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_patterns_of_an_answer_share_one_time_limit()
    {
        var hostile = string.Join(',', Enumerable.Range(0, 500).Select(static at => $"\"{new string('a', 28)}{at}!\""));
        Quickly(() => Record.Exception(() => Read("""{"type":"object","properties":{"v":{"items":{"anyOf":[{"pattern":"^(?!x)(a|aa)+$"},true]}}}}""", $$"""{"v":[{{hostile}}]}""")));
    }

    [Fact]
    public void A_large_list_of_equal_and_unequal_items_takes_linear_time()
    {
        var items = string.Join(',', Enumerable.Range(0, 50_000).Select(static at => $$"""{"n":{{at}}.0,"s":["{{at}}"]}"""));
        Quickly(() => Assert.NotNull(Read("""{"type":"object","properties":{"v":{"uniqueItems":true}}}""", $$"""{"v":[{{items}}]}""")));
        Quickly(() => Assert.Throws<ChatValueException>(() => Read("""{"type":"object","properties":{"v":{"uniqueItems":true}}}""", $$"""{"v":[{{items}},{"s":["7"],"n":7}]}""")));
    }

    [Fact]
    public void A_number_of_a_million_digits_takes_linear_time()
    {
        var number = "1" + new string('7', 1_000_000);
        Quickly(() => Assert.NotNull(Read("""{"type":"object","properties":{"v":{"type":"integer","minimum":1e999999,"not":{"multipleOf":10}}}}""", $$"""{"v":{{number}} }""")));
        Quickly(() => Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map("""{"type":"object"}""")).Read(AnswerSchemaTests.Choice($$"""{"v":{{number}} }"""))));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1024)]
    [InlineData(16384)]
    public void Whatever_the_stack_a_deep_answer_ends_no_process(int kilobytes)
    {
        var chain = string.Join(',', Enumerable.Range(0, 45).Select(static level => $$$"""
            "d{{{level}}}":{"allOf":[{"$ref":"#/$defs/d{{{level + 1}}}"}]}
            """));
        var schema = $$$"""{"type":"object","additionalProperties":{"$ref":"#/$defs/d0"},"$defs":{ {{{chain}}},"d45":{"additionalProperties":{"$ref":"#/$defs/d0"} } } }""";
        var answer = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => Read(schema, answer)), kilobytes * 1024);
        thread.Start();
        thread.Join();
        Assert.True(failure is null or ChatValueException, failure?.ToString());
        if (kilobytes > 4096) Assert.Null(failure);
    }

    private static string Nested(int levels) =>
        """{"type":"object","properties":{"v":""" + string.Concat(Enumerable.Repeat("{\"not\":", levels)) + "{}" + new string('}', levels + 2);

    private static string Refusal(string schema) => Assert.Throws<ChatRequestException>(() => new AnswerSchema((JsonDictionary)StrictJson.Parse(schema)!)).Message;

    private static JsonDictionary Read(string schema, string answer) => new AnswerSchema((JsonDictionary)StrictJson.Parse(schema)!).ReadExact(AnswerSchemaTests.Choice(answer));

    private static void Quickly(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }
}
