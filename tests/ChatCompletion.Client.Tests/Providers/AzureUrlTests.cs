namespace ChatCompletions.Tests;

/// <summary>Azure's two kinds of addresses, made of whatever part of an address people have at hand, and its two ways to sign.</summary>
public class AzureUrlTests
{
    private const string Host = "https://r.openai.azure.com";
    private const string Classic = Host + "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21";
    private const string ClassicModels = Host + "/openai/models?api-version=2024-10-21";

    [Theory]
    [InlineData(Host)]
    [InlineData(Host + "/")]
    [InlineData(Host + "/openai")]
    [InlineData(Host + "/openai/")]
    [InlineData(Host + "/OpenAI")]
    [InlineData(Host + ":443/openai#top")]
    public void With_a_version_the_deployment_is_the_model(string apiBase)
    {
        Assert.Equal(Classic, Chat(apiBase, "2024-10-21"), ignoreCase: apiBase.Contains("OpenAI", StringComparison.Ordinal));
        Assert.Equal(ClassicModels, Models(apiBase, "2024-10-21"), ignoreCase: apiBase.Contains("OpenAI", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Host + "?api-version=2024-10-21")]
    [InlineData(Host + "/openai?api-version=2024-10-21")]
    public void The_version_may_stand_in_the_base_URL(string apiBase)
    {
        Assert.Equal(Classic, Chat(apiBase));
        Assert.Equal(ClassicModels, Models(apiBase));
    }

    [Theory]
    [InlineData(Host)]
    [InlineData(Host + "/openai")]
    [InlineData(Host + "/openai/v1")]
    [InlineData(Host + "/openai/v1/")]
    [InlineData(Host + "/openai/v1/chat/completions")]
    public void Without_a_version_it_is_the_v1_address(string apiBase)
    {
        Assert.Equal(Host + "/openai/v1/chat/completions", Chat(apiBase));
        Assert.Equal(Host + "/openai/v1/models", Models(apiBase));
    }

    [Fact]
    public void The_v1_address_keeps_a_version_that_was_asked_for() =>
        Assert.Equal(Host + "/openai/v1/chat/completions?api-version=preview", Chat(Host + "/openai/v1", "preview"));

    [Fact]
    public void The_foundry_host_works_the_same() =>
        Assert.Equal("https://r.services.ai.azure.com/openai/v1/chat/completions", Chat("https://r.services.ai.azure.com/openai/v1/"));

    [Theory]
    [InlineData(Host + "/openai/deployments/dep-1", "2024-10-21")]
    [InlineData(Host + "/openai/deployments/dep-1/", "2024-10-21")]
    [InlineData(Host + "/openai/deployments/dep-1/chat/completions", "2024-10-21")]
    [InlineData(Host + "/openai/deployments/dep-1/chat/completions?api-version=2024-10-21", null)]
    [InlineData(Host + "/openai/deployments/dep-1/chat/completions?api-version=2023-05-15", "2024-10-21")]
    public void A_deployments_own_address_is_kept_whatever_the_model(string apiBase, string? version)
    {
        Assert.Equal(Host + "/openai/deployments/dep-1/chat/completions?api-version=2024-10-21", Chat(apiBase, version));
        Assert.Equal(ClassicModels, Models(apiBase, version));
    }

    [Fact]
    public void A_deployments_address_without_a_version_asks_for_one()
    {
        foreach (var made in new Func<string>[] { () => Chat(Host + "/openai/deployments/dep-1"), () => Models(Host + "/openai/deployments/dep-1") })
        {
            var refusal = Assert.Throws<ChatRequestException>(made);
            Assert.Equal("ApiVersion", refusal.Parameter);
            Assert.Contains("-ApiVersion", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("my dep", "my%20dep")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../../x", "..%2F..%2Fx")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    public void A_deployments_name_is_escaped(string model, string escaped) =>
        Assert.Equal($"{Host}/openai/deployments/{escaped}/chat/completions?api-version=2024-10-21", Chat(Host, "2024-10-21", model));

    [Theory]
    [InlineData("https://apim.example.com/team", "https://apim.example.com/team/openai")]
    [InlineData("https://apim.example.com/team/openai", "https://apim.example.com/team/openai")]
    [InlineData("https://apim.example.com/openai-gateway", "https://apim.example.com/openai-gateway/openai")]
    [InlineData("https://apim.example.com/openai-gateway/openai", "https://apim.example.com/openai-gateway/openai")]
    public void A_gateways_own_path_comes_first(string apiBase, string root)
    {
        Assert.Equal(root + "/deployments/gpt-4o/chat/completions?api-version=2024-10-21", Chat(apiBase, "2024-10-21"));
        Assert.Equal(root + "/v1/chat/completions", Chat(apiBase));
    }

    [Theory]
    [InlineData("OPENAI_API_VERSION")]
    [InlineData("AZURE_API_VERSION")]
    public void The_version_may_be_in_a_variable(string variable)
    {
        Assert.Equal(Classic, Chat(Host, variables: (variable, " 2024-10-21\n")));
        Assert.Equal(Host + "/openai/v1/chat/completions", Chat(Host, variables: (variable, " ")));
    }

    [Fact]
    public void The_nearest_version_wins()
    {
        (string, string?)[] both = [("AZURE_API_VERSION", "2020-01-01"), ("OPENAI_API_VERSION", "2024-10-21")];
        Assert.Equal(Classic, Chat(Host, variables: both));
        Assert.Equal(Classic.Replace("10-21", "06-01"), Make(Provider(Host) with { ApiVersion = "2024-06-01" }, null, both).ChatUri("gpt-4o").AbsoluteUri);
        Assert.Equal(Classic.Replace("10-21", "02-01"), Make(Provider(Host) with { ApiVersion = "2024-06-01" }, "2024-02-01", both).ChatUri("gpt-4o").AbsoluteUri);
    }

    [Theory]
    [InlineData(Host + "/openai/v1", Host + "/openai/v1/chat/completions")]
    [InlineData(Host + "?api-version=2023-05-15", Host + "/openai/deployments/gpt-4o/chat/completions?api-version=2023-05-15")]
    [InlineData(Host + "/openai/deployments/d/chat/completions?api-version=2023-05-15", Host + "/openai/deployments/d/chat/completions?api-version=2023-05-15")]
    public void A_variable_does_not_change_an_address_that_says_its_version(string apiBase, string chat) =>
        Assert.Equal(chat, Chat(apiBase, variables: ("OPENAI_API_VERSION", "2024-10-21")));

    [Theory]
    [InlineData(null, "api-key: k-1")]
    [InlineData("ApiKey", "api-key: k-1")]
    [InlineData("Bearer", "Authorization: Bearer k-1")]
    public async Task A_key_is_sent_as_told(string? authType, string header)
    {
        var handler = new RecordingHandler();
        var provider = Provider(Host) with { AuthType = authType, ApiKeyVariable = "K" };
        Assert.Equal(header, (await handler.AskedAsync(handler.Client(provider, ("K", "k-1")))).Key);
    }

    [Theory]
    [InlineData("AZURE_OPENAI_AD_TOKEN")]
    [InlineData("AZURE_AD_TOKEN")]
    public async Task A_token_is_sent_as_a_token_and_a_key_goes_before_it(string variable)
    {
        var handler = new RecordingHandler();
        var provider = ChatProvider.FromPreset(ProviderPresets.Find("AzureOpenAI")!);
        Assert.Equal("Authorization: Bearer ey.J0.x", (await handler.AskedAsync(handler.Client(provider, ("AZURE_OPENAI_ENDPOINT", Host), (variable, "ey.J0.x")))).Key);
        var both = handler.Client(provider, ("AZURE_OPENAI_ENDPOINT", Host), (variable, "ey.J0.x"), ("AZURE_API_KEY", "k-1"));
        Assert.Equal("api-key: k-1", (await handler.AskedAsync(both)).Key);
    }

    [Fact]
    public async Task Queries_of_the_provider_are_sent_beside_the_version()
    {
        var handler = new RecordingHandler();
        var provider = Provider(Host) with { ApiVersion = "2024-10-21", Query = new JsonDictionary { ["sub"] = "a b" } };
        Assert.Equal(Host + "/openai/deployments/gpt-4o/chat/completions?sub=a%20b&api-version=2024-10-21", (await handler.AskedAsync(handler.Client(provider), "gpt-4o")).Url);
    }

    private static ChatProvider Provider(string apiBase) => new() { Name = "az", Type = "AzureOpenAI", ApiBase = apiBase };

    private static string Chat(string apiBase, string? version = null, string model = "gpt-4o", params (string, string?)[] variables) =>
        Make(Provider(apiBase), version, variables).ChatUri(model).AbsoluteUri;

    private static string Models(string apiBase, string? version = null) => Make(Provider(apiBase), version, []).ModelsUri.AbsoluteUri;

    private static ChatEndpoint Make(ChatProvider provider, string? version, (string Name, string? Value)[] variables) =>
        ChatEndpoint.Create(provider, apiVersion: version, environment: name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
