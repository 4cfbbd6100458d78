namespace ChatCompletions.Tests;

/// <summary>A provider's defaults, the request's fields and the additional ones, each overriding the ones before.</summary>
public class MergeTests
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";

    [Theory]
    [InlineData("""{"temperature":0.1}""", null, null, ""","temperature":0.1}""")]
    [InlineData("""{"temperature":0.1}""", 0.2, null, ""","temperature":0.2}""")]
    [InlineData("""{"temperature":0.1}""", 0.0, null, ""","temperature":0}""")]
    [InlineData("""{"temperature":0.1}""", 0.2, """{"temperature":0.3}""", ""","temperature":0.3}""")]
    [InlineData("""{"temperature":0.1}""", null, """{"temperature":0.3}""", ""","temperature":0.3}""")]
    [InlineData(null, 0.2, """{"temperature":0.3}""", ""","temperature":0.3}""")]
    [InlineData("""{"temperature":0.1}""", 0.2, """{"temperature":null}""", "}")]
    [InlineData("""{"temperature":0.1}""", null, """{"temperature":null}""", "}")]
    [InlineData(null, null, """{"temperature":null}""", "}")]
    [InlineData("""{"temperature":null}""", null, null, "}")]
    [InlineData("""{"temperature":null}""", 0.2, null, ""","temperature":0.2}""")]
    [InlineData("""{"a":{"x":1}}""", null, """{"a":{"y":2}}""", ""","a":{"y":2}}""")]
    [InlineData("""{"b":1,"a":1}""", 0.2, """{"c":1,"b":2}""", ""","b":2,"a":1,"temperature":0.2,"c":1}""")]
    public async Task Defaults_then_fields_then_additional_parameters(string? defaults, double? temperature, string? additional, string expected)
    {
        using var probe = new RequestProbe { Defaults = defaults is null ? null : RequestProbe.Map(defaults) };
        var request = RequestProbe.Request();
        request.Temperature = temperature;
        request.AdditionalParameters = additional is null ? null : RequestProbe.Map(additional);
        Assert.Equal(Start + expected, await probe.BodyOf(request));
    }

    [Fact]
    public async Task A_null_inside_of_a_value_is_part_of_the_value()
    {
        using var probe = new RequestProbe();
        Assert.Equal(Start + ""","a":{"x":null},"b":[null]}""", await probe.BodyOf(RequestProbe.With("""{"a":{"x":null},"b":[null]}""")));
    }

    [Theory]
    [InlineData("from-request", null, null, null, "from-request")]
    [InlineData("from-request", null, null, "from-provider", "from-request")]
    [InlineData(null, null, null, "from-provider", "from-provider")]
    [InlineData(null, "from-defaults", null, "from-provider", "from-defaults")]
    [InlineData("from-request", "from-defaults", null, null, "from-request")]
    [InlineData("from-request", "from-defaults", "from-additional", "from-provider", "from-additional")]
    public async Task The_model_is_the_nearest_one_given(string? request, string? defaults, string? additional, string? provider, string expected)
    {
        using var probe = new RequestProbe { Model = provider, Defaults = defaults is null ? null : new JsonDictionary { ["model"] = defaults } };
        var asked = RequestProbe.Request();
        asked.Model = request;
        asked.AdditionalParameters = additional is null ? null : new JsonDictionary { ["model"] = additional };
        Assert.Equal($$"""{"model":"{{expected}}","messages":[{"role":"user","content":"Hi"}]}""", await probe.BodyOf(asked));
    }

    [Theory]
    [InlineData(null, "gpt-4o-mini")]
    [InlineData("of-the-provider", "of-the-provider")]
    public async Task A_preset_has_a_model_for_calls_that_name_none(string? provider, string expected)
    {
        using var probe = new RequestProbe { Type = "OpenAI", Model = provider };
        var request = RequestProbe.Request();
        request.Model = null;
        Assert.StartsWith($$"""{"model":"{{expected}}",""", await probe.BodyOf(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"stop":"END"}""", """["END"]""")]
    [InlineData("""{"stop":"a,b"}""", """["a,b"]""")]
    [InlineData("""{"stop":["x","y"]}""", """["x","y"]""")]
    public async Task Stop_is_a_list_wherever_it_comes_from(string layer, string expected)
    {
        using var additional = new RequestProbe();
        Assert.Equal($$"""{{Start}},"stop":{{expected}}}""", await additional.BodyOf(RequestProbe.With(layer)));
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map(layer) };
        Assert.Equal($$"""{{Start}},"stop":{{expected}}}""", await defaults.BodyOf(RequestProbe.Request()));
    }

    [Fact]
    public async Task An_empty_list_of_stops_is_none_and_takes_away_the_default_ones()
    {
        using var probe = new RequestProbe { Defaults = RequestProbe.Map("""{"stop":["END"]}""") };
        var request = RequestProbe.Request();
        request.Stop = [];
        Assert.Equal(Start + "}", await probe.BodyOf(request));
    }

    [Fact]
    public async Task Messages_can_come_as_an_additional_parameter_and_replace_the_others()
    {
        using var probe = new RequestProbe();
        var request = RequestProbe.With("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"}],"x":1}]}""");
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}],"x":1}]}""", await probe.BodyOf(request));
    }

    [Fact]
    public async Task Messages_as_an_additional_parameter_are_enough()
    {
        using var probe = new RequestProbe();
        var request = new ChatRequest { Model = "m", AdditionalParameters = RequestProbe.Map("""{"messages":[{"role":"user","content":"b"}]}""") };
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"b"}]}""", await probe.BodyOf(request));
    }

    [Theory]
    [InlineData("""{"stream":true}""")]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{"stream":null}""")]
    public async Task Stream_is_refused_in_both_layers_with_a_hint_to_the_switch(string layer)
    {
        using var additional = new RequestProbe();
        await additional.Refuses(RequestProbe.With(layer), "AdditionalParameters", "-Stream");
        await additional.Refuses(RequestProbe.With(layer), "AdditionalParameters", "'stream'", streaming: true);
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map(layer) };
        await defaults.Refuses(RequestProbe.Request(), "Defaults", "-Stream");
    }
}
