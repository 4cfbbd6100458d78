namespace ChatCompletions.Tests;

/// <summary>Which provider a call means.</summary>
public class ProviderRegistryTests
{
    private static readonly ChatProvider Work = new() { Name = "Work", Type = "LiteLLM", ApiBase = "https://llm.example.com" };
    private static readonly ChatProvider Home = new() { Name = "home", Type = "Ollama" };

    [Fact]
    public void A_name_is_found_in_any_case()
    {
        var registry = Registry(Work);
        Assert.Equal(Work, registry.Get("work"));
        Assert.Equal(Work, registry.Get("WORK"));
        Assert.Equal("Ollama", registry.Get("ollama").Name);
        Assert.Equal("Mock", registry.Get("MOCK").Type);
    }

    [Fact]
    public void A_provider_that_was_set_comes_before_the_preset_of_its_name()
    {
        var own = new ChatProvider { Name = "openai", Type = "OpenAI", ApiBase = "https://proxy.example.com" };
        Assert.Equal(own, Registry(own).Get("OpenAI"));
    }

    [Theory]
    [InlineData("wrok", " Did you mean Work?")]
    [InlineData("Work ", " Did you mean Work?")]
    [InlineData("opnai", " Did you mean OpenAI?")]
    [InlineData("azure", " Did you mean AzureOpenAI?")]
    [InlineData("my-groq", " Did you mean Groq?")]
    [InlineData("LLAMA", " Did you mean Ollama or LlamaCpp?")]
    [InlineData("openai-ollama-groq-mistral", " Did you mean Mistral, OpenAI or Ollama?")]
    [InlineData("gr", "")]
    [InlineData("xxxxxxxx", "")]
    [InlineData("", "")]
    public void An_unknown_name_is_an_error_that_tells_the_nearest_ones(string name, string near)
    {
        var error = Assert.Throws<ChatRequestException>(() => Registry(Work).Get(name));
        Assert.Equal(ChatErrorKind.ProviderNotFound, error.Kind);
        Assert.Equal("Provider", error.Parameter);
        Assert.Equal($"There is no provider '{name.Trim()}'.{near} Get-ChatProvider -ListAvailable lists all names, and Set-ChatProvider adds one.", error.Message);
    }

