using System.Net;
using System.Reflection;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>What a provider's file holds, and what is read of it.</summary>
public sealed class ProviderJsonTests
{
    private static readonly string[] NotInTheFile = ["Name", "Default", "KeySource", "Scope"];

    private static readonly ChatProvider Full = new()
    {
        Name = "work",
        Type = "LiteLLM",
        ApiBase = "https://llm.example.com/v1",
        ApiVersion = "2024-10-21",
        AuthType = "ApiKey",
        ApiKeyVariable = "WORK_KEY",
        Vault = "Team",
        SecretName = "ChatCompletion-work",
        Model = "größe/\"m\"",
        InstructionsRole = "developer",
        Defaults = RequestProbe.Map("""{"max_tokens":256,"temperature":0.2,"stop":["a"],"metadata":{"deep":[1,{"x":null}]}}"""),
        Headers = new JsonDictionary { ["X-Team"] = "ops & <co>" },
        SecretHeaders = new JsonDictionary { ["X-Sign"] = "ChatCompletion-work-X-Sign" },
        Query = new JsonDictionary { ["app_id"] = "app_1" },
        Proxy = "http://proxy.example.com:3128",
        ProxyUseDefaultCredentials = true,
        ConnectTimeoutSec = 1.5,
        FirstByteTimeoutSec = 2,
        IdleTimeoutSec = 3,
        TimeoutSec = 4,
        NumRetries = 0,
        MaxRetryDelaySec = 5.25,
        MaxResponseMiB = 64,
        ThinkTags = true,
        Scope = ChatProvider.UserScope,
    };

    [Fact]
    public void Every_public_property_is_in_the_file_or_left_out_on_purpose()
    {
        var properties = typeof(ChatProvider).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name).Except(NotInTheFile);
        var written = RequestProbe.Map(Encoding.UTF8.GetString(ProviderJson.Write(Full))).Keys.Cast<string>();
        Assert.Equal(
            properties.Select(static name => char.ToLowerInvariant(name[0]) + name[1..]).Order(StringComparer.Ordinal),
            written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_property_comes_back_as_it_was()
    {
        var back = ProviderJson.Read("work", Encoding.UTF8.GetString(ProviderJson.Write(Full)));
        foreach (var property in typeof(ChatProvider).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (before, after) = (property.GetValue(Full), property.GetValue(back));
            Assert.True(before is not null, property.Name);
            Assert.Equal((Name: property.Name, After: JsonText.Write(before)), (property.Name, After: JsonText.Write(after)));
            Assert.Equal(before.GetType(), after?.GetType());
        }
    }

    [Fact]
    public void Only_what_is_set_is_written_and_people_can_read_it() => Assert.Equal(
        """
        {
          "type": "Ollama",
          "model": "qwen3:8b",
          "headers": {
            "X-Team": "größe & <co>"
          },
          "idleTimeoutSec": 2.5
        }
        """,
        Encoding.UTF8.GetString(ProviderJson.Write(new ChatProvider
        {
            Name = "home",
            Type = "Ollama",
            Model = "qwen3:8b",
            Headers = new JsonDictionary { ["X-Team"] = "größe & <co>" },
            IdleTimeoutSec = 2.5,
        })).ReplaceLineEndings("\n"));

    [Fact]
    public void No_secret_of_the_session_is_written()
    {
        const string canary = "sk-canary-0123456789";
        var secret = new NetworkCredential("", canary).SecurePassword;
        var provider = Full with { SessionKey = secret, SessionHeaders = new Dictionary<string, System.Security.SecureString> { ["X-Other"] = secret } };
        Assert.Equal(ProviderJson.Write(Full), ProviderJson.Write(provider));

        using var temporary = new TemporaryFolder();
        temporary.Registry().Set(provider with { ApiKeyVariable = null, SecretName = null, Default = true });
        foreach (var file in temporary.Files)
        {
            Assert.DoesNotContain("canary", temporary.Read(file), StringComparison.Ordinal);
            Assert.DoesNotContain("X-Other", temporary.Read(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_flag_is_true_or_false()
    {
        Assert.False(ProviderJson.Read("home", """{"type":"Ollama","thinkTags":false}""").ThinkTags);
        Assert.Equal("thinkTags is neither true nor false.", Assert.Throws<System.Text.Json.JsonException>(static () => ProviderJson.Read("home", """{"type":"Ollama","thinkTags":"yes"}""")).Message);
    }

    [Fact]
    public void Fields_of_a_later_version_do_not_matter()
    {
        var provider = ProviderJson.Read("home", """{"type":"ollama","newer":{"a":1},"model":null}""");
        Assert.Equal(
            (Name: "home", Type: "ollama", Model: null, Scope: "User"),
            (provider.Name, provider.Type, provider.Model, provider.Scope));
    }
}
