namespace ChatCompletions.Tests;

/// <summary>The keywords enum and const with values of every kind, arrays and objects included.</summary>
public sealed class ChoiceValueTests
{
    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("[1,2]", "[1.0, 2]")]
    [InlineData("[[1],[2,[3]]]", "[[1],[2,[3]]]")]
    [InlineData("[null,true,\"a\"]", "[null,true,\"a\"]")]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2.0,"a":1}""")]
    [InlineData("""{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":{"b":[{"c":"d"}]}}""", """{"a":{"b":[{"c":"d"}]}}""")]
    [InlineData("""[{"a":1},{"b":2}]""", """[{"a":1},{"b":2}]""")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("0", "-0.0")]
    [InlineData("1.5", "15e-1")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    public void An_equal_value_is_accepted(string allowed, string value)
    {
        Assert.Null(Violation($"{{\"const\":{allowed}}}", value));
        Assert.Null(Violation($"{{\"enum\":[{allowed}]}}", value));
        Assert.Null(Violation($"{{\"enum\":[\"other\",{allowed},[\"other\"],{{\"other\":1}}]}}", value));
    }

    [Theory]
    [InlineData("[]", "[1]")]
    [InlineData("[]", "{}")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[1,2]", "[1]")]
    [InlineData("[1,2]", "[1,2,3]")]
    [InlineData("[1,2]", "[1,3]")]
    [InlineData("[1,2]", "[3,2]")]
    [InlineData("[1,2]", "[]")]
    [InlineData("[1,2]", "\"[1,2]\"")]
    [InlineData("[1]", "1")]
    [InlineData("[[1]]", "[1]")]
    [InlineData("[[1]]", "[[2]]")]
    [InlineData("{}", "[]")]
    [InlineData("{}", """{"a":1}""")]
    [InlineData("{}", "null")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":3}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2,"c":3}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"c":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{"a":1}""", """{"A":1}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":null}""", """{"b":null}""")]
    [InlineData("""{"a":null}""", """{"a":0}""")]
    [InlineData("""{"a":{"b":[{"c":"d"}]}}""", """{"a":{"b":[{"c":"e"}]}}""")]
    [InlineData("""[{"a":1},{"b":2}]""", """[{"a":1},{"b":3}]""")]
    [InlineData("null", "0")]
    [InlineData("null", "\"\"")]
    [InlineData("null", "false")]
    [InlineData("true", "false")]
    [InlineData("true", "1")]
    [InlineData("true", "\"true\"")]
    [InlineData("0", "false")]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "1.5")]
    [InlineData("1", "[1]")]
    [InlineData("\"a\"", "\"A\"")]
    [InlineData("\"\"", "null")]
    [InlineData("18446744073709551616", "18446744073709551617")]
    [InlineData("9007199254740993", "9007199254740992")]
    public void A_value_that_differs_is_refused_by_name(string allowed, string value)
    {
        var byConst = Violation($"{{\"const\":{allowed}}}", value);
        Assert.Equal("$.v", byConst?.Path);
        Assert.Contains("must be ", byConst!.Message, StringComparison.Ordinal);
        var byEnum = Violation($"{{\"enum\":[{allowed},[\"other\"],{{\"other\":1}}]}}", value);
        Assert.Equal("$.v", byEnum?.Path);
        Assert.Contains("must be one of ", byEnum!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_shown_with_what_is_allowed()
    {
        Assert.Contains("""$.v must be one of [1,2], {"a":null}; it is {"a":1}""", Violation("""{"enum":[[1,2],{"a":null}]}""", """{"a":1}""")!.Message, StringComparison.Ordinal);
        Assert.Contains("""$.v must be {"a":[1]}; it is {"a":[2]}""", Violation("""{"const":{"a":[1]}}""", """{"a":[2]}""")!.Message, StringComparison.Ordinal);
    }

    private static ChatValueException? Violation(string rule, string value)
    {
        var schema = new AnswerSchema(RequestProbe.Map($$"""{"type":"object","properties":{"v":{{rule}}},"required":["v"]}"""));
        try
        {
            schema.Read(AnswerSchemaTests.Choice($$"""{"v":{{value}}}"""));
            return null;
        }
        catch (ChatValueException violation)
        {
            return violation;
        }
    }
}
