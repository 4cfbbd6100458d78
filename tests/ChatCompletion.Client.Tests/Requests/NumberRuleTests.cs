using System.Globalization;
using System.Numerics;

namespace ChatCompletions.Tests;

/// <summary>The ranges of numbers: the ends are sent, the next value beyond is refused and nothing leaves the machine.</summary>
public sealed class NumberRuleTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData("temperature", "0", "2")]
    [InlineData("top_p", "0", "1")]
    [InlineData("n", "1", "128")]
    [InlineData("frequency_penalty", "-2", "2")]
    [InlineData("presence_penalty", "-2", "2")]
    [InlineData("max_tokens", "1", "2147483647")]
    [InlineData("max_completion_tokens", "1", "2147483647")]
    [InlineData("seed", "-9223372036854775808", "9223372036854775807")]
    [InlineData("top_logprobs", "0", "20")]
    public async Task Both_ends_of_a_range_are_allowed(string field, string least, string most)
    {
        foreach (var value in new[] { least, most })
            Assert.EndsWith($"\"{field}\":{value}}}", await _probe.BodyOf(RequestProbe.With($$"""{"logprobs":true,"{{field}}":{{value}}}""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temperature", "Temperature", "-0.001", "a number from 0 to 2; it is -0.001.")]
    [InlineData("temperature", "Temperature", "2.0000000000000004", "a number from 0 to 2; it is 2.0000000000000004.")]
    [InlineData("top_p", "TopP", "-0.1", "a number from 0 to 1; it is -0.1.")]
    [InlineData("top_p", "TopP", "1.1", "a number from 0 to 1; it is 1.1.")]
    [InlineData("n", "N", "0", "a whole number from 1 to 128; it is 0.")]
    [InlineData("n", "N", "129", "a whole number from 1 to 128; it is 129.")]
    [InlineData("n", "N", "2.5", "a whole number from 1 to 128; it is 2.5.")]
    [InlineData("frequency_penalty", "FrequencyPenalty", "-2.1", "a number from -2 to 2; it is -2.1.")]
    [InlineData("frequency_penalty", "FrequencyPenalty", "2.1", "a number from -2 to 2; it is 2.1.")]
    [InlineData("presence_penalty", "PresencePenalty", "-3", "a number from -2 to 2; it is -3.")]
    [InlineData("presence_penalty", "PresencePenalty", "3", "a number from -2 to 2; it is 3.")]
    [InlineData("max_tokens", "MaxTokens", "0", "a whole number of at least 1; it is 0.")]
    [InlineData("max_tokens", "MaxTokens", "-1", "a whole number of at least 1; it is -1.")]
    [InlineData("max_tokens", "MaxTokens", "1.5", "a whole number from 1 to 2147483647; it is 1.5.")]
    [InlineData("max_completion_tokens", "MaxCompletionTokens", "0", "a whole number of at least 1; it is 0.")]
    [InlineData("seed", "Seed", "9223372036854775808", "a whole number of 64 bits; it is 9223372036854775808.")]
    [InlineData("seed", "Seed", "-9223372036854775809", "a whole number of 64 bits; it is -9223372036854775809.")]
    [InlineData("seed", "Seed", "1.5", "a whole number of 64 bits; it is 1.5.")]
    [InlineData("top_logprobs", "TopLogProbs", "-1", "a whole number from 0 to 20; it is -1.")]
    [InlineData("top_logprobs", "TopLogProbs", "21", "a whole number from 0 to 20; it is 21.")]
    [InlineData("temperature", "Temperature", "\"0,5\"", "a number from 0 to 2; it is '0,5'.")]
    [InlineData("temperature", "Temperature", "\"0.5\"", "a number from 0 to 2; it is '0.5'.")]
    [InlineData("temperature", "Temperature", "\"\"", "a number from 0 to 2; it is ''.")]
    [InlineData("temperature", "Temperature", "true", "a number from 0 to 2; it is 'True'.")]
    [InlineData("temperature", "Temperature", "[1]", "a number from 0 to 2; it is '[1]'.")]
    [InlineData("temperature", "Temperature", "1e999", "a number from 0 to 2")]
    public async Task A_value_beyond_is_refused_from_either_layer(string field, string parameter, string value, string rule)
    {
        var layer = $$"""{"logprobs":true,"{{field}}":{{value}}}""";
        await _probe.Refuses(RequestProbe.With(layer), parameter, $"-{parameter} ({field}) must be {rule}");
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map(layer) };
        await defaults.Refuses(RequestProbe.Request(), parameter, $"-{parameter} ({field}) must be {rule}");
    }

    [Theory]
    [InlineData(nameof(ChatRequest.Temperature), 2.1)]
    [InlineData(nameof(ChatRequest.Temperature), double.NaN)]
    [InlineData(nameof(ChatRequest.Temperature), double.PositiveInfinity)]
    [InlineData(nameof(ChatRequest.TopP), -0.1)]
    [InlineData(nameof(ChatRequest.N), 129)]
    [InlineData(nameof(ChatRequest.MaxTokens), 0)]
    [InlineData(nameof(ChatRequest.MaxCompletionTokens), 0)]
    [InlineData(nameof(ChatRequest.FrequencyPenalty), -2.1)]
    [InlineData(nameof(ChatRequest.PresencePenalty), 2.1)]
    public async Task A_property_beyond_its_range_is_refused(string property, object value)
    {
        var request = RequestProbe.Request();
        typeof(ChatRequest).GetProperty(property)!.SetValue(request, value);
        await _probe.Refuses(request, property, "it is " + Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Streams_are_held_to_the_same_rules() =>
        await _probe.Refuses(RequestProbe.With("""{"temperature":3}"""), "Temperature", "from 0 to 2", streaming: true);

    [Fact]
    public void A_request_can_be_checked_without_being_sent()
    {
        var refusal = Assert.Throws<ChatRequestException>(() => _probe.Client().Check(RequestProbe.With("""{"n":0}""")));
        Assert.Equal("N", refusal.Parameter);
        _probe.Client().Check(RequestProbe.Request(), streaming: true);
        Assert.Empty(_probe.Server.Requests);
    }

    [Fact]
    public async Task Every_type_of_number_counts_as_a_number()
    {
        object[] ones = [(byte)1, (sbyte)1, (short)1, (ushort)1, 1, 1u, 1L, 1ul, 1f, 1d, 1m, BigInteger.One];
        foreach (var one in ones)
        {
            var request = RequestProbe.Request();
            request.AdditionalParameters = new JsonDictionary { ["n"] = one, ["seed"] = one };
            if (one is float or double or decimal) request.AdditionalParameters.Remove("seed");
            Assert.Contains(""","n":1""", await _probe.BodyOf(request), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_whole_number_with_a_decimal_point_is_sent_as_a_whole_number() =>
        Assert.EndsWith(""","max_tokens":100000}""", await _probe.BodyOf(RequestProbe.With("""{"max_tokens":1e5}""")), StringComparison.Ordinal);

    [Fact]
    public async Task A_limit_too_large_for_any_server_is_refused_for_what_it_is() =>
        await _probe.Refuses(RequestProbe.With("""{"max_tokens":2147483648}"""), "MaxTokens", "a whole number from 1 to 2147483647; it is 2147483648.");

    [Fact]
    public async Task Top_logprobs_are_five_at_most_with_LiteLLM()
    {
        using var probe = new RequestProbe { Type = "LiteLLM" };
        await probe.Refuses(RequestProbe.With("""{"logprobs":true,"top_logprobs":6}"""), "TopLogProbs", "from 0 to 5; it is 6.");
        Assert.Contains(""","top_logprobs":5""", await probe.BodyOf(RequestProbe.With("""{"logprobs":true,"top_logprobs":5}""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"top_logprobs":1}""")]
    [InlineData("""{"logprobs":false,"top_logprobs":1}""")]
    [InlineData("""{"logprobs":null,"top_logprobs":1}""")]
    public async Task Top_logprobs_need_logprobs(string layer) =>
        await _probe.Refuses(RequestProbe.With(layer), "TopLogProbs", "-TopLogProbs (top_logprobs) needs -LogProbs");

    public void Dispose() => _probe.Dispose();
}
