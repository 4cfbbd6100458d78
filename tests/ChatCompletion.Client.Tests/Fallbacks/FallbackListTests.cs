namespace ChatCompletions.Tests.Fallbacks;

public class FallbackListTests
{
    private static readonly ChatProvider Work = new() { Name = "work", Type = "LiteLLM", Model = "gpt-4o" };
    private static readonly ChatProvider Other = new() { Name = "other", Type = "OpenAI" };

    [Theory]
    [InlineData("""["a","b"]""", "m", "a b")]
    [InlineData("""["a","m","a","b"]""", "m", "a b")]
    [InlineData("""["gpt-4o","a"]""", null, "a")]
    [InlineData("""[{"provider":"other","model":"x"},"a"]""", "m", "other/x a")]
    [InlineData("""[{"provider":"other"}]""", "m", "other")]
    [InlineData("""[{"provider":"WORK"},{"Provider":"work","Model":"m"},{"model":"z"}]""", "gpt-4o", "work/m z")]
    [InlineData("""[{"openai/*":["gpt-4o-mini"]}]""", "openai/gpt-4o", "gpt-4o-mini")]
    [InlineData("""[{"openai/*":["gpt-4o-mini"]}]""", "anthropic/claude", "")]
    [InlineData("""[{"openai/*":"gpt-4o-mini","*":"any"}]""", "openai/gpt-4o", "gpt-4o-mini")]
    [InlineData("""[{"*":"any","openai/gpt-4o":"exact","openai/*":"star"}]""", "openai/gpt-4o", "exact")]
    [InlineData("""[{"*":"any"},{"openai/gpt-*":"longer"},{"openai/*":"star"}]""", "openai/gpt-4o", "longer")]
    [InlineData("""[{"*":"any"}]""", null, "any")]
    [InlineData("""[{"work/m":"by name"}]""", "m", "by name")]
    [InlineData("""[{"litellm/m":"by type"}]""", "m", "by type")]
    [InlineData("""[{"OPENAI/GPT-4?":["case"]}]""", "openai/gpt-4o", "case")]
    [InlineData("""[{"m":["a",{"provider":"other","model":"x"}]},"z"]""", "m", "z a other/x")]
    [InlineData("""[{"gpt":["a"]}]""", "gpt-4o", "")]
    public void Says_who_is_asked_next(string json, string? model, string expected) =>
        Assert.Equal(expected, string.Join(" ", new FallbackList((JsonList)JsonText.Parse(json)!).For(Work, model, static name => name == "other" ? Other : Work)));

    [Theory]
    [InlineData("[]", "is empty")]
    [InlineData("""[""]""", "takes models")]
    [InlineData("[5]", "takes models")]
    [InlineData("[null]", "takes models")]
    [InlineData("""[["a"]]""", "takes models")]
    [InlineData("""[{"provider":"other","api_key":"sk-1"}]""", "takes no api_key")]
    [InlineData("""[{"model":"x","api_base":"http://h"}]""", "takes no api_base")]
    [InlineData("""[{"api_key":"sk-1"}]""", "takes no api_key")]
    [InlineData("""[{"model":"x","temperature":1}]""", "knows no field 'temperature'")]
    [InlineData("""[{"model":5}]""", "needs a text as model")]
    [InlineData("""[{"a*":[]}]""", "nobody to ask for the pattern 'a*'")]
    [InlineData("""[{"a*":[5]}]""", "takes models")]
    [InlineData("""[{"":["a"]}]""", "empty pattern")]
    public void Refuses_what_it_cannot_mean(string json, string says)
    {
        var wrong = Assert.Throws<ChatRequestException>(() => new FallbackList((JsonList)JsonText.Parse(json)!));
        Assert.Equal("Fallbacks", wrong.Parameter);
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_all_providers() =>
        Assert.Equal(["x", "y"], new FallbackList((JsonList)JsonText.Parse("""[{"provider":"x"},{"*":[{"provider":"y"},{"provider":"X"}]},"m"]""")!).Providers);
}
