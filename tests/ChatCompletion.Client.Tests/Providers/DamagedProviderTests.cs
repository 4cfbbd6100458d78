namespace ChatCompletions.Tests;

/// <summary>A file that cannot be what was saved is told, kept, and spoils nothing else.</summary>
public sealed class DamagedProviderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("""{"type":"Ollama","model":"qw""")]
    [InlineData("""{"type":"Ollama"}}""")]
    [InlineData("""{"type":"Ollama",}""")]
    [InlineData("type = Ollama")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"Ollama\"")]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"Ollama","model":true}""")]
    [InlineData("""{"type":"Ollama","headers":["a"]}""")]
    [InlineData("""{"type":"Ollama","headers":{"X-A":1}}""")]
    [InlineData("""{"type":"Ollama","query":"a=b"}""")]
    [InlineData("""{"type":"Ollama","query":{"a":null}}""")]
    [InlineData("""{"type":"Ollama","defaults":"x"}""")]
    [InlineData("""{"type":"Ollama","timeoutSec":"5"}""")]
    [InlineData("""{"type":"Ollama","timeoutSec":-1}""")]
    [InlineData("""{"type":"Ollama","numRetries":11}""")]
    [InlineData("""{"type":"Ollama","numRetries":2.5}""")]
    [InlineData("""{"type":"Ollama","numRetries":4294967298}""")]
    [InlineData("""{"type":"Ollama","numRetries":1e300}""")]
    [InlineData("""{"type":"Nobody"}""")]
    [InlineData("""{"type":"Custom"}""")]
    [InlineData("""{"type":"Ollama","authType":"Basic"}""")]
    [InlineData("""{"type":"Ollama","headers":{"Authorization":"Bearer x"}}""")]
    [InlineData("""{"type":"Ollama","secretHeaders":{"Cookie":"x"}}""")]
    [InlineData("""{"type":"Ollama","apiBase":"https://a:b@h/v1"}""")]
    [InlineData("""{"type":"Ollama","defaults":{"stream":true}}""")]
    public void A_damaged_file_is_named_and_left_as_it_is(string content)
    {
        _temporary.Write("work.json", content);
        _temporary.Write("home.json", """{"type":"Ollama","model":"qwen3"}""");
        var registry = _temporary.Registry();
        foreach (var call in new Action[] { () => registry.Find("work"), () => registry.Get("WORK"), () => registry.Choose("work", null), () => registry.Choose(null, "work/m") })
        {
            var error = Assert.Throws<ChatRequestException>(call);
            Assert.Equal(ChatErrorKind.ProviderDamaged, error.Kind);
            Assert.Contains(_temporary.PathOf("work.json"), error.Message, StringComparison.Ordinal);
            Assert.Contains("Remove-ChatProvider work", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', error.Message);
        }
        Assert.Equal(content, _temporary.Read("work.json"));

        // The others are as ever, and the damaged one can be removed or set anew.
        Assert.Equal(["home", "work"], registry.Names());
        Assert.Equal("qwen3", registry.Get("home").Model);
        registry.Set(new ChatProvider { Name = "third", Type = "Ollama", Scope = ChatProvider.UserScope });
        Assert.Equal(content, _temporary.Read("work.json"));
        registry.Remove("work");
        Assert.Equal(["home.json", "third.json"], _temporary.Files);
    }

    [Fact]
    public void A_damaged_file_never_gives_way_to_the_preset_of_its_name()
    {
        _temporary.Write("openai.json", """{"type":"OpenAI","apiBase":"https://gate""");
        Assert.Equal(ChatErrorKind.ProviderDamaged, Assert.Throws<ChatRequestException>(() => _temporary.Registry(static _ => "sk-1").Get("OpenAI")).Kind);
    }

    [Fact]
    public void A_damaged_default_never_gives_way_to_another_provider()
    {
        _temporary.Registry().Set(new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope, Default = true });
        _temporary.Write("work.json", "{");
        Assert.Equal(ChatErrorKind.ProviderDamaged, Assert.Throws<ChatRequestException>(() => _temporary.Registry(static _ => "sk-1").Choose(null, "m")).Kind);
    }

    [Fact]
    public void A_default_whose_file_is_gone_never_gives_way_to_another_provider()
    {
        _temporary.Registry().Set(new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope, Default = true });
        File.Delete(_temporary.PathOf("work.json"));
        var error = Assert.Throws<ChatRequestException>(() => _temporary.Registry(static _ => "sk-1").Choose(null, "m"));
        Assert.Equal(ChatErrorKind.ProviderNotFound, error.Kind);
        Assert.Contains("'work'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_it_anew_repairs_it()
    {
        _temporary.Write("work.json", "{");
        _temporary.Registry().Set(new ChatProvider { Name = "work", Type = "Ollama", Scope = ChatProvider.UserScope });
        Assert.Equal("Ollama", _temporary.Registry().Get("work").Type);
    }

    public void Dispose() => _temporary.Dispose();
}
