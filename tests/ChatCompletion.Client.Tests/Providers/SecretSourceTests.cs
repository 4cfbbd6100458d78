using System.Net;
using System.Security;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>Keys and secret headers out of a vault or the session: one source, one origin, never shown.</summary>
public class SecretSourceTests
{
    private const string Key = "sk-canary-0123456789";
    private const string HeaderSecret = "hs-canary-9876543210";

    private static readonly ChatProvider Work = new() { Name = "work", Type = "OpenAI", SecretName = "ChatCompletion-work", Vault = "Team" };

    [Fact]
    public async Task A_secret_is_read_once_by_its_name_and_vault()
    {
        var vault = new Vault(Key);
        var handler = new RecordingHandler();
        var client = new ChatClient(Create(Work, vault), handler.Options);
        Assert.Equal("Authorization: Bearer " + Key, (await handler.AskedAsync(client)).Key);
        Assert.Equal("Authorization: Bearer " + Key, (await handler.ListedAsync(client)).Key);
        Assert.Equal([(Name: "ChatCompletion-work", Vault: "Team")], vault.Asked);
    }

    [Fact]
    public void The_default_vault_is_asked_where_none_is_named()
    {
        var vault = new Vault(Key);
        Assert.Equal("the secret ChatCompletion-work", Create(Work with { Vault = null }, vault).KeySource);
        Assert.Equal([(Name: "ChatCompletion-work", Vault: null)], vault.Asked);
    }

    [Fact]
    public void A_vault_that_fails_is_the_calls_failure_and_no_variable_takes_its_place()
    {
        var locked = new ChatRequestException(ChatErrorKind.VaultLocked, "Provider", "locked");
        var provider = Work with { ApiKeyVariable = "OWN_KEY", SessionKey = Secure("session") };
        var failure = Assert.Throws<ChatRequestException>(() => Create(provider, new Vault(locked), static _ => "variable"));
        Assert.Same(locked, failure);
    }

