namespace ChatCompletions.Tests;

/// <summary>What looks like a secret is saved in no file; a provider in memory may have it, bound to its address, masked and not shown.</summary>
public sealed class ProviderSecretsTests : IDisposable
{
    private const string Secret = "canary-0123456789";

    private static readonly ChatProvider Work = new() { Name = "work", Type = "Custom", ApiBase = "https://llm.example.com/v1", Scope = ChatProvider.UserScope };

    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string, string, string> Refused
    {
        get
        {
            var refused = new TheoryData<string, string, string>();
            foreach (var name in new[] { "code", "sig", "auth", "pwd", "pass", "credential", "X-Auth", "X-Bearer", "X-Api-Credential", "Authorization-Bearer", "api_key", "sessionId", "jwt" })
            {
                refused.Add("Query", Json("""{"a":"b","NAME":"SECRET"}""", name), name);
                refused.Add("Headers", Json("""{"NAME":"SECRET"}""", name), name);
                refused.Add("Defaults", Json("""{"NAME":"SECRET"}""", name), name);
                refused.Add("Defaults", Json("""{"extra_headers":{"NAME":"SECRET"}}""", name), $"extra_headers.{name}");
                refused.Add("Defaults", Json("""{"extra_body":{"a":[{"NAME":"SECRET"}]}}""", name), $"extra_body.a[0].{name}");
                refused.Add("Defaults", Json("""{"NAME":{"value":["SECRET"]}}""", name), $"{name}.value[0]");
            }
            foreach (var value in new[] { "sk-" + Secret, "Bearer " + Secret, """{\"api_key\":\"SECRET\"}""", "api_key=" + Secret, "https://u:" + Secret + "@x.example/" })
            {
                refused.Add("Query", Json($"{{\"config\":\"{value}\"}}"), "config");
                refused.Add("Headers", Json($"{{\"x-portkey-config\":\"{value}\"}}"), "x-portkey-config");
                refused.Add("Defaults", Json($"{{\"metadata\":{{\"note\":\"{value}\"}}}}"), "metadata.note");
            }
            return refused;
        }
    }

