namespace ChatCompletions.Tests;

/// <summary>Providers of the session stand before those in files.</summary>
public sealed class ProviderScopeTests : IDisposable
{
    private static readonly ChatProvider Saved = new() { Name = "work", Type = "Ollama", Model = "saved", Scope = ChatProvider.UserScope };
    private static readonly ChatProvider Kept = new() { Name = "Work", Type = "Ollama", Model = "kept", Scope = ChatProvider.SessionScope };

    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void A_provider_of_the_session_wins_and_leaves_the_file_alone()
    {
        var registry = _temporary.Registry();
        registry.Set(Saved);
        var before = _temporary.Read("work.json");
        registry.Set(Kept);
        Assert.Equal((Model: "kept", Scope: "Session"), (registry.Get("work").Model, registry.Get("work").Scope));
        Assert.Equal(before, _temporary.Read("work.json"));
        Assert.Single(registry.Names());
        Assert.Equal((Model: "saved", Scope: "User"), (_temporary.Registry().Get("work").Model, _temporary.Registry().Get("work").Scope));
    }

    [Fact]
    public void A_provider_of_the_session_makes_no_file()
    {
        _temporary.Registry().Set(Kept with { Default = true });
        Assert.False(Directory.Exists(_temporary.Path));
    }

    [Fact]
    public void Saving_it_ends_the_one_of_the_session()
    {
        var registry = _temporary.Registry();
        registry.Set(Kept);
        registry.Set(Saved);
        Assert.Equal("saved", registry.Get("work").Model);
    }

    [Fact]
    public void Where_saving_fails_the_one_of_the_session_stays()
    {
        var registry = _temporary.Registry();
        registry.Set(Kept with { Default = true });
        Directory.CreateDirectory(_temporary.PathOf("work.json"));
        Assert.Throws<ChatRequestException>(() => registry.Set(Saved));
        Assert.Equal((Model: "kept", Default: true), (registry.Get("work").Model, registry.Get("work").Default));
    }

    [Fact]
    public void The_default_of_the_session_goes_before_the_one_in_the_files()
    {
        var registry = _temporary.Registry();
        registry.Set(Saved with { Default = true });
        registry.Set(Kept with { Name = "mine", Default = true });
        Assert.Equal("mine", registry.Choose(null, null).Provider.Name);
        Assert.False(registry.Get("work").Default);
        Assert.Equal("work", _temporary.Registry().Choose(null, null).Provider.Name);
        registry.Remove("mine");
        Assert.Equal("work", registry.Choose(null, null).Provider.Name);
        registry.Set(Kept with { Name = "mine", Default = true });
        registry.Set(Saved with { Default = true });
        Assert.Equal("work", registry.Choose(null, null).Provider.Name);
    }

    [Fact]
    public void Removing_removes_the_one_in_memory_first_then_the_one_in_the_file()
    {
        var registry = _temporary.Registry();
        registry.Set(Saved with { Default = true });
        registry.Set(Kept);
        registry.Remove("WORK");
        Assert.Equal(ChatProvider.UserScope, registry.Find("work")!.Scope);
        registry.Remove("WORK");
        Assert.Null(registry.Find("work"));
        Assert.Empty(_temporary.Files);
    }

    [Fact]
    public void What_another_process_saves_is_seen_at_once()
    {
        var registry = _temporary.Registry();
        Assert.Null(registry.Find("work"));
        _temporary.Registry().Set(Saved with { Default = true });
        Assert.Equal("saved", registry.Choose(null, null).Provider.Model);
        _temporary.Registry().Remove("work");
        Assert.Null(registry.Find("work"));
    }

    [Fact]
    public void A_provider_that_breaks_a_rule_is_not_kept_anywhere()
    {
        var registry = _temporary.Registry();
        Assert.Throws<ChatRequestException>(() => registry.Set(Saved with { NumRetries = 11 }));
        Assert.Throws<ChatRequestException>(() => registry.Set(Kept with { NumRetries = 11 }));
        Assert.Null(registry.Find("work"));
    }

    public void Dispose() => _temporary.Dispose();
}
