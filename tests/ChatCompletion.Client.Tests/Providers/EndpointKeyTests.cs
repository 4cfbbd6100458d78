namespace ChatCompletions.Tests;

/// <summary>Which key a provider gets, and where it may go.</summary>
public class EndpointKeyTests
{
    private const string Key = "sk-very-secret-0123456789";

    private static readonly ChatProvider OpenAI = new() { Name = "OpenAI", Type = "OpenAI" };

    [Fact]
    public void A_preset_takes_its_key_from_its_own_variable()
    {
        var endpoint = Create(OpenAI, ("OPENAI_API_KEY", Key), ("LITELLM_PROXY_API_KEY", "other"));
        Assert.Equal("https://api.openai.com/v1", endpoint.ApiBase.AbsoluteUri);
        Assert.Equal("the environment variable OPENAI_API_KEY", endpoint.KeySource);
        Assert.Equal("Bearer " + Key, Authorization(endpoint));
    }

    [Fact]
    public void A_mark_tells_a_key_from_another_one_and_says_next_to_nothing_of_it()
    {
        var mark = Create(OpenAI, ("OPENAI_API_KEY", Key)).KeyMark!;
        Assert.Matches("^[0-9A-F]{3}$", mark);
        Assert.Equal(mark, Create(OpenAI with { Name = "openai" }, ("OPENAI_API_KEY", Key)).KeyMark);
        Assert.NotEqual(mark, Create(OpenAI, ("OPENAI_API_KEY", Key + "1")).KeyMark);
        // Another provider's mark of the same key says nothing either.
        Assert.NotEqual(mark, Create(OpenAI with { Name = "other" }, ("OPENAI_API_KEY", Key)).KeyMark);
        Assert.DoesNotContain(mark, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key)))[..3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_could_be_found_by_its_mark_has_that_of_no_key()
    {
        var none = Create(new ChatProvider { Name = "x", Type = "Custom", ApiBase = "http://localhost/v1" }).KeyMark;
        Assert.Equal("-", none);
        foreach (var key in new[] { "none", "ollama", "1234567" }) Assert.Equal(none, Create(OpenAI, ("OPENAI_API_KEY", key)).KeyMark);
        Assert.NotEqual(none, Create(OpenAI, ("OPENAI_API_KEY", "12345678")).KeyMark);
    }

    [Fact]
    public void A_base_variable_goes_with_the_key()
    {
        var endpoint = Create(OpenAI, ("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", "https://proxy.example.com/"));
        Assert.Equal("https://proxy.example.com/v1", endpoint.ApiBase.AbsoluteUri);
        Assert.Equal("Bearer " + Key, Authorization(endpoint));
    }

    [Fact]
    public void A_base_variable_that_is_empty_is_not_set() =>
        Assert.Equal("https://api.openai.com/v1", Create(OpenAI, ("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", " ")).ApiBase.AbsoluteUri);

    [Fact]
    public void A_base_variable_that_is_no_URL_is_named()
    {
        var refusal = Refusal(OpenAI, [("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", "proxy")]);
        Assert.Equal(ChatErrorKind.InvalidRequest, refusal.Kind);
        Assert.StartsWith("The environment variable OPENAI_BASE_URL is not a URL", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_service_that_needs_a_key_names_the_variable_where_there_is_none(string? value)
    {
        var refusal = Refusal(OpenAI, [("OPENAI_API_KEY", value)]);
        Assert.Equal(ChatErrorKind.ApiKeyMissing, refusal.Kind);
        Assert.Contains("OPENAI_API_KEY", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LiteLLM", "http://localhost:4000/v1")]
    [InlineData("Ollama", "http://localhost:11434/v1")]
    [InlineData("Mock", "http://mock.invalid/v1")]
    public void Local_services_need_no_key(string type, string home)
    {
        var endpoint = Create(new ChatProvider { Name = "x", Type = type });
        Assert.Equal(home, endpoint.ApiBase.AbsoluteUri);
        Assert.Null(endpoint.KeySource);
        Assert.Null(Authorization(endpoint));
    }

    [Theory]
    [InlineData("https://llm.example.com/v1")]
    [InlineData("http://api.openai.com/v1")]
    [InlineData("https://api.openai.com:8443/v1")]
    public void A_definition_with_another_address_does_not_get_the_presets_variable(string address)
    {
        var other = Create(new ChatProvider { Name = "OpenAI", Type = "OpenAI", ApiBase = address }, ("OPENAI_API_KEY", Key));
        Assert.Null(Authorization(other));
        Assert.Null(other.KeySource);
        var lite = Create(new ChatProvider { Name = "LiteLLM", Type = "LiteLLM", ApiBase = address }, ("LITELLM_PROXY_API_KEY", Key), ("LITELLM_PROXY_API_BASE", "https://other.example.com"));
        Assert.Null(Authorization(lite));
        Assert.Equal(address, lite.ApiBase.AbsoluteUri);
    }

    [Fact]
    public void A_definition_with_the_presets_own_address_gets_its_variable() =>
        Assert.Equal("Bearer " + Key, Authorization(Create(OpenAI with { ApiBase = "https://API.openai.com:443/v1/" }, ("OPENAI_API_KEY", Key))));

    [Fact]
    public void A_variable_of_ones_own_replaces_the_presets()
    {
        var own = OpenAI with { ApiKeyVariable = "WORK_KEY" };
        Assert.Equal("Bearer " + Key, Authorization(Create(own, ("WORK_KEY", Key), ("OPENAI_API_KEY", "other"))));
        var refusal = Refusal(own, [("OPENAI_API_KEY", Key)]);
        Assert.Equal(ChatErrorKind.ApiKeyMissing, refusal.Kind);
        Assert.Contains("WORK_KEY", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OPENAI_API_KEY", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_without_an_address_asks_for_one()
    {
        var refusal = Refusal(new ChatProvider { Name = "work", Type = "Custom" }, []);
        Assert.Equal("ApiBase", refusal.Parameter);
        Assert.Contains("'work' has no base URL", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("https://h/v1", Create(new ChatProvider { Name = "work", Type = "Custom" }, apiBase: "https://h").ApiBase.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://evil.example.com/v1")]
    [InlineData("http://api.openai.com/v1")]
    [InlineData("https://api.openai.com:444/v1")]
    [InlineData("https://api.openai.com.evil.example.com/v1")]
    [InlineData("http://localhost:8000")]
    public void A_key_is_not_sent_to_another_origin(string target)
    {
        var refusal = Refusal(OpenAI, [("OPENAI_API_KEY", Key)], target, allow: true);
        Assert.Equal(ChatErrorKind.InsecureRequest, refusal.Kind);
        Assert.Equal("ApiBase", refusal.Parameter);
        Assert.Contains("belongs to https://api.openai.com and is not sent to " + new Uri(target).GetLeftPart(UriPartial.Authority), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Set-ChatProvider", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_path_of_the_same_origin_is_allowed() =>
        Assert.Equal("https://api.openai.com/v2", Create(OpenAI, [("OPENAI_API_KEY", Key)], "https://api.openai.com/v2").ApiBase.AbsoluteUri);

    [Fact]
    public void Another_origin_without_a_key_is_allowed()
    {
        var endpoint = Create(OpenAI, [], "http://localhost:8000");
        Assert.Equal("http://localhost:8000/v1", endpoint.ApiBase.AbsoluteUri);
        Assert.Null(Authorization(endpoint));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://localhost:8000")]
    [InlineData("http://LOCALHOST")]
    [InlineData("http://[::1]:8000")]
    [InlineData("https://llm.example.com")]
    public void A_key_goes_over_https_or_to_the_same_machine(string address) =>
        Assert.Equal("Bearer " + Key, Authorization(Create(Work(address), ("WORK_KEY", Key))));

    [Theory]
    [InlineData("http://llm.example.com")]
    [InlineData("http://10.0.0.1:8000")]
    [InlineData("http://0.0.0.0:4000")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://[2001:db8::1]")]
    public void A_key_goes_over_plain_http_to_another_machine_only_where_allowed(string address)
    {
        var refusal = Refusal(Work(address), [("WORK_KEY", Key)]);
        Assert.Equal(ChatErrorKind.InsecureRequest, refusal.Kind);
        Assert.Contains("plain http", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowUnencryptedAuthentication", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Bearer " + Key, Authorization(Create(Work(address), [("WORK_KEY", Key)], allow: true)));
        Assert.Null(Authorization(Create(new ChatProvider { Name = "free", Type = "Custom", ApiBase = address })));
    }

    [Theory]
    [InlineData("sk-secret\nX-Evil: 1")]
    [InlineData("sk-secret\r\n\r\nGET /")]
    [InlineData("sk secret")]
    [InlineData("sk-secret\u00e9")]
    [InlineData("sk-secret\u200b")]
    [InlineData("sk-secret\0")]
    [InlineData("\u201csk-secret\u201d")]
    public void A_key_that_cannot_be_one_is_refused_and_not_repeated(string key)
    {
        var refusal = Refusal(Work("https://h"), [("WORK_KEY", key)]);
        Assert.Equal(ChatErrorKind.ApiKeyMissing, refusal.Kind);
        Assert.Contains("WORK_KEY", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_around_a_key_is_not_part_of_it() =>
        Assert.Equal("Bearer " + Key, Authorization(Create(Work("https://h"), ("WORK_KEY", $" {Key}\r\n"))));

    private static ChatProvider Work(string address) => new() { Name = "work", Type = "Custom", ApiBase = address, ApiKeyVariable = "WORK_KEY" };

    private static ChatEndpoint Create(ChatProvider provider, params (string Name, string? Value)[] variables) => Create(provider, variables, null);

    private static ChatEndpoint Create(ChatProvider provider, string apiBase) => Create(provider, [], apiBase);

    private static ChatEndpoint Create(ChatProvider provider, (string Name, string? Value)[] variables, string? apiBase = null, bool allow = false) =>
        ChatEndpoint.Create(provider, apiBase, null, allow, name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static ChatRequestException Refusal(ChatProvider provider, (string Name, string? Value)[] variables, string? apiBase = null, bool allow = false)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => Create(provider, variables, apiBase, allow));
        Assert.DoesNotContain(Key, refusal.ToString(), StringComparison.Ordinal);
        return refusal;
    }

    private static string? Authorization(ChatEndpoint endpoint)
    {
        using var request = new HttpRequestMessage();
        endpoint.Authorize(request, endpoint.KeyAsync(TestContext.Current.CancellationToken).Result);
        return request.Headers.TryGetValues("Authorization", out var values) ? Assert.Single(values) : null;
    }
}
