using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>A key that a server echoes is not shown, in whatever form it stands there.</summary>
public class SecretMaskTests
{
    private const string Key = "sk-a/b+c=d&e'f<g>\"h\\i";

    public static TheoryData<string> Forms =>
    [
        Key,
        JsonEncodedText.Encode(Key).ToString(),
        JsonEncodedText.Encode(Key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Key.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("/", "\\/"),
        Uri.EscapeDataString(Key),
        Uri.EscapeDataString(Key).ToLowerInvariant(),
        string.Concat(Key.Select(static c => $"\\u{(int)c:x4}")),
        JavaScriptEncoder.Default.Encode(Key).Replace("\\u0026", "&").Replace("\\u003C", "<"),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_key_is_masked_in_every_form(string form) =>
        Assert.Equal("wrong key '***', again ***!", new SecretMask([Key]).Apply($"wrong key '{form}', again {form}!"));

    [Fact]
    public void Other_text_is_left_alone()
    {
        var mask = new SecretMask(["sk-abc.d"]);
        Assert.Equal("sk-abcxd SK-ABC.D sk-abc", mask.Apply("sk-abcxd SK-ABC.D sk-abc"));
        Assert.Equal("", mask.Apply(""));
        Assert.Null(mask.Apply(null));
    }

    [Fact]
    public void Without_a_key_nothing_is_masked() => Assert.Equal("a", new SecretMask([]).Apply("a"));

    [Fact]
    public void A_key_too_short_to_tell_from_other_text_is_not_masked()
    {
        Assert.Equal("abc is a word", new SecretMask(["abc"]).Apply("abc is a word"));
        Assert.Equal("***", new SecretMask(["abcd"]).Apply("abcd"));
    }

    [Theory]
    [InlineData("""{"error":{"message":"Incorrect API key provided: KEY."}}""", 401)]
    [InlineData("""{"detail":"KEY"}""", 422)]
    [InlineData("KEY is wrong", 403)]
    [InlineData("""<html>KEY</html>""", 500)]
    public async Task An_error_of_a_server_never_holds_the_key(string body, int status)
    {
        const string key = "sk-a/b+c=d&e'f<g>h";
        foreach (var form in new[] { key, key.Replace("/", "\\/"), JsonEncodedText.Encode(key).ToString() })
        {
            using var server = ScriptedServer.Start();
            server.Enqueue(Reply.Json(body.Replace("KEY", form), status));
            var provider = new ChatProvider { Name = "x", Type = "Custom", ApiBase = server.BaseUrl, ApiKeyVariable = "K" };
            var client = new ChatClient(ChatEndpoint.Create(provider, environment: name => name == "K" ? key : null), new ChatClientOptions { NumRetries = 0 });
            var error = await Assert.ThrowsAsync<ChatApiException>(() => client.CompleteAsync(RequestProbe.Request(), RequestProbe.Stop));
            Assert.Equal("Bearer " + key, server.Requests[0].Headers["Authorization"]);
            foreach (var shown in new[] { error.ToString(), error.Message, error.Body, error.Code, error.Type, error.Param, error.Advice, error.RequestId })
            {
                Assert.DoesNotContain(key, shown ?? "", StringComparison.Ordinal);
                Assert.DoesNotContain(form, shown ?? "", StringComparison.Ordinal);
            }
        }
    }
}
