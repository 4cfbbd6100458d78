namespace ChatCompletions.Tests;

/// <summary>What a provider's definition may not hold.</summary>
public class ProviderRulesTests
{
    private static readonly ChatProvider Work = new() { Name = "work", Type = "Custom", ApiBase = "https://llm.example.com/v1" };

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    [InlineData("AUTHORIZATION")]
    [InlineData("Proxy-Authorization")]
    [InlineData("api-key")]
    [InlineData("Api-Key")]
    [InlineData("x-api-key")]
    [InlineData("X-API-KEY")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    public void A_header_that_carries_a_key_is_refused(string name)
    {
        const string secret = "sk-canary-0123456789";
        var refusals = new[]
        {
            Refusal(Work with { Headers = Pairs(name, secret) }),
            Refusal(Work with { SecretHeaders = Pairs(name, "a-secret") }),
            Assert.Throws<ChatRequestException>(() => ProviderRules.CheckHeaderName(name)),
        };
        Assert.All(refusals, refusal =>
        {
            Assert.Equal((Kind: ChatErrorKind.InsecureRequest, Parameter: "Headers"), (refusal.Kind, refusal.Parameter));
            Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("-ApiKey", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("host")]
    [InlineData("Content-Type")]
    [InlineData("content-length")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-Language")]
    [InlineData("Content-MD5")]
    [InlineData("Allow")]
    [InlineData("Expires")]
    [InlineData("Last-Modified")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("Expect")]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    public void A_header_that_the_client_writes_or_that_no_request_has_is_refused(string name) => Refuses(Work with { Headers = Pairs(name, "x") }, "Headers", name);

    [Theory]
    [InlineData("")]
    [InlineData("X Team")]
    [InlineData("X-Team:")]
    [InlineData("X-Team\r\nAuthorization")]
    [InlineData("X-Team\n")]
    [InlineData("X-Größe")]
    [InlineData("X-(a)")]
    public void What_is_no_headers_name_is_refused(string name)
    {
        var refusal = Refuses(Work with { Headers = Pairs(name, "x") }, "Headers", "cannot be a header's name");
        Assert.DoesNotContain('\r', refusal.Message);
        Refuses(Work with { Headers = Pairs(new string('a', 101), "x") }, "Headers", "cannot be a header's name");
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0")]
    [InlineData("a\tb")]
    [InlineData("größe")]
    [InlineData("a\u2028b")]
    [InlineData("a\u007f")]
    public void A_value_with_a_line_break_or_the_like_is_refused_and_not_repeated(string value)
    {
        var refusal = Refuses(Work with { Headers = Pairs("X-Team", value) }, "Headers", "X-Team");
        Assert.DoesNotContain(value, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_allowed_arrives_as_it_is()
    {
        var handler = new RecordingHandler();
        var provider = Work with { Headers = RequestProbe.Map("""{"X-Team":"ops, 24/7; \"a\" = b","OpenAI-Organization":"org_1","HTTP-Referer":"https://x","anthropic-version":"1","x_under":""}""") };
        ProviderRules.Check(provider);
        var sent = (await handler.AskedAsync(handler.Client(provider))).Headers;
        foreach (string name in provider.Headers!.Keys) Assert.Equal(provider.Headers[name], sent[name]);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":["x"]}""")]
    [InlineData("""{"a":{"b":"c"}}""")]
    public void Headers_and_query_hold_text_only(string json)
    {
        Refuses(Work with { Headers = RequestProbe.Map(json) }, "Headers", "'a'");
        Refuses(Work with { SecretHeaders = RequestProbe.Map(json) }, "Headers", "'a'");
        Refuses(Work with { Query = RequestProbe.Map(json) }, "Query", "'a'");
    }

    [Theory]
    [InlineData("http://anna:secret-1@proxy.example.com:3128")]
    [InlineData("http://secret-1@proxy.example.com")]
    [InlineData("socks5://a:secret-1@proxy.example.com:1080")]
    public void User_info_in_the_proxy_is_refused_and_not_repeated(string proxy)
    {
        var refusal = Refusal(Work with { Proxy = proxy });
        Assert.Equal((Kind: ChatErrorKind.InsecureRequest, Parameter: "Proxy"), (refusal.Kind, refusal.Parameter));
        Assert.DoesNotContain("secret-1", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://anna:secret-1@llm.example.com/v1")]
    [InlineData("https://secret-1@llm.example.com/v1")]
    public void User_info_in_the_base_URL_is_refused_and_not_repeated(string apiBase)
    {
        var refusal = Refusal(Work with { ApiBase = apiBase });
        Assert.Equal((Kind: ChatErrorKind.InsecureRequest, Parameter: "ApiBase"), (refusal.Kind, refusal.Parameter));
        Assert.DoesNotContain("secret-1", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("proxy.example.com:3128")]
    [InlineData("ftp://proxy.example.com")]
    [InlineData("file:///x")]
    [InlineData("/x")]
    public void What_is_no_proxys_URL_is_refused(string proxy) => Refuses(Work with { Proxy = proxy }, "Proxy", "http://proxy.example.com:3128");

    [Theory]
    [InlineData("http://proxy.example.com:3128")]
    [InlineData("https://proxy.example.com")]
    [InlineData("socks4://127.0.0.1:1080")]
    [InlineData("socks5://127.0.0.1:1080")]
    public void These_proxies_are_allowed(string proxy) => ProviderRules.Check(Work with { Proxy = proxy });

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1728000.5)]
    public void Seconds_out_of_range_are_refused(double seconds)
    {
        foreach (var (name, set) in Seconds) Refuses(set(Work, seconds), name, "-" + name);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1728000.0)]
    public void Seconds_in_range_are_allowed_and_fit_the_clock(double seconds)
    {
        foreach (var (_, set) in Seconds)
        {
            ProviderRules.Check(set(Work, seconds));
            using var clock = new CallClock(ChatClientOptions.For(set(Work, seconds)).Timeouts, TimeProvider.System, TestContext.Current.CancellationToken);
            clock.AwaitFirstByte();
            clock.AwaitNextByte();
        }
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Retries_are_0_to_10(int retries, bool allowed)
    {
        if (allowed) ProviderRules.Check(Work with { NumRetries = retries });
        else Refuses(Work with { NumRetries = retries }, "NumRetries", "from 0 to 10");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1KEY")]
    [InlineData("MY-KEY")]
    [InlineData("MY KEY")]
    [InlineData("KEY\n")]
    [InlineData("SCHLÜSSEL")]
    [InlineData("sk-canary-0123456789")]
    public void What_is_no_variables_name_is_refused_and_not_repeated(string name) =>
        Assert.DoesNotContain("canary", Refuses(Work with { ApiKeyVariable = name }, "ApiKeyVariable", "name of an environment variable").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Basic")]
    [InlineData("")]
    [InlineData("bearer")]
    public void AuthType_is_one_of_two_words(string word) => Refuses(Work with { AuthType = word }, "AuthType", "Bearer or ApiKey");

    [Theory]
    [InlineData("user")]
    [InlineData("")]
    [InlineData("System")]
    public void InstructionsRole_is_one_of_two_words(string word) => Refuses(Work with { InstructionsRole = word }, "InstructionsRole", "system or developer");

    [Fact]
    public void The_words_themselves_are_allowed()
    {
        foreach (var word in new[] { "Bearer", "ApiKey", null }) ProviderRules.Check(Work with { AuthType = word });
        foreach (var word in new[] { "system", "developer", null }) ProviderRules.Check(Work with { InstructionsRole = word });
    }

    [Fact]
    public void The_longest_answer_is_1_to_512_MiB()
    {
        foreach (var size in new int?[] { 1, 512, null }) ProviderRules.Check(Work with { MaxResponseMiB = size });
        foreach (var size in new[] { 0, -1, 513, int.MaxValue }) Refuses(Work with { MaxResponseMiB = size }, "MaxResponseMiB", "from 1 to 512");
    }

    [Fact]
    public void Defaults_cannot_switch_to_streams() => Refuses(Work with { Defaults = RequestProbe.Map("""{"stream":false}""") }, "Defaults", "-Stream");

    [Fact]
    public void A_type_must_be_known_and_a_server_without_a_known_address_needs_one()
    {
        Refuses(Work with { Type = "OpenAi2" }, "Type", "OpenAI, AzureOpenAI, Helix");
        Refuses(Work with { ApiBase = null }, "ApiBase", "needs -ApiBase");
        Refuses(Work with { ApiBase = "llm.example.com" }, "ApiBase", "is not a URL");
        ProviderRules.Check(new ChatProvider { Name = "az", Type = "AzureOpenAI" });
        ProviderRules.Check(new ChatProvider { Name = "o", Type = "openai" });
    }

    private static IEnumerable<(string, Func<ChatProvider, double, ChatProvider>)> Seconds =>
    [
        ("ConnectTimeoutSec", static (provider, seconds) => provider with { ConnectTimeoutSec = seconds }),
        ("FirstByteTimeoutSec", static (provider, seconds) => provider with { FirstByteTimeoutSec = seconds }),
        ("IdleTimeoutSec", static (provider, seconds) => provider with { IdleTimeoutSec = seconds }),
        ("TimeoutSec", static (provider, seconds) => provider with { TimeoutSec = seconds }),
        ("MaxRetryDelaySec", static (provider, seconds) => provider with { MaxRetryDelaySec = seconds }),
    ];

    private static JsonDictionary Pairs(string name, string value) => new() { [name] = value };

    private static ChatRequestException Refusal(ChatProvider provider) => Assert.Throws<ChatRequestException>(() => ProviderRules.Check(provider));

    private static ChatRequestException Refuses(ChatProvider provider, string parameter, string rule)
    {
        var refusal = Refusal(provider);
        Assert.Equal((Kind: ChatErrorKind.InvalidRequest, Parameter: parameter), (refusal.Kind, refusal.Parameter));
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
