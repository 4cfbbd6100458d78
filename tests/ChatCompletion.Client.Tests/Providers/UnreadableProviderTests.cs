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
        Assert.Null(_temporary.Folder.Default);
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
            Assert.Equal((ChatErrorKind.ProviderDamaged, "Name"), (error.Kind, error.Parameter));
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

        Assert.Null(_temporary.Folder.Default);
        AssertUnusable(_temporary.PathOf("default"), () => _temporary.Folder.SetDefault(null));
    }

    [Fact]
    public void Removing_where_there_is_no_folder_is_no_error()
    {
        _temporary.Folder.Remove("work");
        _temporary.Folder.SetDefault(null);

        Assert.Empty(_temporary.Folder.Names());
        Assert.Null(_temporary.Folder.Default);
    }

    [Fact]
    public void A_type_that_is_no_longer_known_has_nothing_of_its_own()
    {
        var provider = new ChatProvider { Name = "old", Type = "Gone", ApiBase = "https://llm.example.test" };
        var endpoint = ChatEndpoint.Create(provider, environment: static _ => "k-12345");

        Assert.Equal(("https://llm.example.test/v1", null, "none"), (endpoint.ApiBase.AbsoluteUri, endpoint.KeySource, provider.KeySource));
        Assert.Null(provider.OwnModel);
        provider = provider with { ApiBase = null };
        Assert.Equal("ApiBase", Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(provider, environment: static _ => null)).Parameter);
    }

    private static void AssertUnusable(string file, Action call)
    {
        var error = Assert.Throws<ChatRequestException>(call);
        Assert.Equal((ChatErrorKind.ProviderDamaged, "Provider"), (error.Kind, error.Parameter));
        Assert.StartsWith($"{file} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }
}