    public static TheoryData<string> Addresses =>
    [
        $"https://llm.example.com/v1?code={Secret}", $"https://llm.example.com/v1?a=b&sig={Secret}", $"https://llm.example.com/v1?x=sk-{Secret}",
        $"https://llm.example.com/v1?api%5Fkey={Secret}", $"https://llm.example.com/sk-{Secret}/v1",
        $"https://llm.example.com/v1?sig={Secret}&sig=other", $"https://llm.example.com/v1?sig={Secret}%2fe",
        $"https://llm.example.com/v1?sig={Secret}%2B%3d&a=b", $"https://llm.example.com/v1?sig={Secret}/e?f=g=",
        $"https://llm.example.com/sk-{Secret}%2d%65/v1",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_setting_that_is_a_secret_is_refused_with_advice_and_not_repeated(string parameter, string json, string path)
    {
        var refusal = Refusal(With(Work, parameter, json));
        Assert.Equal((Kind: ChatErrorKind.InsecureRequest, Parameter: parameter), (refusal.Kind, refusal.Parameter));
        Assert.Contains($"'{path}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-Scope Session", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_temporary.PathOf("work.json")));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_that_holds_a_secret_is_refused(string address)
    {
        Assert.Equal("ApiBase", Refusal(Work with { ApiBase = address }).Parameter);
        Assert.False(File.Exists(_temporary.PathOf("work.json")));
    }

    [Fact]
    public void A_key_in_the_place_of_a_name_is_refused_in_every_scope()
    {
        foreach (var provider in new[]
        {
            Work with { Model = "sk-" + Secret }, Work with { ApiKeyVariable = "ghp_0123456789abcdefghij" }, Work with { SecretName = "sk-" + Secret }, Work with { Vault = "sk-" + Secret },
            Work with { ApiVersion = "Bearer " + Secret },
        })
        {
            Refusal(provider);
            Refusal(provider with { Scope = ChatProvider.SessionScope });
        }
        var header = Assert.Throws<ChatRequestException>(() => ProviderRules.CheckHeaderName("sk-" + Secret + " "));
        Assert.DoesNotContain("canary", header.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_path_of_an_address_is_not_traced()
    {
        var lines = new List<string>();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(RequestProbe.Answer));
        var provider = Work with { Scope = ChatProvider.SessionScope, ApiBase = $"{server.Url}/sk-{Secret}/v1?code={Secret}" };
        var client = new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), Ask.NoRetries with { Trace = lines.Add });
        Assert.Equal("ok", (await Ask.WholeAsync(client)).Answer.Content);
        Assert.Contains(lines, line => line.Contains($"{server.Url}/***/v1", StringComparison.Ordinal));
        Assert.DoesNotContain("canary", string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_secret_in_the_address_is_not_in_an_error_that_names_it(int status)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json("""{"error":{"message":"no"}}""", status);
        foreach (var scope in new[] { ChatProvider.SessionScope, ChatProvider.PresetScope })
        {
            var provider = Work with { Scope = scope, ApiBase = $"{server.Url}/sk-{Secret}/v1?code={Secret}" };
            var outcome = await Ask.WholeAsync(new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), Ask.NoRetries));
            Assert.NotNull(outcome.Failure);
            Assert.DoesNotContain("canary", Leaks.Shown(outcome), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sk-work")]
    [InlineData("sk-openai-2026")]
    [InlineData("ChatCompletion-work")]
    public void A_secret_may_be_named_after_its_service(string name) => ProviderSecrets.Check(Work with { SecretName = name });

    [Fact]
    public void Harmless_settings_are_saved()
    {
        var provider = Work with
        {
            ApiBase = "https://llm.example.com/v1?lang=en&country_code=de",
            Defaults = RequestProbe.Map("""{"max_tokens":5,"prompt_cache_key":"c","extra_headers":{"X-Team":"ops","X-Author":"anna"},"tools":[{"type":"function","function":{"name":"login","parameters":{"type":"object","properties":{"password":{"type":"string"}}}}}]}"""),
            Headers = RequestProbe.Map("""{"X-Title":"Basic Questions","Idempotency-Key":"7","Accept-Language":"sk-SK"}"""),
            Query = RequestProbe.Map("""{"app_id":"app_01","keywords":"x","barcode":"123"}"""),
        };
        _temporary.Registry().Set(provider);
        Assert.Equal(JsonText.Write(provider.Defaults), JsonText.Write(_temporary.Registry().Get("work").Defaults));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_provider_in_memory_keeps_it_and_does_not_show_it(string parameter, string json, string path)
    {
        var provider = With(Work with { Scope = ChatProvider.SessionScope }, parameter, json);
        var registry = _temporary.Registry();
        registry.Set(provider);
        Assert.Contains(Secret, JsonText.Write(SettingsOf(registry.Get("work"))), StringComparison.Ordinal);
        var shown = ProviderSecrets.Redact(registry.Get("work"));
        Assert.DoesNotContain("canary", System.Text.Json.JsonSerializer.Serialize(shown), StringComparison.Ordinal);
        Assert.Contains("***", JsonText.Write(SettingsOf(shown)), StringComparison.Ordinal);
        Assert.Contains(path.Split('.', '[')[0], JsonText.Write(SettingsOf(shown)), StringComparison.Ordinal);
        Assert.False(File.Exists(_temporary.PathOf("work.json")));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void The_address_of_a_provider_in_memory_is_shown_without_its_secret(string address)
    {
        var registry = _temporary.Registry();
        registry.Set(Work with { ApiBase = address, Scope = ChatProvider.SessionScope });
        var shown = ProviderSecrets.Redact(registry.Get("work")).ApiBase!;
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.StartsWith("https://llm.example.com/", shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_secret_of_an_address_is_masked_and_wherever_it_occurs() => Assert.Equal(
        "https://canary.example.com/CANARY/a***b?sig=***&a=CANARY",
        ProviderSecrets.Redact("https://canary.example.com/CANARY/aCanaryb?sig=Canary&a=CANARY"));

    [Theory]
    [InlineData("Query", """{"code":"canary-0123456789"}""")]
    [InlineData("Headers", """{"X-Auth":"canary-0123456789"}""")]
    [InlineData("Defaults", """{"api_key":"canary-0123456789"}""")]
    [InlineData("ApiBase", "?sig=canary-0123456789")]
    public async Task It_is_masked_where_a_server_echoes_it_and_goes_to_no_other_server(string parameter, string setting)
    {
        using var server = ScriptedServer.Start();
        using var other = ScriptedServer.Start();
        server.Default = Reply.Json($$$"""{"error":{"message":"bad {{{Secret}}}"}}""", 400);
        var provider = With(Work with { Scope = ChatProvider.SessionScope, ApiBase = server.BaseUrl }, parameter, setting);
        var client = new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), Ask.NoRetries);
        var outcome = await Ask.WholeAsync(client);
        Assert.Contains(Secret, server.Requests[0].Target + server.Requests[0].Body + string.Join(' ', server.Requests[0].Headers.Values), StringComparison.Ordinal);
        Assert.Contains("bad ***", outcome.Failure!.Message, StringComparison.Ordinal);
        Leaks.None(Leaks.Shown(outcome), Secret);

        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(provider, other.BaseUrl, environment: static _ => null)).Kind);
        var plain = With(provider with { ApiBase = "http://llm.example.com/v1" }, parameter, setting);
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(plain, environment: static _ => null)).Kind);
        Assert.Equal(0, other.ConnectionCount);
    }

