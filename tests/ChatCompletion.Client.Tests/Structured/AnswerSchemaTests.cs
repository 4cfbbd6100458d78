namespace ChatCompletions.Tests;

/// <summary>How an answer is held to a schema.</summary>
public sealed class AnswerSchemaTests
{
    private const string Ticket = """
        {"type":"object","properties":{"name":{"type":"string"},"severity":{"type":"integer","minimum":1,"maximum":5},"state":{"enum":["open","closed",null]},
        "score":{"type":["number","null"]},"tags":{"type":"array","items":{"type":"string"}},"who":{"$ref":"#/$defs/who"},"kind":{"const":1},"day":{"type":"string","format":"date"},
        "at":{"type":"string","format":"date-time"},"one":{"anyOf":[{"type":"null"},{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}]}},
        "required":["name"],"additionalProperties":false,
        "$defs":{"who":{"type":"object","properties":{"email":{"type":"string"},"boss":{"anyOf":[{"$ref":"#/$defs/who"},{"type":"null"}]}},"required":["email"]}}}
        """;

    [Theory]
    [InlineData("""{"name":"a"}""")]
    [InlineData(""" {"name":"a"} """)]
    [InlineData("```json\n{\"name\":\"a\"}\n```")]
    [InlineData("```\n{\"name\":\"a\"}\n```\n")]
    [InlineData("""{"name":"a","severity":1.0,"state":null,"score":null,"tags":[],"kind":1.0,"day":"2026-02-28","at":"2026-02-28T12:00:00+02:00"}""")]
    [InlineData("""{"name":"a","severity":5,"state":"open","score":1e3,"tags":["x"],"one":null,"at":"2026-02-28T12:00:00"}""")]
    [InlineData("""{"name":"a","one":{"id":1,"more":true},"who":{"email":"e","boss":{"email":"f","boss":null}},"at":"2026-02-28 12:00:00.123Z"}""")]
    public void An_answer_that_fits_is_read(string answer) => Assert.Equal("a", new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice(answer))["name"]);

    [Fact]
    public async Task Forms_that_hold_each_other_take_no_time_of_their_own()
    {
        const string Schema = """
            {"type":"object","properties":{"e":{"$ref":"#/$defs/e"}},"$defs":{"e":{"anyOf":[{"type":"number"},
            {"type":"object","properties":{"of":{"$ref":"#/$defs/e"},"op":{"const":"neg"}}},{"type":"object","properties":{"of":{"$ref":"#/$defs/e"},"op":{"const":"abs"}}}]}}}
            """;
        var deep = string.Concat(Enumerable.Repeat("""{"of":""", 50)) + "1" + string.Concat(Enumerable.Repeat(""","op":"abs"}""", 50));
        var read = await Task.Run(() => new AnswerSchema(RequestProbe.Map(Schema)).Read(Choice($$"""{"e":{{deep}}}"""))).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal("abs", ((JsonDictionary)read["e"]!)["op"]);
    }

    [Theory]
    [InlineData("""{}""", "$", "must have the property 'name'")]
    [InlineData("""[]""", "$", "must be an object; it is []")]
    [InlineData("""{"name":null}""", "$.name", "must be a string; it is null")]
    [InlineData("""{"name":"a","x":1}""", "$", "must not have the property 'x'")]
    [InlineData("""{"name":"a","severity":"1"}""", "$.severity", "must be an integer; it is \"1\"")]
    [InlineData("""{"name":"a","severity":1.5}""", "$.severity", "must be an integer; it is 1.5")]
    [InlineData("""{"name":"a","severity":1e999}""", "$.severity", "must be at most 5; it is 1e999")]
    [InlineData("""{"name":"a","severity":0}""", "$.severity", "must be at least 1; it is 0")]
    [InlineData("""{"name":"a","severity":6}""", "$.severity", "must be at most 5; it is 6")]
    [InlineData("""{"name":"a","state":"Open"}""", "$.state", "must be one of \"open\", \"closed\", null; it is \"Open\"")]
    [InlineData("""{"name":"a","score":true}""", "$.score", "must be a number or null; it is true")]
    [InlineData("""{"name":"a","tags":["x",2]}""", "$.tags[1]", "must be a string; it is 2")]
    [InlineData("""{"name":"a","kind":2}""", "$.kind", "must be 1; it is 2")]
    [InlineData("""{"name":"a","who":{"email":"e","boss":{"boss":null}}}""", "$.who.boss", "must match one of 2 schemas")]
    [InlineData("""{"name":"a","who":{"email":"e","boss":{"email":2}}}""", "$.who.boss.email", "must be a string; it is 2")]
    [InlineData("""{"name":"a","one":{"id":"x"}}""", "$.one.id", "must be an integer; it is \"x\"")]
    [InlineData("""{"name":"a","day":"2026-02-30"}""", "$.day", "must be a date such as 2026-01-31; it is \"2026-02-30\"")]
    [InlineData("""{"name":"a","at":"tomorrow"}""", "$.at", "must be a date-time such as")]
    [InlineData("""{"name":"a","at":"2026-02-28"}""", "$.at", "must be a date-time such as")]
    public void A_broken_rule_is_named_with_its_place(string answer, string path, string rule)
    {
        var fault = Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice(answer)));
        Assert.Equal(ChatErrorKind.InvalidValue, fault.Kind);
        Assert.Equal(path, fault.Path);
        Assert.Contains($"{path} {rule}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Here it is: {\"name\":\"a\"}")]
    [InlineData("{\"name\":\"a\"} Anything else?")]
    [InlineData("{\"name\":\"a\"")]
    [InlineData("{\"name\":\"a\",}")]
    [InlineData("Sure!\n```json\n{\"name\":\"a\"}\n```")]
    [InlineData("```")]
    public void Words_around_the_JSON_and_broken_JSON_are_faults(string answer)
    {
        var fault = Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice(answer)));
        Assert.Null(fault.Path);
        Assert.StartsWith("The answer is not the requested JSON", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("length", "cut at the token limit")]
    [InlineData("content_filter", "A content filter")]
    [InlineData("weird", "'weird'")]
    public void An_answer_that_is_not_whole_is_no_value_whatever_its_text(string reason, string words)
    {
        var choice = Choice("""{"name":"a"}""");
        choice.FinishReason = reason;
        Assert.Contains(words, Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(choice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_model_says_is_made_safe_in_an_error()
    {
        var fault = Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice("{\"name\":\"a\",\"\\u001b[2J\\u202e\":\"\u001b\"")));
        Assert.DoesNotContain('\u001b', fault.Message);
        fault = Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice("{\"name\":\"a\",\"\\u001b[2J\\u202e\":1}")));
        Assert.DoesNotContain('\u001b', fault.Message);
        Assert.DoesNotContain('\u202e', fault.Message);
    }

    [Fact]
    public void A_value_nested_without_end_is_no_JSON()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"name\":", 5000)) + "1";
        Assert.Throws<ChatValueException>(() => new AnswerSchema(RequestProbe.Map(Ticket)).Read(Choice(deep)));
    }

    [Fact]
    public void Large_whole_numbers_stay_exact()
    {
        var schema = new AnswerSchema(RequestProbe.Map("""{"type":"object","properties":{"n":{"type":"integer","enum":[9007199254740993]}}}"""));
        Assert.Equal(9007199254740993L, schema.Read(Choice("""{"n":9007199254740993}"""))["n"]);
        Assert.Throws<ChatValueException>(() => schema.Read(Choice("""{"n":9007199254740992}""")));
    }

    internal static ChatChoice Choice(string content) => new() { FinishReason = "stop", Message = new ChatMessage { Role = ChatRole.Assistant, Content = content } };
}
