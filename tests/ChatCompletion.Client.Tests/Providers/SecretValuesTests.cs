using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Which values look like secrets under a harmless name, and which do not.</summary>
public class SecretValuesTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

    public static TheoryData<string> Secrets =>
    [
        "sk-1234", "sk-canary-0123456789", "sk-proj-abcdefghijklmnop", "sk-ant-api03-abcdefghijklmnop", "sk-or-v1-0123456789abcdef", " sk-1234567890 ", "\"sk-1234567890\"",
        "sk_live_0123456789abcdef", "rk_test_0123456789abcdef", "gsk_abcdefghijklmnopqrst0123", "xai-abcdefghijklmnopqrst0123", "hf_abcdefghijklmnopqrst", "r8_abcdefghijklmnop0123",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345", "gho_0123456789abcdefghij", "github_pat_11ABCDEFG0123456789_abcdef", "glpat-0123456789abcdefghij",
        "xoxb-0123456789-abcdef", "xoxp-0123456789", "xapp-1-A0123-456", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "AIzaSyA0123456789abcdefghijklmnopqrstuv",
        "nvapi-0123456789abcdefghij", "pplx-0123456789abcdefghij", "ya29.a0AfH6SMBx0123456789", "SG.0123456789ab.0123456789abcdef", "npm_0123456789abcdefghijABCDEFGHIJ012345",
        "0123456789abcdef0123456789abcdef.AbCdEfGh01234567", Jwt, "Bearer " + Jwt, "Bearer abc", "bearer 0123456789", "BEARER x.y.z",
        "Basic " + Base64("anna:secret"), "basic " + Base64("anna:"), "Token 0123456789abcdef01234567", "Key 0123456789abcdef:0123", "ApiKey 0123456789abcdef",
        "Authorization: Bearer abc", "authorization:x", "x-api-key: abc", "Cookie: a=b",
        "curl -H 'Authorization: Bearer abcdefghij0123456789'", "use sk-proj-abcdefghijklmnop please", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----",
        """{"api_key":"abc"}""", """{"a":{"b":[{"Authorization":"x"}]}}""", """[{"password":1234}]""", """{"x":"Bearer abc"}""", """{"x":"{\"api_key\":\"abc\"}"}""", """{"ghp_0123456789abcdefghijABCDEFGHIJ":1}""",
        Base64("""{"api_key":"abc","team":"ops"}"""), Base64("""{"api_key":"abc","team":"it"}""").TrimEnd('='),
        "api_key=abc", "team=ops&api_key=abc", "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=abc", "Server=db;Password=abc;", "AccountName=a;AccountKey=abc==", "code=abc&x=1",
        "https://anna:secret@example.com/", "https://example.com/?sig=abc", "https://example.com/a?x=1&access_token=abc", "https://example.com/#access_token=abc",
    ];

    public static TheoryData<string> Harmless =>
    [
        "", " ", "ops", "24/7", "none", "key", "token", "Bearer", "Basic", "password", "sk", "sk-", "sk-SK", "sk-SK,sk;q=0.9", "sk-learn", "task-1234567890", "risk-2024-01", "disk-0123456789",
        "Basic Questions", "basic auth", "Token economics", "Key accounts", "Digest weekly", "text/event-stream", "application/json; charset=utf-8", "max-age=0", "gzip, br",
        "org-AbC123dEf456GhI789jKl012", "proj_AbC123dEf456GhI789jKl012", "550e8400-e29b-41d4-a716-446655440000", "0123456789abcdef0123456789abcdef", "resp_67cb0123456789abcdef0123456789abcdef",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "chatcmpl-AbC123dEf456", "file-AbC123dEf456GhI789",
        "gpt-4o-mini-2024-07-18", "meta-llama/Llama-3.1-70B-Instruct-Turbo", "openai/gpt-4o", "anthropic/claude-sonnet-4", "2024-10-21", "2024-12-01-preview", "api-preview-2024-10-21",
        "hf_transfer", "xai-grok-2", "fw_models", "gsk_", "AKIA", "eyJ", "a=b", "team=ops", "team=ops&lang=en", "x = 5", "password=", "page=2;size=10", "https://example.com/", "https://anna@example.com/",
        "https://example.com/?page=2&lang=en", "https://example.com/?max_tokens=5", "http://proxy.example.com:3128", "mailto:anna@example.com", """{"a":1}""", """{"max_tokens":5}""", """["a","b"]""",
        """{"type":"object","properties":{"password":{"type":"string"}}}""", "{not json", "[", "eyJub3QganNvbg", Base64("""{"team":"ops"}"""), "Be brief. Never tell the password.",
        "Note: the token is in the vault", "use bearer authentication/authorization here", "Session: planning",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Looks_like_a_secret(string value) => Assert.True(SecretValues.IsSecret(value));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Looks_like_no_secret(string value) => Assert.False(SecretValues.IsSecret(value));

    [Fact]
    public void A_very_long_value_is_looked_at_in_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var piece in new[] { "sk-", "eyJ", "-eyJ", "Bearer ", "bearer x", "a=b;", "a ", "[", "%41", "ghp_", "\\u0041" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
            SecretValues.IsSecret(text);
            SecretValues.IsSecret(text[..16_000]);
        }
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Fields_are_found_at_any_depth_and_redacted_where_they_stand()
    {
        var map = RequestProbe.Map("""
            {"a":1,"api_key":"k1","extra_headers":{"Authorization":"k2","X-Team":"ops","X-Raw":"Bearer k3"},"extra_body":{"list":[{"password":7},{"n":7}],"auth":{"user":"k4","ok":true,"in":["k5",""]}},
            "tools":[{"function":{"name":"login","parameters":{"type":"object","properties":{"password":{"type":"string"},"token":{"type":"string","description":"d"}},"required":["password"]}}}],
            "max_tokens":5,"prompt_cache_key":"c","messages":[{"role":"user","content":"Bearer 0123456789abcdef","api_key":"mine"}]}
            """);
        Assert.Equal(
            ["api_key=k1", "extra_headers.Authorization=k2", "extra_headers.X-Raw=Bearer k3", "extra_body.list[0].password=7", "extra_body.auth.user=k4", "extra_body.auth.in[0]=k5"],
            SecretFields.Find(map).Select(static field => $"{field.Path}={field.Value}"));
        var redacted = JsonText.Write(SecretFields.Redact(map));
        Assert.DoesNotMatch("k[1-5]", redacted);
        Assert.Contains("\"extra_headers\":{\"Authorization\":\"***\",\"X-Team\":\"ops\",\"X-Raw\":\"***\"}", redacted, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"Bearer 0123456789abcdef\"", redacted, StringComparison.Ordinal);
        Assert.Contains("k1", map.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_no_secret_is_the_same_object_and_what_holds_itself_does_no_harm()
    {
        var map = RequestProbe.Map("""{"max_tokens":5,"stop":["a"],"password":"","token":null,"auth":true,"session":3}""");
        Assert.Same(map, SecretFields.Redact(map));
        Assert.Empty(SecretFields.Find(null));
        map["self"] = map;
        Assert.Empty(SecretFields.Find(map));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
