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

    [Theory]
    [InlineData("bad key abcdef&quot;ghi%2Fjkl&amp;mno12")]
    [InlineData("bad key abcdef\\u0022ghi%2Fjkl&mno12")]
    [InlineData("bad key abcdef\"ghi%2Fjkl&mno12")]
    [InlineData("bad key abcdef\"ghi/jkl&mno12")]
    public void A_key_that_has_escapes_of_its_own_is_masked_behind_others(string text) =>
        Assert.Equal("bad key ***", new SecretMask(["abcdef\"ghi%2Fjkl&mno12"]).Apply(text));

    [Fact]
    public void Other_text_is_left_alone()
    {
        var mask = new SecretMask(["sk-abc.d"]);
        Assert.Equal("sk-abcxd SK-ABC.D sk-abc", mask.Apply("sk-abcxd SK-ABC.D sk-abc"));
        Assert.Equal("", mask.Apply(""));
        Assert.Null(mask.Apply(null));
    }

    [Fact]
    public void A_piece_of_a_key_that_begins_inside_another_is_masked_to_its_end() => Assert.Equal(
        "key *** end", new SecretMask(["a1b2c3de4f5g6h7i8j9k0l1m", "e4f5g6z9y8x7w6v5u4t3s2r1"]).Apply("key a1b2c3de4f5g6z9y8x7 end"));

    /// <summary>Attributes cannot hold half a surrogate pair.</summary>
    [Fact]
    public void Other_characters_of_any_kind_stay()
    {
        foreach (var other in new[] { "\u00E9", "\u00E9\uDC00", "\uD835", "\uD835\u00E9", "\uD83D\uDE00", "\uDE00" })
            Assert.Equal($"{other} ***, {other}", new SecretMask([Key]).Apply($"{other} {Key}, {other}"));
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
    [InlineData("none", "None of the models: none is there, nonetheless.")]
    [InlineData("ollama", "ollama: model 'x' not found; run ollama pull x")]
    [InlineData("2026", "20261121 and 2026-11-21")]
    [InlineData("EMPTY", "EMPTY")]
    [InlineData("a", "a bad answer")]
    [InlineData("", "")]
    public void A_short_plain_word_or_number_is_no_secret_within_a_text(string key, string text)
    {
        var mask = new SecretMask([key]);
        Assert.Equal(text.Length == key.Length && key.Length > 3 ? "***" : text, mask.Apply(text));
        Assert.Equal(text.Length == key.Length && key.Length > 3 ? "***" : text, mask.ApplyToCut(text));
        Assert.Equal(text, mask.ApplyToData(text));
    }

    [Theory]
    [InlineData("sk-1234", "key sk-1234, 'sk-1234' and sk-12345 or xsk-1234", "key ***, '***' and sk-12345 or xsk-1234")]
    [InlineData("p4ss!", "p4ss! p4ss!x", "*** p4ss!x")]
    [InlineData("a/b1", "a\\/b1 a%2Fb1", "*** ***")]
    public void A_short_secret_is_masked_where_it_stands_alone(string key, string text, string masked) => Assert.Equal(masked, new SecretMask([key]).Apply(text));

    [Theory]
    [InlineData("secret-abcd", "secret-abcd-efgh")]
    [InlineData("secret-abcd-efgh", "secret-abcd")]
    public void Of_a_secret_that_begins_with_another_nothing_is_left(string one, string other)
    {
        var mask = new SecretMask([one, other]);
        Assert.Equal("(***) (***)", mask.Apply("(secret-abcd-efgh) (secret-abcd)"));
        Assert.Equal("***!", mask.Apply("secret-abcd-efg!"));
    }

    [Fact]
    public void Secrets_that_overlap_or_lie_within_one_another_become_one_mask()
    {
        var mask = new SecretMask(["abcd-1234-efgh", "1234-efgh-5678", "4-efgh-5", "aaaa-aaaa"]);
        Assert.Equal("<***>", mask.Apply("<abcd-1234-efgh-5678>"));
        Assert.Equal("<***> <***>", mask.Apply("<1234-efgh-5678> <4-efgh-5>"));
        Assert.Equal("<***>", mask.Apply("<aaaa-aaaa-aaaa>"));
    }

    [Fact]
    public void A_beginning_is_masked_where_it_is_long_or_the_text_may_be_cut()
    {
        const string key = "sk-0123456789abcdef";
        var mask = new SecretMask([key]);
        for (var length = 0; length <= key.Length; length++)
        {
            var part = key[..length];
            Assert.Equal(length >= 4 ? "key ***" : "key " + part, mask.ApplyToCut("key " + part));
            // Half of its 18 letters and digits, without the dash.
            Assert.Equal(length >= 10 ? "key ***" : "key " + part, mask.Apply("key " + part));
            Assert.Equal(length >= 10 ? "key *** and on" : $"key {part} and on", mask.ApplyToCut($"key {part} and on"));
        }
    }

    [Fact]
    public void Wherever_a_long_text_is_divided_for_the_search_no_secret_is_missed()
    {
        var key = "sk-" + new string('z', 200) + "0123456789";
        var mask = new SecretMask([key]);
        foreach (var form in new[] { key, Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(key)), string.Concat(key.Select(static c => $"\\u{(int)c:x4}")) })
            foreach (var before in new[] { 0, 65_536 - form.Length - 1, 65_536 - (form.Length / 2), 65_535, 65_536, 65_537, 200_000 })
                Assert.Equal(new string('.', before) + "***" + new string('.', 70_000), mask.Apply(new string('.', before) + form + new string('.', 70_000)));
    }

    [Theory]
    [InlineData("at http://u:secret@proxy:1/", "at http://***@proxy:1/")]
    [InlineData("at 'https://token@host'", "at 'https://***@host'")]
    [InlineData("at http:\\/\\/u:secret@proxy", "at http:\\/\\/***@proxy")]
    [InlineData("mail a@b.c, see https://x/@y and https://x?a=@", "mail a@b.c, see https://x/@y and https://x?a=@")]
    public void User_and_password_of_a_URL_are_masked_without_being_known(string text, string masked) => Assert.Equal(masked, new SecretMask([]).Apply(text));

    [Fact]
    public void The_parts_of_a_headers_value_are_secrets_too()
    {
        var basic = "Basic " + Convert.ToBase64String("anna:pa55word-x"u8);
        var mask = new SecretMask([basic, "Token abcdefgh-1234"]);
        Assert.Equal("*** *** *** ***", mask.Apply($"{basic} {basic[6..]} pa55word-x abcdefgh-1234"));
    }

    [Fact]
    public void Secrets_can_be_added_later()
    {
        var mask = new SecretMask([]);
        Assert.Equal("first-secret", mask.Apply("first-secret"));
        mask.Add(["first-secret"]);
        mask.Add(["first-secret", "other-secret"]);
        Assert.Equal("*** ***", mask.Apply("first-secret other-secret"));
    }

    [Fact]
    public void A_cause_is_kept_unless_a_secret_is_anywhere_in_it()
    {
        const string key = "sk-0123456789abcdef";
        var mask = new SecretMask([key]);
        var harmless = new IOException("a", new InvalidOperationException("b"));
        Assert.Same(harmless, mask.Keep(harmless));
        var noted = new IOException("a");
        noted.Data["key"] = "x " + key;
        foreach (var cause in new Exception[]
        {
            new IOException(key), new IOException("a", new IOException(BitConverter.ToString(System.Text.Encoding.ASCII.GetBytes(key)))), noted, new IOException("a", noted),
            new AggregateException("a", new IOException("b"), new IOException(Uri.EscapeDataString(key))), new IOException("at http://u:p@proxy"), new IOException("a\u001bb"),
        })
            Assert.Null(mask.Keep(cause));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\f")]
    [InlineData("\v")]
    [InlineData("\u0085")]
    [InlineData("\u009b")]
    [InlineData("\u202e")]
    [InlineData("\0")]
    public void A_cause_is_not_kept_with_a_character_that_a_terminal_obeys(string character)
    {
        var mask = new SecretMask([]);
        var noted = new IOException("a");
        noted.Data["path"] = "x" + character;
        foreach (var cause in new Exception[]
            { new System.Text.Json.JsonException($"'t{character}' is invalid."), new IOException("a", new IOException("b" + character)), noted })
            Assert.Null(mask.Keep(cause));
        var ours = new IOException("one line\r\nand another\n\tindented");
        Assert.Same(ours, mask.Keep(ours));
    }

    [Theory]
    [InlineData("[t\r]")]
    [InlineData("{\"choices\":[t\u000c")]
    [InlineData("{\"a\":fal\u007f")]
    [InlineData("t\u0085")]
    public async Task The_cause_of_a_failure_is_safe_to_show_whatever_the_server_sent(string body)
    {
        foreach (var type in new[] { "application/json", "text/event-stream", "text/plain" })
        {
            var sent = type == "text/event-stream" ? $"data: {body}\n\n" : body;
            var outcome = await Ask.WholeAsync(Ask.Client(new BytesHandler(System.Text.Encoding.UTF8.GetBytes(sent), type)));
            for (Exception? cause = outcome.Failure; cause is not null; cause = cause.InnerException)
                Assert.Equal(SafeText.Neutralise(cause.Message), cause.Message);
        }
    }

    [Fact]
    public void A_value_is_masked_at_any_depth_and_is_the_same_object_where_there_is_no_secret()
    {
        var mask = new SecretMask(["sk-0123456789abcdef"]);
        var map = RequestProbe.Map("""{"a":["x",{"sk-0123456789abcdef":"b sk-0123456789abcdef"}],"n":1.5,"z":null}""");
        Assert.Equal("""{"a":["x",{"***":"b ***"}],"n":1.5,"z":null}""", JsonText.Write(mask.ApplyToData((object)map)));
        var clean = RequestProbe.Map("""{"a":["x",{"b":"c"}],"n":1}""");
        Assert.Same(clean, mask.ApplyToData((object)clean));
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
