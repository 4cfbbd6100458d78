namespace ChatCompletions.Tests;

/// <summary>Files and folders of the configuration that cannot be read or removed: a clear error, no other provider.</summary>
public sealed class UnreadableProviderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_named()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temporary.Path)!);
        File.WriteAllText(_temporary.Path, "x");

        Assert.Empty(_temporary.Folder.Names());
        AssertNoOtherProvider();
        var provider = new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope };
        Action[] calls =
        [
            () => _temporary.Folder.Save(provider),
            () => _temporary.Folder.SetDefault("work"),
            () => _temporary.Registry().Set(provider),
        ];
        foreach (var call in calls)
        {
            var error = Assert.Throws<ChatRequestException>(call);
            Assert.Equal((Kind: ChatErrorKind.ProviderDamaged, Parameter: "Name"), (error.Kind, error.Parameter));
            Assert.StartsWith(_temporary.Path, error.Message, StringComparison.Ordinal);
            Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal("x", File.ReadAllText(_temporary.Path));
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_named()
    {
        if (OperatingSystem.IsWindows()) return;
        _temporary.Write("home.json", """{"type":"Ollama"}""");
        File.CreateSymbolicLink(_temporary.PathOf("work.json"), _temporary.PathOf("work.json"));

        AssertUnusable(_temporary.PathOf("work.json"), () => _temporary.Registry().Get("work"));
        Assert.Equal("home", _temporary.Registry().Get("home").Name);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_provider()
    {
        if (OperatingSystem.IsWindows()) return;
        _temporary.Write("home.json", """{"type":"Ollama"}""");
        File.CreateSymbolicLink(_temporary.PathOf("work.json"), _temporary.PathOf("gone.json"));

        Assert.Null(_temporary.Folder.Find("work"));
        Assert.Equal(ChatErrorKind.ProviderNotFound, Assert.Throws<ChatRequestException>(() => _temporary.Registry().Get("work")).Kind);
    }

    [Fact]
    public void A_default_that_cannot_be_removed_is_named()
    {
        Directory.CreateDirectory(_temporary.PathOf("default"));
        File.WriteAllText(Path.Combine(_temporary.PathOf("default"), "x"), "x");

        Assert.Throws<ChatRequestException>(() => _temporary.Folder.ReadDefault());
        AssertUnusable(_temporary.PathOf("default"), () => _temporary.Folder.SetDefault(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../work")]
    [InlineData("nul")]
    public void A_default_that_names_no_provider_stops_a_call_without_a_provider(string content)
    {
        _temporary.Write("work.json", """{"type":"Ollama"}""");
        _temporary.Write("default", content);
        AssertDefaultUnknown();
    }

    [Fact]
    public void A_default_that_cannot_be_opened_stops_a_call_without_a_provider()
    {
        _temporary.Write("work.json", """{"type":"Ollama"}""");
        Directory.CreateDirectory(_temporary.PathOf("default"));
        AssertDefaultUnknown();
    }

    [Fact]
    public void A_default_that_another_program_locks_stops_a_call_without_a_provider()
    {
        _temporary.Write("work.json", """{"type":"Ollama"}""");
        _temporary.Write("default", "work");
        using var locked = new FileStream(_temporary.PathOf("default"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        AssertDefaultUnknown();
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("settings/providers")]
    public void A_file_or_an_empty_link_in_the_place_of_a_folder_stops_a_call_without_a_provider(string place)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(_temporary.Path))!, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        AssertNoOtherProvider();
        File.Delete(path);
        Assert.Equal("OpenAI", _temporary.Registry(Key).Choose(null, null).Provider.Name);
        if (!SymbolicLink.TryMake(path, path + ".gone")) return;
        AssertNoOtherProvider();
        File.Delete(path);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_file_blocks_nothing()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no pipes in folders.");
        _temporary.Write("work.json", """{"type":"Ollama"}""");
        foreach (var name in new[] { "default", "pipe.json" })
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", _temporary.PathOf(name));
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        AssertDefaultUnknown();
        Assert.Throws<ChatRequestException>(() => _temporary.Registry().Get("pipe"));
    }

    [Fact]
    public void Setting_the_default_again_repairs_it()
    {
        _temporary.Write("work.json", """{"type":"Ollama"}""");
        _temporary.Write("default", "");
        var registry = _temporary.Registry();
        registry.Set(registry.Find("work")! with { Default = true });
        Assert.Equal("work", registry.Choose(null, null).Provider.Name);
    }

    private static string? Key(string variable) => variable == "OPENAI_API_KEY" ? "sk-1" : null;

    private void AssertNoOtherProvider()
    {
        var error = Assert.Throws<ChatRequestException>(() => _temporary.Registry(Key).Choose(null, null));
        Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
        Assert.Contains("not a folder", error.Message, StringComparison.Ordinal);
        Assert.Equal("Ollama", _temporary.Registry(Key).Choose("Ollama", null).Provider.Name);
    }

    /// <summary>With a key of OpenAI in the environment, OpenAI would be asked if there were no default.</summary>
    private void AssertDefaultUnknown()
    {
        var registry = _temporary.Registry(static name => name == "OPENAI_API_KEY" ? "sk-1" : null);
        var error = Assert.Throws<ChatRequestException>(() => registry.Choose(null, null));
        Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
        Assert.Contains(_temporary.PathOf("default"), error.Message, StringComparison.Ordinal);
        Assert.Contains("-Provider", error.Message, StringComparison.Ordinal);
        // A provider that the call names does not depend on the default.
        Assert.Equal("work", registry.Choose("work", null).Provider.Name);
        Assert.False(registry.Get("work").Default);
        Assert.Equal("OpenAI", registry.Choose("OpenAI", null).Provider.Name);
        registry.Set(registry.Get("work") with { Model = "m", Default = false });
    }

    [Fact]
    public void Removing_where_there_is_no_folder_is_no_error()
    {
        _temporary.Folder.Remove("work");
        _temporary.Folder.SetDefault(null);

        Assert.Empty(_temporary.Folder.Names());
        Assert.Null(_temporary.Folder.ReadDefault());
    }

    [Fact]
    public void A_type_that_is_no_longer_known_has_nothing_of_its_own()
    {
        var provider = new ChatProvider { Name = "old", Type = "Gone", ApiBase = "https://llm.example.test" };
        var endpoint = ChatEndpoint.Create(provider, environment: static _ => "k-12345");

        Assert.Equal(
            (AbsoluteUri: "https://llm.example.test/v1", EndpointKeySource: null, ProviderKeySource: "none"),
            (endpoint.ApiBase.AbsoluteUri, EndpointKeySource: endpoint.KeySource, ProviderKeySource: provider.KeySource));
        Assert.Null(provider.OwnModel);
        provider = provider with { ApiBase = null };
        Assert.Equal("ApiBase", Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(provider, environment: static _ => null)).Parameter);
    }

    private static void AssertUnusable(string file, Action call)
    {
        var error = Assert.Throws<ChatRequestException>(call);
        Assert.Equal((Kind: ChatErrorKind.ProviderDamaged, Parameter: "Provider"), (error.Kind, error.Parameter));
        Assert.StartsWith($"{file} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }
}