    [Fact]
    public void A_very_long_name_is_not_compared() =>
        Assert.DoesNotContain("mean", Assert.Throws<ChatRequestException>(() => Registry(Work).Get("Work" + new string('x', 5_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_name_is_shown_without_its_control_characters() =>
        Assert.DoesNotContain('\u001b', Assert.Throws<ChatRequestException>(() => Registry().Get("\u001b[2Jx")).Message);

    [Fact]
    public void Setting_a_name_again_replaces_the_provider()
    {
        var registry = Registry(Work);
        var changed = Work with { Name = "WORK", Model = "m" };
        registry.Set(changed);
        Assert.Equal(changed, registry.Find(Assert.Single(registry.Names())));
    }

    [Fact]
    public void Providers_are_listed_by_name() =>
        Assert.Equal(["home", "Work", "x"], Registry(Work, new ChatProvider { Name = "x", Type = "Ollama" }, Home).Names());

    [Fact]
    public void Only_one_provider_is_the_default()
    {
        var registry = Registry(Work with { Default = true }, Home);
        Assert.Equal("Work", registry.Choose(null, null).Provider.Name);
        registry.Set(Home with { Default = true });
        Assert.Equal("home", registry.Choose(null, null).Provider.Name);
        Assert.False(registry.Get("Work").Default);
        registry.Set(Work);
        Assert.Equal("home", registry.Choose(null, null).Provider.Name);
        registry.Set(Home);
        Assert.Equal("home", registry.Choose(null, null).Provider.Name);
        registry.ClearDefault("HOME");
        Assert.Throws<ChatRequestException>(() => registry.Choose(null, null));
    }

    [Theory]
    [InlineData("home", "Work/gpt-4o", "home", "Work/gpt-4o")]
    [InlineData("HOME", null, "home", null)]
    [InlineData("mock", "home/x", "Mock", "home/x")]
    [InlineData("OpenAI", "openai/gpt-4o", "OpenAI", "openai/gpt-4o")]
    public void A_named_provider_is_asked_for_the_model_as_it_is(string name, string? model, string provider, string? sent) =>
        Assert.Equal((Provider: provider, Model: sent), Chosen(Registry(Work with { Default = true }, Home), name, model));

    [Theory]
    [InlineData("home/qwen3")]
    [InlineData("openai/gpt-4o")]
    [InlineData(null)]
    public void The_default_is_asked_for_the_model_as_it_is(string? model) =>
        Assert.Equal((Provider: "Work", Model: model), Chosen(Registry(Work with { Default = true }, Home), null, model));

    [Theory]
    [InlineData("work/gpt-4o", "Work", "gpt-4o")]
    [InlineData("WORK/anthropic/claude", "Work", "anthropic/claude")]
    [InlineData("home/qwen3:8b", "home", "qwen3:8b")]
    public void Without_either_a_prefix_can_name_a_provider_that_was_set(string model, string provider, string sent)
    {
        Assert.Equal((Provider: provider, Model: sent), Chosen(Registry(Work, Home), null, model));
        Assert.Equal((Provider: provider, Model: sent), Chosen(Registry([Work, Home], "sk-1"), null, model));
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("openai/gpt-4o")]
    [InlineData("ollama/qwen3")]
    [InlineData("/gpt-4o")]
    [InlineData(null)]
    public void Otherwise_it_is_OpenAI_where_its_key_is_set(string? model)
    {
        Assert.Equal((Provider: "OpenAI", Model: model), Chosen(Registry([Work], "sk-1"), null, model));
        foreach (var none in new[] { null, "" })
        {
            var error = Assert.Throws<ChatRequestException>(() => Registry([Work], none).Choose(null, model));
            Assert.Equal(ChatErrorKind.ProviderNotFound, error.Kind);
            Assert.Contains("OPENAI_API_KEY", error.Message, StringComparison.Ordinal);
            Assert.Contains("Set-ChatProvider", error.Message, StringComparison.Ordinal);
            Assert.Contains("-Provider Mock", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Mock_is_never_chosen_unless_it_is_named()
    {
        Assert.Throws<ChatRequestException>(() => Registry().Choose(null, "mock"));
        Assert.Throws<ChatRequestException>(() => Registry().Choose(null, "mock/echo"));
    }

    [Fact]
    public void Many_threads_may_use_one_registry_at_once()
    {
        var registry = Registry(Work with { Default = true });
        Parallel.For(0, 2000, i =>
        {
            registry.Set(new ChatProvider { Name = $"p{i % 17}", Type = "Ollama", Default = i % 3 == 0 });
            Assert.NotNull(registry.Choose(null, "p1/x").Provider);
            Assert.Contains("Work", registry.KnownNames());
        });
        Assert.Equal(18, registry.Names().Count);
        // Only now: between two calls of Find the default may have changed.
        Assert.True(registry.Names().Count(name => registry.Find(name)!.Default) <= 1);
    }

    private static ProviderRegistry Registry(params ChatProvider[] providers) => Registry(providers, null);

    private static ProviderRegistry Registry(ChatProvider[] providers, string? key)
    {
        var registry = new ProviderRegistry(name => name == "OPENAI_API_KEY" ? key : null, Path.Combine(Path.GetTempPath(), "chatcompletion-none-" + Guid.NewGuid()));
        foreach (var provider in providers) registry.Set(provider);
        return registry;
    }

    private static (string Provider, string? Model) Chosen(ProviderRegistry registry, string? name, string? model)
    {
        var (provider, sent) = registry.Choose(name, model);
        return (provider.Name, sent);
    }
}
