using System.Security;

namespace ChatCompletions.Tests;

/// <summary>What a provider, its endpoint and its key are in words: the columns of Get-ChatProvider, and the lines of -Verbose.</summary>
public class ProviderTextTests
{
    private static readonly ChatProvider Work = new() { Name = "work", Type = "LiteLLM", ApiBase = "https://llm.example.test/v1" };

    [Fact]
    public void A_provider_is_its_name()
    {
        Assert.Equal("work", Work.ToString());
        Assert.Equal("Ollama", ChatProvider.FromPreset(ProviderPresets.Find("Ollama")!).ToString());
    }

    [Fact]
    public void The_source_of_the_key_is_told_in_words()
    {
        Assert.Equal("none", Work.KeySource);
        Assert.Equal("secret s", (Work with { SecretName = "s" }).KeySource);
        Assert.Equal("secret s in vault v", (Work with { SecretName = "s", Vault = "v" }).KeySource);
        Assert.Equal("none", (Work with { Vault = "v" }).KeySource);
        Assert.Equal("this session", (Work with { SessionKey = new SecureString() }).KeySource);
        Assert.Equal("a command of this session", (Work with { KeyCommand = new KeyCommand("script") }).KeySource);
        Assert.Equal("variable KEY", (Work with { ApiKeyVariable = "KEY" }).KeySource);
    }

    [Fact]
    public void The_source_that_is_used_is_the_one_that_is_told()
    {
        var all = Work with
        {
            SecretName = "s",
            SessionKey = new SecureString(),
            KeyCommand = new KeyCommand("script"),
            ApiKeyVariable = "KEY",
        };

        Assert.Equal("secret s", all.KeySource);
        Assert.Equal("this session", (all with { SecretName = null }).KeySource);
        Assert.Equal("a command of this session", (all with { SecretName = null, SessionKey = null }).KeySource);
        Assert.Equal("variable KEY", (all with { SecretName = null, SessionKey = null, KeyCommand = null }).KeySource);
    }

    [Theory]
    [InlineData("OpenAI", null, "variable OPENAI_API_KEY")]
    [InlineData("Gemini", null, "variable GEMINI_API_KEY or GOOGLE_API_KEY")]
    [InlineData("Ollama", null, "none")]
    [InlineData("Mock", null, "none")]
    [InlineData("OpenAI", "https://other.example.test/v1", "none")]
    public void The_variables_of_a_service_count_for_its_own_address_only(string type, string? apiBase, string expected) =>
        Assert.Equal(expected, new ChatProvider { Name = "x", Type = type, ApiBase = apiBase }.KeySource);

    [Theory]
    [InlineData(null, null)]
    [InlineData("k-12345", "the environment variable KEY")]
    public async Task An_endpoint_and_the_trace_name_the_source_of_the_key(string? key, string? expected)
    {
        var trace = new List<string>();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(RequestProbe.Answer));
        var provider = Work with { ApiBase = server.BaseUrl, ApiKeyVariable = key is null ? null : "KEY" };
        var endpoint = ChatEndpoint.Create(provider, environment: _ => key);
        Assert.Equal(expected, endpoint.KeySource);
        await Ask.WholeAsync(new ChatClient(endpoint, Ask.NoRetries with { Trace = trace.Add }));

        var body = server.Requests[0].BodyBytes.Length;
        Assert.Equal($"POST {server.BaseUrl}/chat/completions, {body} bytes, {expected ?? "no key"}.", Assert.Single(trace));
    }

    [Fact]
    public void A_key_is_its_source_in_words()
    {
        Assert.Equal("no key", Key(Work));
        Assert.Equal("the environment variable KEY", Key(Work with { ApiKeyVariable = "KEY" }));
        Assert.Equal("a command of this session", Key(Work with { KeyCommand = new KeyCommand("script") }));

        static string Key(ChatProvider provider) => EndpointKey.Find(provider, static _ => "k-12345", null).ToString();
    }

    [Theory]
    [InlineData(null, null, "the provider's model")]
    [InlineData(null, "m", "m")]
    [InlineData("work", null, "work")]
    [InlineData("work", "m", "work/m")]
    public void A_fallback_target_is_provider_and_model(string? provider, string? model, string expected) =>
        Assert.Equal(expected, new ChatTarget(provider, model).ToString());
}