    [Fact]
    public async Task A_secret_in_the_additional_parameters_of_a_call_is_masked()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json($$$"""{"error":{"message":"bad {{{Secret}}}"}}""", 400);
        var request = Ask.Question() with { AdditionalParameters = RequestProbe.Map($$$$"""{"extra_headers":{"Authorization":"Bearer {{{{Secret}}}}"}}""") };
        Leaks.None(Leaks.Shown(await Ask.WholeAsync(Ask.Client(server), request)), Secret);
        Assert.Contains(Secret, server.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_an_earlier_version_that_holds_one_is_still_read_and_not_saved_again()
    {
        _temporary.Write("work.json", Json("""{"type":"Custom","apiBase":"https://llm.example.com/v1","query":{"code":"SECRET"}}"""));
        var known = _temporary.Registry().Get("work");
        Assert.Equal(Secret, known.Query!["code"]);
        Assert.Equal("***", ProviderSecrets.Redact(known).Query!["code"]);
        Refusal(known with { Model = "m" });
    }

    public void Dispose() => _temporary.Dispose();

    private ChatRequestException Refusal(ChatProvider provider)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => _temporary.Registry().Set(provider));
        Assert.Equal(ChatErrorKind.InsecureRequest, refusal.Kind);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
        return refusal;
    }

    private static string Json(string json, string name = "") => json.Replace("NAME", name, StringComparison.Ordinal).Replace("SECRET", Secret, StringComparison.Ordinal);

    private static JsonDictionary SettingsOf(ChatProvider provider) => new() { ["d"] = provider.Defaults, ["h"] = provider.Headers, ["q"] = provider.Query };

    private static ChatProvider With(ChatProvider provider, string parameter, string setting) => parameter switch
    {
        "Query" => provider with { Query = RequestProbe.Map(setting) },
        "Headers" => provider with { Headers = RequestProbe.Map(setting) },
        "Defaults" => provider with { Defaults = RequestProbe.Map(setting) },
        _ => provider with { ApiBase = provider.ApiBase + setting },
    };
}
