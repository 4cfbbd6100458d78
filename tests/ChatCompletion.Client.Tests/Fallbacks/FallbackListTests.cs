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
    [InlineData("""[{"work/gpt-4*":"wildcard","gpt-4o":"exact"}]""", "gpt-4o", "exact")]
    [InlineData("""[{"gpt-4o":"exact"},{"litellm/gpt-4*":"wildcard"}]""", "gpt-4o", "exact")]
    [InlineData("""[{"work/gpt-?o":"wildcard","GPT-4O":"exact"}]""", "gpt-4o", "exact")]
    [InlineData("""[{"gpt-4o*":"wildcard","gpt-4o":"exact"}]""", "gpt-4o", "exact")]
    [InlineData("""[{"gpt-4o":"model","litellm/gpt-4o":"type","work/gpt-4o":"name"}]""", "gpt-4o", "name")]
    [InlineData("""[{"gpt-4o":"model","litellm/gpt-4o":"type"}]""", "gpt-4o", "type")]
    [InlineData("""[{"*4o":"short","*k/gpt-4?":"long","gpt*":"middle"}]""", "gpt-4o", "long")]
    [InlineData("""[{"?*????o":"more of the same length","gpt*":"letters"}]""", "gpt-4o", "letters")]
    [InlineData("""[{"gpt-?":"a"}]""", "gpt-4o", "")]
    [InlineData("""[{"a\\b":"backslash","*":"any"}]""", "a\\b", "backslash")]
    public void Says_who_is_asked_next(string json, string? model, string expected) =>
        Assert.Equal(expected, string.Join(" ", new FallbackList((JsonList)JsonText.Parse(json)!).For(Work, model, static name => name == "other" ? Other : Work)));

    [Theory]
    [InlineData("""[{"*":"any"}]""", "any")]
    [InlineData("""[{"bare/*":"by name"}]""", "by name")]
    [InlineData("""[{"m":"model"}]""", "")]
    [InlineData("""["m",{"model":"m"},{"provider":"bare"}]""", "m")]
    public void A_provider_without_a_model_has_fallbacks_too(string json, string expected)
    {
        var bare = new ChatProvider { Name = "bare", Type = "Custom", ApiBase = "http://localhost" };
        Assert.Equal(expected, string.Join(" ", new FallbackList((JsonList)JsonText.Parse(json)!).For(bare, null, _ => bare)));
    }

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
    [InlineData("""[{"a*":[]}]""", "names no target for the pattern 'a*'")]
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
