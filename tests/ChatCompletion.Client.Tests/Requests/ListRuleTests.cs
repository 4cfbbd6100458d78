namespace ChatCompletions.Tests;

/// <summary>The rules for fields that hold lists and objects.</summary>
public sealed class ListRuleTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData("""{"logit_bias":{"0":-100,"99999999999":100,"5":0.5}}""")]
    [InlineData("""{"stop":["a","b","c","d"]}""")]
    [InlineData("""{"response_format":{"type":"text"}}""")]
    [InlineData("""{"response_format":{"type":"grammar","value":"x"}}""")]
    [InlineData("""{"metadata":{"a":1,"b":{"c":[true,null]}}}""")]
    public async Task What_keeps_the_rules_is_sent_as_it_is(string layer) =>
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}],""" + layer[1..], await _probe.BodyOf(RequestProbe.With(layer)));

    [Theory]
    [InlineData("""{"abc":1}""", "'abc' is not a token id")]
    [InlineData("""{"":1}""", "'' is not a token id")]
    [InlineData("""{"-1":1}""", "'-1' is not a token id")]
    [InlineData("""{"1.5":1}""", "'1.5' is not a token id")]
    [InlineData("""{"1,000":1}""", "'1,000' is not a token id")]
    [InlineData("""{" 1":1}""", "' 1' is not a token id")]
    [InlineData("""{"5":-101}""", "token 5) must be a number from -100 to 100; it is -101.")]
    [InlineData("""{"5":100.5}""", "token 5) must be a number from -100 to 100; it is 100.5.")]
    [InlineData("""{"5":"1"}""", "token 5) must be a number from -100 to 100; it is '1'.")]
    [InlineData("""{"5":null}""", "token 5) must be a number from -100 to 100")]
    [InlineData("""[5]""", "takes token ids with their bias")]
    [InlineData("5", "takes token ids with their bias")]
    public async Task A_bias_has_a_token_id_and_a_value_from_minus_100_to_100(string value, string rule)
    {
        await _probe.Refuses(RequestProbe.With($$"""{"logit_bias":{{value}}}"""), "LogitBias", rule);
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map($$"""{"logit_bias":{{value}}}""") };
        await defaults.Refuses(RequestProbe.Request(), "LogitBias", "-LogitBias (logit_bias");
    }

    [Fact]
    public async Task Token_ids_may_be_numbers_but_not_twice_the_same()
    {
        var request = RequestProbe.Request();
        request.LogitBias = new JsonDictionary();
        request.LogitBias.Add(2683, -100);
        Assert.EndsWith(""","logit_bias":{"2683":-100}}""", await _probe.BodyOf(request), StringComparison.Ordinal);
        request.LogitBias.Add("2683", 5);
        using var probe = new RequestProbe();
        await probe.Refuses(request, "LogitBias", "2683");
    }

    [Theory]
    [InlineData("""["a","b","c","d","e"]""", "takes 4 texts at most; there are 5.")]
    [InlineData("""[""]""", "takes texts that are not empty.")]
    [InlineData("\"\"", "takes texts that are not empty.")]
    [InlineData("""["a",null]""", "takes texts that are not empty.")]
    [InlineData("""["a",1]""", "takes texts that are not empty.")]
    [InlineData("5", "takes texts that are not empty.")]
    [InlineData("false", "takes texts that are not empty.")]
    public async Task Stop_is_four_texts_at_most_and_none_of_them_empty(string value, string rule)
    {
        await _probe.Refuses(RequestProbe.With($$"""{"stop":{{value}}}"""), "Stop", "-Stop (stop) " + rule);
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map($$"""{"stop":{{value}}}""") };
        await defaults.Refuses(RequestProbe.Request(), "Stop", "-Stop (stop) " + rule);
    }

    [Theory]
    [InlineData("\"xml\"")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""[{"type":"text"}]""")]
    [InlineData("true")]
    public async Task A_response_format_is_an_object_with_a_type(string value) =>
        await _probe.Refuses(RequestProbe.With($$"""{"response_format":{{value}}}"""), "ResponseFormat", "-ResponseFormat (response_format)");

    [Fact]
    public async Task Metadata_is_an_object() =>
        await _probe.Refuses(RequestProbe.With("""{"metadata":"a=b"}"""), "Metadata", "-Metadata (metadata) is an object");

    [Fact]
    public async Task Metadata_for_OpenAI_is_16_pairs_of_text_at_most()
    {
        using var probe = new RequestProbe { Type = "OpenAI" };
        await probe.Refuses(Metadata(17), "Metadata", "at most 16 pairs with this provider; there are 17.");
        await probe.Refuses(RequestProbe.With("""{"metadata":{"a":"x","debug":true}}"""), "Metadata", "takes text values only with this provider; 'debug' is not text.");
        await probe.Refuses(RequestProbe.With("""{"metadata":{"a":1}}"""), "Metadata", "'a' is not text.");
        await probe.Refuses(RequestProbe.With("""{"metadata":{"a":null}}"""), "Metadata", "'a' is not text.");
        Assert.Equal(16, ((JsonDictionary)RequestProbe.Map(await probe.BodyOf(Metadata(16)))["metadata"]!).Count);
    }

    [Fact]
    public async Task Metadata_for_others_has_no_such_limits() =>
        Assert.Equal(17, ((JsonDictionary)RequestProbe.Map(await _probe.BodyOf(Metadata(17)))["metadata"]!).Count);

    [Fact]
    public async Task A_safety_identifier_has_64_characters_at_most()
    {
        var request = RequestProbe.Request();
        request.SafetyIdentifier = new string('a', 65);
        await _probe.Refuses(request, "SafetyIdentifier", "-SafetyIdentifier (safety_identifier) is longer than 64 characters.");
        await _probe.Refuses(RequestProbe.With($$"""{"safety_identifier":"{{new string('a', 65)}}"}"""), "SafetyIdentifier", "64 characters");
    }

    [Fact]
    public async Task What_is_nested_too_deeply_to_be_JSON_is_refused()
    {
        var map = new JsonDictionary();
        map["self"] = map;
        var request = RequestProbe.Request();
        request.AdditionalParameters = new JsonDictionary { ["x"] = map };
        var refusal = await _probe.RefusalOf(request);
        Assert.Equal(ChatErrorKind.InvalidRequest, refusal.Kind);
        Assert.Contains("nested", refusal.Message, StringComparison.Ordinal);
        await _probe.RefusalOf(request, streaming: true);
    }

    public void Dispose() => _probe.Dispose();

    private static ChatRequest Metadata(int pairs)
    {
        var request = RequestProbe.Request();
        request.Metadata = new JsonDictionary();
        for (var i = 0; i < pairs; i++) request.Metadata[$"k{i}"] = "v";
        return request;
    }
}