    [Fact]
    public void Outside_of_PowerShell_a_vault_cannot_be_read() =>
        Assert.Equal(ChatErrorKind.VaultMissing, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(Work, environment: static _ => "variable")).Kind);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("sk with blanks")]
    [InlineData("sk-a\r\nX-Evil: 1")]
    public void A_secret_that_can_be_no_key_is_refused_and_no_variable_takes_its_place(string secret)
    {
        var failure = Assert.Throws<ChatRequestException>(() => Create(Work, new Vault(secret), static _ => "variable"));
        Assert.Equal(ChatErrorKind.ApiKeyMissing, failure.Kind);
        Assert.Contains("ChatCompletion-work", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Evil", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, true, "secret")]
    [InlineData(false, true, true, "session")]
    [InlineData(false, false, true, "own")]
    [InlineData(false, false, false, "preset")]
    public async Task One_source_is_asked_the_nearest(bool secret, bool session, bool variable, string expected)
    {
        var provider = new ChatProvider
        {
            Name = "work",
            Type = "OpenAI",
            SecretName = secret ? "s" : null,
            SessionKey = session ? Secure(" session\n") : null,
            ApiKeyVariable = variable ? "OWN_KEY" : null,
        };
        var asked = new List<string>();
        var handler = new RecordingHandler();
        var endpoint = Create(provider, new Vault(" secret\r\n"), name =>
        {
            asked.Add(name);
            return name switch { "OWN_KEY" => " own ", "OPENAI_API_KEY" => "preset\n", _ => null };
        });
        Assert.Equal("Authorization: Bearer " + expected, (await handler.AskedAsync(new ChatClient(endpoint, handler.Options))).Key);
        // No other source is even looked at.
        Assert.DoesNotContain(asked, name => name is "OWN_KEY" && expected != "own");
        Assert.DoesNotContain(asked, name => name is "OPENAI_API_KEY" && expected != "preset");
    }

    [Fact]
    public void Variables_for_base_URLs_do_not_move_a_providers_own_key()
    {
        static string? Environment(string name) => name switch { "OPENAI_BASE_URL" => "https://evil.example.com/v1", "OWN_KEY" => Key, _ => null };
        foreach (var provider in new[]
        {
            Work,
            Work with { SecretName = null, SessionKey = Secure(Key) },
            Work with { SecretName = null, ApiKeyVariable = "OWN_KEY" },
            Work with { SecretName = null, SecretHeaders = new JsonDictionary { ["X-Sign"] = "s" } },
            Work with { SecretName = null, SessionHeaders = new Dictionary<string, SecureString> { ["X-Sign"] = Secure("s") } },
        })
            Assert.Equal("https://api.openai.com/v1", Create(provider, new Vault(Key), Environment).ApiBase.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://evil.example.com/v1", ChatErrorKind.InsecureRequest)]
    [InlineData("https://api.openai.com:444/v1", ChatErrorKind.InsecureRequest)]
    [InlineData("http://api.openai.com/v1", ChatErrorKind.InsecureRequest)]
    [InlineData("http://127.0.0.1:1/v1", ChatErrorKind.InsecureRequest)]
    [InlineData("not a url", ChatErrorKind.InvalidRequest)]
    public void Another_origin_is_refused_before_the_vault_is_asked(string apiBase, ChatErrorKind kind)
    {
        var vault = new Vault(Key);
        foreach (var provider in new[] { Work, Work with { SecretName = null, SecretHeaders = new JsonDictionary { ["X-Sign"] = "s" } } })
            Assert.Equal(kind, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(provider, apiBase, allowUnencryptedAuthentication: true, environment: static _ => null, secrets: vault)).Kind);
        Assert.Empty(vault.Asked);
    }

    [Fact]
    public void Plain_http_to_another_machine_is_refused_before_the_vault_is_asked()
    {
        var vault = new Vault(Key);
        var provider = Work with { ApiBase = "http://llm.example.com/v1" };
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => Create(provider, vault)).Kind);
        Assert.Empty(vault.Asked);
        Assert.Equal("the secret ChatCompletion-work", ChatEndpoint.Create(provider, allowUnencryptedAuthentication: true, environment: static _ => null, secrets: vault).KeySource);
    }

    [Fact]
    public void Plain_http_through_a_proxy_elsewhere_is_refused_although_the_server_is_on_this_machine()
    {
        var provider = Work with { ApiBase = "http://localhost:4000/v1", Proxy = "http://proxy.example.com:3128" };
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => Create(provider, new Vault(Key))).Kind);
        Assert.NotNull(Create(provider with { Proxy = "http://127.0.0.1:3128" }, new Vault(Key)).KeySource);
        Assert.NotNull(Create(provider with { ApiBase = "https://localhost:4000/v1" }, new Vault(Key)).KeySource);
    }

    [Fact]
    public async Task Secret_headers_are_sent_with_every_request_beside_the_plain_ones()
    {
        var vault = new Vault(HeaderSecret);
        var handler = new RecordingHandler();
        var provider = Work with
        {
            SecretName = null,
            Headers = new JsonDictionary { ["X-Team"] = "ops" },
            SecretHeaders = new JsonDictionary { ["X-Sign"] = "ChatCompletion-work-X-Sign" },
            SessionHeaders = new Dictionary<string, SecureString> { ["X-Other"] = Secure("o-1") },
            ApiKeyVariable = "OWN_KEY",
        };
        var client = new ChatClient(Create(provider, vault, static _ => Key), handler.Options);
        const string all = $"X-Team: ops; Authorization: Bearer {Key}; X-Sign: {HeaderSecret}; X-Other: o-1";
        Assert.Equal(all, (await handler.AskedAsync(client)).Key);
        Assert.Equal(all, (await handler.StreamedAsync(client)).Key);
        Assert.Equal(all, (await handler.ListedAsync(client)).Key);
        Assert.Equal([(Name: "ChatCompletion-work-X-Sign", Vault: "Team")], vault.Asked);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: canary")]
    [InlineData("canary\n")]
    [InlineData("canarý")]
    public void A_secret_header_with_a_line_break_is_refused_and_not_repeated(string secret)
    {
        foreach (var provider in new[]
        {
            Work with { SecretName = null, SecretHeaders = new JsonDictionary { ["X-Sign"] = "s" } },
            Work with { SecretName = null, SessionHeaders = new Dictionary<string, SecureString> { ["X-Sign"] = Secure(secret) } },
        })
        {
            var refusal = Assert.Throws<ChatRequestException>(() => Create(provider, new Vault(secret)));
            Assert.Contains("X-Sign", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canar", refusal.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_echoes_a_secret_header_gets_it_masked()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json($$$"""{"error":{"message":"bad {{{HeaderSecret}}} and {{{Key}}}","code":"{{{HeaderSecret}}}"}}""", 401).Header("x-request-id", HeaderSecret);
        var provider = Work with { ApiBase = server.BaseUrl, SecretName = "k", SecretHeaders = new JsonDictionary { ["X-Sign"] = "h" } };
        var outcome = await Ask.WholeAsync(new ChatClient(Create(provider, new Vault(name => name == "k" ? Key : HeaderSecret)), Ask.NoRetries));
        Assert.Equal(
            (XSign: HeaderSecret, Authorization: "Bearer " + Key),
            (XSign: server.Requests[0].Headers["X-Sign"], Authorization: server.Requests[0].Headers["Authorization"]));
        Assert.Contains("bad *** and ***", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", Dump.Of(outcome) + outcome.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_can_be_looked_at_shows_a_secret()
    {
        var provider = Work with
        {
            SecretHeaders = new JsonDictionary { ["X-Sign"] = "h" },
            SessionKey = Secure(Key),
            SessionHeaders = new Dictionary<string, SecureString> { ["X-Other"] = Secure(HeaderSecret) },
        };
        var endpoint = Create(provider, new Vault(name => name == "h" ? HeaderSecret : Key));
        var key = EndpointKey.Find(provider, static _ => null, new Vault(Key));
        foreach (var shown in new[]
        {
            provider.ToString(), endpoint.ToString(), key.ToString(), endpoint.KeySource, provider.KeySource, endpoint.ApiBase.ToString(),
            JsonSerializer.Serialize(provider), JsonSerializer.Serialize(endpoint), JsonText.Write(provider),
        })
            Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.Contains("ChatCompletion-work", JsonSerializer.Serialize(provider), StringComparison.Ordinal);
    }

    private static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    private static ChatEndpoint Create(ChatProvider provider, Vault vault, Func<string, string?>? environment = null) =>
        ChatEndpoint.Create(provider, environment: environment ?? (static _ => null), secrets: vault);

    private sealed class Vault(Func<string, string> read) : ISecretReader
    {
        public Vault(string secret) : this(_ => secret)
        {
        }

        public Vault(Exception failure) : this(_ => throw failure)
        {
        }

        public List<(string Name, string? Vault)> Asked { get; } = [];

        public string Read(string name, string? vault)
        {
            Asked.Add((name, vault));
            return read(name);
        }

        public Task<SecureString> RunAsync(string script) => throw new InvalidOperationException("No command is asked for.");
    }
}
