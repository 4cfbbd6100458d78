namespace ChatCompletions.Tests;

/// <summary>A key goes to the server it was given for. In each of these a second server would receive it if a rule broke.</summary>
public sealed class OriginTests : IDisposable
{
    private const string Key = "sk-canary-0123456789";

    private readonly ScriptedServer _home = ScriptedServer.Start();
    private readonly ScriptedServer _other = ScriptedServer.Start();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_carries_nothing_to_the_other_server(int status)
    {
        _home.Default = Reply.Text("", status, "text/plain").Header("Location", _other.BaseUrl + "/chat/completions").Header("Set-Cookie", "a=b");
        var client = new ChatClient(Create(Work()), new ChatClientOptions());
        var failures = new[]
        {
            (await Ask.WholeAsync(client)).Failure,
            (await Ask.StreamAsync(client)).Failure,
            await Assert.ThrowsAsync<ChatException>(() => client.ListModelsAsync(RequestProbe.Stop)),
        };
        Assert.All(failures, failure =>
        {
            Assert.Equal(ChatErrorKind.RedirectRefused, failure!.Kind);
            Assert.Contains(_other.Url, failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(3, _home.Requests.Count);
        Assert.All(_home.Requests, static request => Assert.Equal(
            (Authorization: "Bearer " + Key, XSign: "h-canary"),
            (Authorization: request.Headers["Authorization"], XSign: request.Headers["X-Sign"])));
        Assert.All(_home.Requests, static request => Assert.False(request.Headers.ContainsKey("Cookie")));
        NothingReached(_other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_base_URL_of_another_server_for_one_call_is_refused_before_anything_is_sent(bool allowUnencrypted)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => Create(Work(), _other.BaseUrl, allowUnencrypted));
        Assert.Equal((Kind: ChatErrorKind.InsecureRequest, Parameter: "ApiBase"), (refusal.Kind, refusal.Parameter));
        Assert.Contains(_other.Url, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_home.Url, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
        NothingReached(_home);
        NothingReached(_other);
    }

    [Fact]
    public void The_same_machine_under_another_name_is_another_server() =>
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => Create(Work(), $"http://localhost:{_home.Port}/v1")).Kind);

    [Fact]
    public async Task Another_path_of_the_providers_own_server_gets_the_key()
    {
        _home.Enqueue(Reply.Json(RequestProbe.Answer));
        await Ask.WholeAsync(new ChatClient(Create(Work(), _home.Url + "/beta"), Ask.NoRetries));
        Assert.Equal(
            (Target: "/beta/chat/completions", Authorization: "Bearer " + Key),
            (_home.Requests[0].Target, Authorization: _home.Requests[0].Headers["Authorization"]));
    }

    [Theory]
    [InlineData("OpenAI", "OPENAI_API_KEY")]
    [InlineData("Helix", "HELIX_API_KEY")]
    [InlineData("Groq", "GROQ_API_KEY")]
    [InlineData("LiteLLM", "LITELLM_PROXY_API_KEY")]
    [InlineData("vLLM", "HOSTED_VLLM_API_KEY")]
    [InlineData("AzureOpenAI", "AZURE_OPENAI_API_KEY")]
    [InlineData("AzureOpenAI", "AZURE_OPENAI_AD_TOKEN")]
    public async Task A_definition_named_like_a_service_with_another_address_does_not_get_the_services_key(string name, string variable)
    {
        _other.Default = Reply.Json(RequestProbe.Answer);
        var provider = new ChatProvider { Name = name, Type = name, ApiBase = _other.BaseUrl };
        var endpoint = ChatEndpoint.Create(provider, environment: asked => asked == variable ? Key : null);
        Assert.Equal("ok", (await Ask.WholeAsync(new ChatClient(endpoint, Ask.NoRetries))).Answer.Content);
        var request = Assert.Single(_other.Requests);
        Assert.DoesNotContain("canary", request.Target + request.Body + string.Join(' ', request.Headers.Values), StringComparison.Ordinal);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.False(request.Headers.ContainsKey("api-key"));
    }

    [Fact]
    public async Task A_variable_for_the_base_URL_does_not_move_a_providers_own_key()
    {
        _home.Default = Reply.Json(RequestProbe.Answer);
        var endpoint = ChatEndpoint.Create(Work() with { Type = "LiteLLM" }, environment: name => name == "K" ? Key : name.EndsWith("_BASE", StringComparison.Ordinal) ? _other.BaseUrl : null);
        await Ask.WholeAsync(new ChatClient(endpoint, Ask.NoRetries));
        Assert.Single(_home.Requests);
        NothingReached(_other);
    }

    [Fact]
    public void A_variable_for_the_base_URL_does_not_lift_the_rule_for_plain_http()
    {
        static string? Environment(string name) => name switch { "OPENAI_API_KEY" => Key, "OPENAI_BASE_URL" => "http://llm.example.com/v1", _ => null };
        var preset = ChatProvider.FromPreset(ProviderPresets.OpenAI);
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(preset, environment: Environment)).Kind);
        Assert.Equal("http://llm.example.com/v1", ChatEndpoint.Create(preset, allowUnencryptedAuthentication: true, environment: Environment).ApiBase.AbsoluteUri);
    }

