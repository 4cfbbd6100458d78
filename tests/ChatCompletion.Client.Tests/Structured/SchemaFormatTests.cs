namespace ChatCompletions.Tests;

/// <summary>The formats that a string or a number is held to.</summary>
public sealed class SchemaFormatTests
{
    [Theory]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date", "2023-2-1", false)]
    [InlineData("date", "2023-02-01T00:00:00", false)]
    [InlineData("date-time", "2026-01-31T12:00:00.123+05:30", true)]
    [InlineData("date-time", "2026-01-31T25:00:00Z", false)]
    [InlineData("time", "08:30:06.28Z", true)]
    [InlineData("time", "08:30", true)]
    [InlineData("time", "24:00:00Z", false)]
    [InlineData("time", "08:30:06 PST", false)]
    [InlineData("duration", "P4DT12H30M5S", true)]
    [InlineData("duration", "PT0.5S", true)]
    [InlineData("duration", "P2W", true)]
    [InlineData("duration", "P", false)]
    [InlineData("duration", "P1DT", false)]
    [InlineData("duration", "P2S", false)]
    [InlineData("duration", "4 days", false)]
    [InlineData("email", "joe.bloggs@example.com", true)]
    [InlineData("email", "\"joe bloggs\"@example.com", true)]
    [InlineData("email", "joe@[127.0.0.1]", true)]
    [InlineData("email", "joe@[IPv6:::1]", true)]
    [InlineData("email", "2962", false)]
    [InlineData("email", ".joe@example.com", false)]
    [InlineData("email", "joe..b@example.com", false)]
    [InlineData("email", "joe@-example.com", false)]
    [InlineData("email", "실례@실례.테스트", false)]
    [InlineData("idn-email", "실례@실례.테스트", true)]
    [InlineData("hostname", "www.example.com", true)]
    [InlineData("hostname", "xn--4gbwdl.xn--wgbh1c", true)]
    [InlineData("hostname", "XN--4GBWDL", true)]
    [InlineData("hostname", "ab--cd", false)]
    [InlineData("hostname", "xn--0", false)]
    [InlineData("hostname", "-a-host", false)]
    [InlineData("hostname", "a_host", false)]
    [InlineData("hostname", "a..b", false)]
    [InlineData("hostname", "a.", false)]
    [InlineData("ipv4", "192.168.0.1", true)]
    [InlineData("ipv4", "192.168.0.01", false)]
    [InlineData("ipv4", "256.0.0.1", false)]
    [InlineData("ipv4", "127.0.1", false)]
    [InlineData("ipv4", "1.2.3.4/8", false)]
    [InlineData("ipv6", "::1", true)]
    [InlineData("ipv6", "::", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8", true)]
    [InlineData("ipv6", "1::d6:192.168.0.1", true)]
    [InlineData("ipv6", "::ffff:192.168.0.1", true)]
    [InlineData("ipv6", "12345::", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8::", false)]
    [InlineData("ipv6", "1::2::3", false)]
    [InlineData("ipv6", ":2:3:4:5:6:7:8", false)]
    [InlineData("ipv6", "fe80::a%eth1", false)]
    [InlineData("ipv6", "[::1]", false)]
    [InlineData("uri", "http://foo.bar/?baz=qux#quux", true)]
    [InlineData("uri", "http://[::1]:80/", true)]
    [InlineData("uri", "mailto:a@b.c", true)]
    [InlineData("uri", "urn:oasis:names", true)]
    [InlineData("uri", "//foo.bar/", false)]
    [InlineData("uri", "/abc", false)]
    [InlineData("uri", "http:// shouldfail.com", false)]
    [InlineData("uri", "http://a/%2", false)]
    [InlineData("uri", "http://a/<b>", false)]
    [InlineData("uri", "http://2001:0db8::7334", false)]
    [InlineData("uri", "http://ƒøø.com", false)]
    [InlineData("iri", "http://ƒøø.com/ä", true)]
    [InlineData("uri-reference", "/abc", true)]
    [InlineData("uri-reference", "", true)]
    [InlineData("uri-reference", "\\\\WINDOWS\\share", false)]
    [InlineData("iri-reference", "ä#b", true)]
    [InlineData("uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", true)]
    [InlineData("uuid", "2eb8aa08aa9811eab4aa73b441d16380", false)]
    [InlineData("uuid", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380", false)]
    [InlineData("json-pointer", "/foo//a~1b", true)]
    [InlineData("json-pointer", "foo", false)]
    [InlineData("json-pointer", "/a~2", false)]
    [InlineData("relative-json-pointer", "0#", true)]
    [InlineData("relative-json-pointer", "01/a", false)]
    [InlineData("regex", "([abc])+\\s+$", true)]
    [InlineData("regex", "^(abc]", false)]
    [InlineData("password", "anything", true)]
    public void A_text_keeps_a_format(string format, string text, bool isValid)
    {
        Assert.True(SchemaFormats.IsKnown(format));
        Assert.Equal(isValid, SchemaFormats.IsValid(format, text));
        foreach (var other in (object?[])[null, true, 1L, 1.5, new JsonList()]) Assert.True(SchemaFormats.IsValid(format, other));
    }

    [Theory]
    [InlineData("int32", "2147483647", true)]
    [InlineData("int32", "2147483648", false)]
    [InlineData("int32", "1.5", false)]
    [InlineData("int64", "-9223372036854775808", true)]
    [InlineData("int64", "1e19", false)]
    [InlineData("uint8", "-1", false)]
    [InlineData("uint64", "18446744073709551615", true)]
    [InlineData("float", "3.4e38", true)]
    [InlineData("float", "3.5e38", false)]
    [InlineData("double", "1e308", true)]
    [InlineData("double", "-1e400", false)]
    public void A_number_keeps_a_format(string format, string number, bool isValid)
    {
        Assert.Equal(isValid, SchemaFormats.IsValid(format, StrictJson.Parse(number)));
        Assert.True(SchemaFormats.IsValid(format, "text"));
    }

    [Fact]
    public void Each_example_keeps_its_format()
    {
        var examples = SchemaFormats.Names.Where(static name => SchemaFormats.Example(name) is not null).ToList();
        Assert.Equal(17, examples.Count);
        Assert.All(examples, static name => Assert.True(SchemaFormats.IsValid(name, SchemaFormats.Example(name)), name));
    }
}
