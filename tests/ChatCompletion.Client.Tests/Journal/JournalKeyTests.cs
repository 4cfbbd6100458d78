using System.Globalization;

namespace ChatCompletions.Tests.Journal;

/// <summary>The same call has the same key, in every process, and another call has another.</summary>
public class JournalKeyTests
{
    private const string Address = "http://127.0.0.1:9/v1/chat/completions";

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"metadata":{"a":"1","b":"2"},"temperature":0.5}""")]
    [InlineData("""{"temperature":0.5,"metadata":{"b":"2","a":"1"},"messages":[{"content":"hi","role":"user"}],"model":"m"}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"metadata":{"b":"2","a":"1"},"messages":[{"content":"hi","role":"user"}],"model":"m"}""")]
    public void Order_and_stream_do_not_count(string body)
    {
        var key = Key("""{"metadata":{"b":"2","a":"1"},"model":"m","temperature":0.5,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(key, Key(body));
        Assert.Equal(key, JournalKey.Parse(key)!.Value.ToString());
    }

    [Fact]
    public void The_key_is_the_hash_of_address_and_canonical_body()
    {
        // It is written in files, so it must stay what it is.
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("SRV\nhttp://127.0.0.1:9/v1/chat/completions\n{\"a\":[1,{\"x\":null,\"y\":true}],\"b\":\"ü\"}"u8));
        Assert.Equal(expected, Key("""{ "b": "\u00fc", "a": [1, {"y": true, "x": null}] }"""));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stop":["a","b"]}""")]
    [InlineData("""{"model":"M","messages":[{"role":"user","content":"hi"}],"stop":["b","a"]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hI"}],"stop":["b","a"]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stop":["b","a"],"n":1}""")]
    public void What_is_sent_counts(string body) =>
        Assert.NotEqual(Key("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stop":["b","a"]}"""), Key(body));

    [Theory]
    [InlineData("http://127.0.0.1:9/v2/chat/completions")]
    [InlineData("http://127.0.0.1:8/v1/chat/completions")]
    [InlineData("https://127.0.0.1:9/v1/chat/completions")]
    [InlineData("http://127.0.0.1:9/v1/chat/completions?app_id=2")]
    public void The_address_counts(string address) =>
        Assert.NotEqual(Key("{}"), Key("{}", address));

    [Fact]
    public void The_provider_counts_but_not_the_case_of_its_name()
    {
        Assert.NotEqual(Key("{}"), Key("{}", provider: "srv-2"));
        Assert.Equal(Key("{}"), Key("{}", provider: "SRV"));
    }

    [Theory]
    [InlineData("0.123456789012345678901234567890", "0.123456789012345678901234567891")]
    [InlineData("123456789012345678901234567890.5", "123456789012345678901234567890.25")]
    [InlineData("9007199254740993.0", "9007199254740992.0")]
    [InlineData("12345678901234567.89", "12345678901234567.88")]
    [InlineData("1e400", "1e401")]
    [InlineData("1e400", "-1e400")]
    [InlineData("1e-400", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    public void Every_digit_of_a_number_counts(string number, string other)
    {
        foreach (var body in new[] { "{\"x\":NUMBER}", "{\"x\":[{\"y\":NUMBER}]}" })
            Assert.NotEqual(Key(body.Replace("NUMBER", number, StringComparison.Ordinal)), Key(body.Replace("NUMBER", other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"api_key":"a"}""", """{"api_key":"b"}""")]
    [InlineData("""{"api_key":"1"}""", """{"api_key":1}""")]
    [InlineData("""{"extra":{"token":[12,{"x":"a"}]}}""", """{"extra":{"token":[12,{"x":"b"}]}}""")]
    public void A_secret_in_the_body_counts_but_cannot_be_tried_out_in_the_key(string body, string other)
    {
        Assert.NotEqual(Key(body), Key(other));
        Assert.Equal(Key(body), Key(body));
        var plain = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"SRV\n{Address}\n{body}"));
        Assert.NotEqual(Convert.ToHexStringLower(plain), Key(body));
    }

    [Theory]
    [InlineData("?code=0123456789abcdef", "?code=fedcba9876543210")]
    [InlineData("?app_id=1&sig=abc", "?app_id=1&sig=abd")]
    public void A_secret_in_the_address_does_not_count(string query, string renewed)
    {
        Assert.Equal(Key("{}", Address + query), Key("{}", Address + renewed));
        Assert.NotEqual(Key("{}", Address + query), Key("{}"));
        Assert.NotEqual(Key("{}", Address + query), Key("{}", Address + query + "&more=1"));
    }

    [Fact]
    public void Names_in_messages_say_nothing()
    {
        // What the user says is compared as it is, and costs no slow hash.
        const string body = """{"messages":[{"role":"user","content":"hi","api_key":"a","more":{"token":1}}]}""";
        var (_, secrets) = JournalKey.Of(new SentRequest("srv", new Uri(Address), "m", null, System.Text.Encoding.UTF8.GetBytes(body)), new SecretDigests("test"));
        Assert.Empty(secrets);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_count(string name)
    {
        var request = Ask.Question();
        request.Temperature = 0.25;
        request.Metadata = RequestProbe.Map("""{"I":"1","i":"2","ı":"3","Ä":"4"}""");
        var expected = Described(request);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
            Assert.Equal(expected, Described(request));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("zz11111111111111111111111111111111111111111111111111111111111111")]
    public void What_is_no_key_is_none(string? text) => Assert.Null(JournalKey.Parse(text));

    private static string Key(string body, string address = Address, string provider = "srv") =>
        JournalKey.Of(new SentRequest(provider, new Uri(address), "m", null, System.Text.Encoding.UTF8.GetBytes(body)), new SecretDigests("test")).Key.ToString();

    private static string Described(ChatRequest request) =>
        JournalKey.Of(Ask.Client("http://127.0.0.1:9/v1").Prepare(request, streaming: false), new SecretDigests("test")).Key.ToString();
}
