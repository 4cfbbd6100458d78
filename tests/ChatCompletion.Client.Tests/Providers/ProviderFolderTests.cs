namespace ChatCompletions.Tests;

/// <summary>The providers' files: whole, for the user only, and found by name in any case.</summary>
public sealed class ProviderFolderTests : IDisposable
{
    private static readonly ChatProvider Work = new() { Name = "Work", Type = "Ollama", Model = "a", Scope = ChatProvider.UserScope };

    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void Where_there_is_no_folder_there_are_no_providers_and_none_is_made()
    {
        var folder = _temporary.Folder;
        Assert.Empty(folder.Names());
        Assert.Null(folder.Find("work"));
        Assert.Null(folder.ReadDefault());
        folder.Remove("work");
        folder.SetDefault(null);
        Assert.False(Directory.Exists(_temporary.Path));
    }

    [Fact]
    public void A_file_and_its_folder_are_for_the_user_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows gives a user's folder to that user.");
            return;
        }
        _temporary.Registry().Set(Work with { Default = true });
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(_temporary.Path));
        Assert.Equal(file, File.GetUnixFileMode(_temporary.PathOf("Work.json")));
        Assert.Equal(file, File.GetUnixFileMode(_temporary.PathOf("default")));

        // Also when it takes the place of one that everybody could read.
        File.SetUnixFileMode(_temporary.PathOf("Work.json"), file | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        _temporary.Registry().Set(Work);
        Assert.Equal(file, File.GetUnixFileMode(_temporary.PathOf("Work.json")));
    }

    [Fact]
    public void Nothing_but_the_files_themselves_stays()
    {
        var registry = _temporary.Registry();
        for (var i = 0; i < 5; i++) registry.Set(Work with { Model = $"m{i}", Default = true });
        Assert.Equal(["Work.json", "default"], _temporary.Files);
    }

    [Fact]
    public async Task A_reader_never_sees_a_half_written_file()
    {
        _temporary.Folder.Save(Work with { ApiVersion = "v" });
        using var done = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                var (folder, reads) = (_temporary.Folder, 0);
                // At least once after the last write.
                for (var last = false; !last; reads++)
                {
                    last = done.IsCancellationRequested;
                    var seen = folder.Find("work");
                    Assert.NotNull(seen);
                    Assert.Equal(seen.Model!.Length, seen.ApiVersion!.Length);
                }
                return reads;
            },
            TestContext.Current.CancellationToken);
        // Each length is another one, so that a mixture of two files would show.
        for (var i = 0; i < 500; i++) _temporary.Folder.Save(Work with { Model = new string('m', 1 + i * 37 % 3000), ApiVersion = new string('v', 1 + i * 37 % 3000) });
        await done.CancelAsync();
        Assert.True(await reading > 0);
        Assert.Equal(["Work.json"], _temporary.Files);
    }

    [Fact]
    public void Writers_at_once_leave_one_whole_file()
    {
        Parallel.For(0, 200, i => _temporary.Folder.Save(Work with { Model = new string((char)('a' + i % 26), 2000) }));
        Assert.Single(_temporary.Folder.Find("work")!.Model!.Distinct());
        Assert.Equal(["Work.json"], _temporary.Files);
    }

    [Fact]
    public void A_name_is_found_in_any_case_and_has_one_file()
    {
        var registry = _temporary.Registry();
        registry.Set(Work);
        registry.Set(Work with { Name = "WORK", Model = "b", Default = true });
        Assert.Equal(["Work.json", "default"], _temporary.Files);
        Assert.Equal((Name: "Work", Model: "b", Default: true), Seen("wOrK"));
        Assert.Equal(["Work"], registry.Names());
        registry.Remove("work");
        Assert.Empty(_temporary.Files);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("C:x")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("default\0")]
    [InlineData("größe")]
    [InlineData("")]
    [InlineData("CON")]
    [InlineData("nul")]
    [InlineData("Aux")]
    [InlineData("PRN")]
    [InlineData("com1")]
    [InlineData("COM0")]
    [InlineData("LPT9")]
    public void A_name_can_be_no_path(string name)
    {
        Assert.False(ProviderRules.IsName(name));
        Assert.Equal("Name", Assert.Throws<ChatRequestException>(() => _temporary.Registry().Set(Work with { Name = name })).Parameter);
        Assert.False(Directory.Exists(_temporary.Path));
        Assert.Null(_temporary.Registry().Find(name));
        _temporary.Registry().Remove(name);
    }

    [Fact]
    public void A_name_has_64_characters_at_most()
    {
        Assert.True(ProviderRules.IsName(new string('a', 64)));
        Assert.False(ProviderRules.IsName(new string('a', 65)));
        Assert.False(ProviderRules.IsName(null));
        foreach (var name in new[] { "Az-09", "con1", "com", "com10", "lpt-1", "console", "nul-l" }) Assert.True(ProviderRules.IsName(name));
    }

    [Fact]
    public void Other_files_are_no_providers()
    {
        _temporary.Write("notes.txt", "{}");
        _temporary.Write("not_a_name.json", "{}");
        _temporary.Write("work.json.0123.tmp", "{}");
        Directory.CreateDirectory(_temporary.PathOf("folder.json"));
        Assert.Empty(_temporary.Folder.Names());
    }

    [Fact]
    public void A_new_process_knows_the_default_and_removing_it_leaves_none()
    {
        _temporary.Registry().Set(Work with { Default = true });
        _temporary.Registry().Set(Work with { Name = "other" });
        Assert.Equal((Name: "Work", Model: "a", Default: true), Seen("work"));
        Assert.Equal((Name: "other", Model: "a", Default: false), Seen("other"));
        Assert.Equal("Work", _temporary.Registry().Choose(null, null).Provider.Name);

        _temporary.Registry().Set(Work with { Name = "other", Default = true });
        Assert.Equal((Name: "Work", Model: "a", Default: false), Seen("work"));
        Assert.Equal("other", _temporary.Registry().Choose(null, null).Provider.Name);

        _temporary.Registry().Remove("OTHER");
        Assert.Equal(["Work.json"], _temporary.Files);
        Assert.Throws<ChatRequestException>(() => _temporary.Registry().Choose(null, null));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_clear_error()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temporary.Path)!);
        File.WriteAllText(_temporary.Path, "");
        var error = Assert.Throws<ChatRequestException>(() => _temporary.Registry().Set(Work));
        Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
        Assert.Contains(_temporary.PathOf("Work.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains("-Scope Session", error.Message, StringComparison.Ordinal);
        Assert.Empty(_temporary.Registry().Names());
        Assert.Equal("Ollama", _temporary.Registry().Get("Ollama").Name);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_clear_error_with_a_way_on()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetDirectoryName(_temporary.Path))!);
        File.WriteAllText(Path.GetDirectoryName(_temporary.Path)!, "");
        var error = Assert.Throws<ChatRequestException>(() => _temporary.Registry().Set(Work));
        Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
        Assert.Contains(_temporary.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_a_clear_error_and_leaves_nothing_behind()
    {
        // A folder of the file's name cannot be replaced by a file, whoever asks.
        Directory.CreateDirectory(_temporary.PathOf("Work.json"));
        var error = Assert.Throws<ChatRequestException>(() => _temporary.Registry().Set(Work));
        Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
        Assert.Contains(_temporary.PathOf("Work.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains("-Scope Session", error.Message, StringComparison.Ordinal);
        Assert.Empty(_temporary.Files);
    }

    public void Dispose() => _temporary.Dispose();

    private (string Name, string? Model, bool Default) Seen(string name)
    {
        var provider = _temporary.Registry().Find(name)!;
        return (provider.Name, provider.Model, provider.Default);
    }
}
