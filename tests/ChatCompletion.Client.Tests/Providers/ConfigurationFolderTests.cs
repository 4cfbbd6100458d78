namespace ChatCompletions.Tests;

/// <summary>The folder of the saved providers: a variable, else the user's application data, never relative to the current folder.</summary>
public sealed class ConfigurationFolderTests : IDisposable
{
    private static readonly string Root = OperatingSystem.IsWindows() ? @"C:\service" : "/srv/service";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_is_in_the_application_data()
    {
        Assert.Equal(Path.Combine(Root, "ChatCompletion", "providers"), ConfigurationFolder.OfProviders(static _ => null, Root));
        Assert.Equal(Path.Combine(Root, "ChatCompletion", "providers"), ConfigurationFolder.OfProviders(static _ => "", Root));
    }

    [Fact]
    public void A_variable_names_another_one()
    {
        var folder = Path.Combine(Root, "config");
        Assert.Equal(Path.Combine(folder, "providers"), ConfigurationFolder.OfProviders(Variable(folder), "/home/anna/.config"));
        Assert.Equal(Path.Combine(folder, "providers"), ConfigurationFolder.OfProviders(Variable(folder), ""));
    }

    [Fact]
    public void The_registry_uses_the_folder_that_the_variable_names()
    {
        var home = Path.GetDirectoryName(_temporary.Path)!;
        var registry = new ProviderRegistry(Variable(home));
        registry.Set(new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope });
        Assert.Equal(["work.json"], _temporary.Files);
        Assert.Equal(["work"], registry.Names());
    }

    [Fact]
    public void The_variable_can_change_in_a_session()
    {
        var home = Path.GetDirectoryName(_temporary.Path)!;
        var current = Path.Combine(home, "first");
        var registry = new ProviderRegistry(name => name == ConfigurationFolder.Variable ? current : null);
        var provider = new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope };
        registry.Set(provider);
        current = Path.Combine(home, "second");
        Assert.Empty(registry.Names());
        registry.Set(provider with { Name = "other" });
        Assert.Equal(["other"], registry.Names());
        current = Path.Combine(home, "first");
        Assert.Equal(["work"], registry.Names());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("./config")]
    [InlineData("~/config")]
    public void A_relative_path_is_refused(string path)
    {
        var error = Assert.Throws<ChatRequestException>(() => ConfigurationFolder.OfProviders(Variable(path), Root));
        Assert.Contains(ConfigurationFolder.Variable, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Throws<ChatRequestException>(() => new ProviderRegistry(Variable(path)).Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    public void An_account_without_application_data_has_no_folder(string applicationData) =>
        Assert.Null(ConfigurationFolder.OfProviders(static _ => null, applicationData));

    [Fact]
    public void Without_a_folder_nothing_is_read_or_saved()
    {
        var folder = new ProviderFolder(null);
        Assert.Empty(folder.Names());
        Assert.Null(folder.Find("work"));
        Assert.Null(folder.ReadDefault());
        folder.Remove("work");
        folder.SetDefault(null);
        var provider = new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope };
        foreach (var call in new[] { () => folder.Save(provider), () => folder.SetDefault("work") })
        {
            var error = Assert.Throws<ChatRequestException>(call);
            Assert.Contains(ConfigurationFolder.Variable, error.Message, StringComparison.Ordinal);
            Assert.Contains("-Scope Session", error.Message, StringComparison.Ordinal);
        }
        Assert.False(File.Exists("work.json"));
        Assert.False(File.Exists("default"));
    }

    private static Func<string, string?> Variable(string value) => name => name == ConfigurationFolder.Variable ? value : null;
}
