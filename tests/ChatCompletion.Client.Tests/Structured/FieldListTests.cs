namespace ChatCompletions.Tests;

/// <summary>The short form of a schema.</summary>
public sealed class FieldListTests
{
    [Theory]
    [InlineData("name", """{"type":"string"}""")]
    [InlineData(" name : String ", """{"type":"string"}""")]
    [InlineData("name:int", """{"type":"integer"}""")]
    [InlineData("name:number", """{"type":"number"}""")]
    [InlineData("name:double", """{"type":"number"}""")]
    [InlineData("name:bool", """{"type":"boolean"}""")]
    [InlineData("name:date", """{"type":"string","format":"date"}""")]
    [InlineData("name:datetime", """{"type":"string","format":"date-time"}""")]
    [InlineData("name:string[]", """{"type":"array","items":{"type":"string"}}""")]
    [InlineData("name:low|medium | high", """{"type":"string","enum":["low","medium","high"]}""")]
    [InlineData("name:low|high[]", """{"type":"array","items":{"type":"string","enum":["low","high"]}}""")]
    [InlineData("name:int?", """{"type":["integer","null"]}""")]
    [InlineData("name:low|high?", """{"type":["string","null"],"enum":["low","high",null]}""")]
    [InlineData("name:int[]?", """{"type":["array","null"],"items":{"type":"integer"}}""")]
    public void A_field_has_the_schema_of_its_type(string field, string schema)
    {
        var whole = FieldList.ToSchema([field]);
        Assert.Equal($$"""{"type":"object","properties":{"name":{{schema}}},"required":["name"],"additionalProperties":false}""", whole.ToString());
        Assert.True(new AnswerSchema(whole).IsStrict);
    }

    [Fact]
    public void Fields_keep_their_order() => Assert.Equal(["zeta", "alpha", "Last one"], FieldList.ToSchema(["zeta", "alpha:int", "Last one:bool"])["required"] as JsonList);

    [Theory]
    [InlineData("name:strin", "'name:strin', whose type is not one of")]
    [InlineData("name:", "'name:', whose type is not one of")]
    [InlineData("name:int[][]", "whose type is not one of")]
    [InlineData(":int", "which is not a field")]
    [InlineData("", "which is not a field")]
    [InlineData("a.b:int", "which is not a field")]
    [InlineData("name:a||b", "an empty or repeated word")]
    [InlineData("name:a|a", "an empty or repeated word")]
    [InlineData("int", "a type without a name; write name:int")]
    public void A_wrong_field_is_refused(string field, string rule) =>
        Assert.Contains(rule, Assert.Throws<ChatRequestException>(() => FieldList.ToSchema([field])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_field_cannot_come_twice() => Assert.Contains("'A' twice", Assert.Throws<ChatRequestException>(() => FieldList.ToSchema(["a", "A:int"])).Message, StringComparison.Ordinal);
}
