using System.Globalization;

namespace ChatCompletions.Tests.Journal;

/// <summary>The same call has the same key, in every process, and another call has another.</summary>
public class JournalKeyTests
{
    private static readonly Uri Address = new("http://127.0.0.1:9/v1/chat/completions");

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
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("http://127.0.0.1:9/v1/chat/completions\n{\"a\":[1,{\"x\":null,\"y\":true}],\"b\":\"ü\"}"u8));
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
        Assert.NotEqual(JournalKey.Of(Address, "{}"u8), JournalKey.Of(new Uri(address), "{}"u8));

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

    private static string Key(string body) => JournalKey.Of(Address, System.Text.Encoding.UTF8.GetBytes(body)).ToString();

    private static string Described(ChatRequest request)
    {
        var sent = Ask.Client("http://127.0.0.1:9/v1").Describe(request);
        return JournalKey.Of(sent.Address, sent.Body.Span).ToString();
    }
}