    [Fact]
    public void A_call_for_another_server_is_refused_where_a_variable_moved_the_service()
    {
        string? Environment(string name) => name switch { "OPENAI_API_KEY" => Key, "OPENAI_BASE_URL" => _home.BaseUrl, _ => null };
        var preset = ChatProvider.FromPreset(ProviderPresets.OpenAI);
        Assert.Equal(_home.BaseUrl, ChatEndpoint.Create(preset, _home.Url, environment: Environment).ApiBase.AbsoluteUri);
        foreach (var target in new[] { _other.BaseUrl, "https://api.openai.com/v1" })
            Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(preset, target, environment: Environment)).Kind);
        NothingReached(_other);
    }

    [Fact]
    public async Task Providers_at_the_same_server_do_not_share_what_signs_their_requests()
    {
        _home.Default = Reply.Json(RequestProbe.Answer);
        var second = new ChatProvider { Name = "second", Type = "Custom", ApiBase = _home.BaseUrl, ApiKeyVariable = "K2", AuthType = "ApiKey" };
        await Ask.WholeAsync(new ChatClient(Create(Work()), Ask.NoRetries));
        await Ask.WholeAsync(new ChatClient(ChatEndpoint.Create(second, environment: static name => name == "K2" ? "k-2" : Key), Ask.NoRetries));
        await Ask.WholeAsync(Ask.Client(_home));
        Assert.Equal(
            [(Authorization: "Bearer " + Key, ApiKey: null, XSign: "h-canary"), (null, "k-2", null), (null, null, null)],
            _home.Requests.Select(static request =>
                (Authorization: Header(request, "Authorization"), ApiKey: Header(request, "api-key"), XSign: Header(request, "X-Sign"))));
    }

    [Fact]
    public async Task User_info_and_line_breaks_never_reach_a_server()
    {
        foreach (var create in new Action[]
        {
            () => Create(Work() with { ApiBase = _home.BaseUrl.Replace("://", "://anna:secret-1@", StringComparison.Ordinal) }),
            () => Create(Work(), _home.BaseUrl.Replace("://", "://anna:secret-1@", StringComparison.Ordinal)),
            () => ProviderRules.Check(Work() with { Headers = new JsonDictionary { ["X-A"] = "1\r\nX-Evil: 1" } }),
        })
            Assert.DoesNotContain("secret-1", Assert.Throws<ChatRequestException>(create).ToString(), StringComparison.Ordinal);

        // A query is escaped and a model is JSON: neither can end a line of the request.
        _home.Default = Reply.Json(RequestProbe.Answer);
        var client = new ChatClient(Create(Work() with { Query = new JsonDictionary { ["a b"] = "1 HTTP/1.1\r\nX-Evil: 1" } }), Ask.NoRetries);
        await Ask.WholeAsync(client, Ask.Question() with { Model = "m\r\nX-Evil: 1" });
        var request = Assert.Single(_home.Requests);
        Assert.Equal("/v1/chat/completions?a%20b=1%20HTTP%2F1.1%0D%0AX-Evil%3A%201", request.Target);
        Assert.False(request.Headers.ContainsKey("X-Evil"));
    }

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    private static void NothingReached(ScriptedServer server) => Assert.Equal(
        (ConnectionCount: 0, Count: 0),
        (server.ConnectionCount, server.Requests.Count));

    private static string? Header(RecordedRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value : null;

    private static ChatEndpoint Create(ChatProvider provider, string? apiBase = null, bool allowUnencrypted = false) =>
        ChatEndpoint.Create(provider, apiBase, null, allowUnencrypted, static name => name == "K" ? Key : null);

    private ChatProvider Work() => new()
    {
        Name = "work",
        Type = "Custom",
        ApiBase = _home.BaseUrl,
        ApiKeyVariable = "K",
        SessionHeaders = new Dictionary<string, System.Security.SecureString> { ["X-Sign"] = new System.Net.NetworkCredential("", "h-canary").SecurePassword },
    };
}
