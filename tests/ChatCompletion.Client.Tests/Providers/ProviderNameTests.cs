namespace ChatCompletions.Tests;

/// <summary>The names that tab completion and Get-ChatProvider list, and what becomes of a default.</summary>
public sealed class ProviderNameTests : IDisposable
{
    private static readonly ChatProvider Work = new() { Name = "Work", Type = "LiteLLM", ApiBase = "https://llm.example.com" };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void All_names_are_those_that_were_set_and_then_the_presets()
    {
        var registry = Registry();
        registry.Set(Work);
        registry.Set(new ChatProvider { Name = "ollama", Type = "Ollama" });
        var names = registry.KnownNames().ToList();

        Assert.Equal(["ollama", "Work", "OpenAI"], names.Take(3));
        Assert.Contains("Mock", names);
        Assert.DoesNotContain("Custom", names);
        Assert.DoesNotContain("Ollama", names);
    }

    [Fact]
    public void Names_that_can_be_asked_at_once_are_those_that_were_set_and_services_with_a_key()
    {
        var registry = Registry("GROQ_API_KEY", "GOOGLE_API_KEY");
        registry.Set(Work);

        Assert.Equal(["Work", "Groq", "Gemini", "Mock"], registry.ReadyNames());
        registry.Set(new ChatProvider { Name = "groq", Type = "Groq" });
        Assert.Equal(["groq", "Work", "Gemini", "Mock"], registry.ReadyNames());
        Assert.Equal(["Mock"], new ProviderRegistry(static _ => "", Path.Combine(_folder.Path, "none")).ReadyNames());
    }

    [Theory]
    [InlineData("WORK", false)]
    [InlineData("other", true)]
    public void Clearing_a_default_in_the_files_leaves_another_one(string name, bool stays)
    {
        var registry = Registry();
        registry.Set(Work with { Scope = ChatProvider.UserScope, Default = true });
        Assert.True(Registry().Get("work").Default);
        registry.ClearDefault(name);

        Assert.Equal(stays, Registry().Get("work").Default);
        if (stays) Assert.Equal("Work", Registry().Choose(null, null).Provider.Name);
        else Assert.Equal(ChatErrorKind.ProviderNotFound, Assert.Throws<ChatRequestException>(() => Registry().Choose(null, null)).Kind);
    }

    [Fact]
    public void Clearing_a_default_of_the_session_leaves_the_one_in_the_files()
    {
        var registry = Registry();
        registry.Set(Work with { Scope = ChatProvider.UserScope, Default = true });
        registry.Set(Work with { Name = "here", Default = true });
        Assert.Equal("here", registry.Choose(null, null).Provider.Name);
        registry.ClearDefault("HERE");

        Assert.Equal("Work", registry.Choose(null, null).Provider.Name);
    }

    public void Dispose() => _folder.Dispose();

    private ProviderRegistry Registry(params string[] variables) => new(name => variables.Contains(name) ? "k-12345" : null, _folder.Path);
}
