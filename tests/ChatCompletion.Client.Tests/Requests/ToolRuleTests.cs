namespace ChatCompletions.Tests;

/// <summary>The rules for tools and the choice among them.</summary>
public sealed class ToolRuleTests : IDisposable
{
    private const string Weather = """{"type":"function","function":{"name":"get_weather"}}""";
    private const string Custom = """{"type":"custom","custom":{"name":"run_sql"}}""";

    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData($$$$"""{"tools":[{{{{Weather}}}}]}""")]
    [InlineData($$$$"""{"tools":[{{{{Weather}}}},{{{{Custom}}}}],"tool_choice":{"type":"custom","custom":{"name":"run_sql"}}}""")]
    [InlineData($$$$"""{"tools":[{{{{Weather}}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}},"parallel_tool_calls":false}""")]
    [InlineData($$$$"""{"tools":[{{{{Weather}}}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{{{{Weather}}}}]}}}""")]
    [InlineData("""{"tools":[{"type":"web_search","max_uses":2}]}""")]
    public async Task What_keeps_the_rules_is_sent_as_it_is(string layer) =>
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}],""" + layer[1..], await _probe.BodyOf(RequestProbe.With(layer)));

    [Theory]
    [InlineData("""{"parallel_tool_calls":true}""", "ParallelToolCalls", "-ParallelToolCalls (parallel_tool_calls) needs -Tools.")]
    [InlineData("""{"parallel_tool_calls":false}""", "ParallelToolCalls", "-ParallelToolCalls (parallel_tool_calls) needs -Tools.")]
    [InlineData("""{"tool_choice":"auto"}""", "ToolChoice", "-ToolChoice (tool_choice) needs -Tools.")]
    [InlineData("""{"tool_choice":"none"}""", "ToolChoice", "-ToolChoice (tool_choice) needs -Tools.")]
    [InlineData($$$$"""{"tool_choice":{{{{Weather}}}}}""", "ToolChoice", "-ToolChoice (tool_choice) needs -Tools.")]
    [InlineData($$$$"""{"tools":null,"tool_choice":{{{{Weather}}}}}""", "ToolChoice", "needs -Tools.")]
    public async Task What_goes_with_tools_needs_tools(string layer, string parameter, string rule)
    {
        await _probe.Refuses(RequestProbe.With(layer), parameter, rule);
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map(layer) };
        await defaults.Refuses(RequestProbe.Request(), parameter, rule);
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"get_wether"}}""", "names 'get_wether', which is not in -Tools: get_weather, run_sql.")]
    [InlineData("""{"type":"function","function":{"name":"GET_WEATHER"}}""", "names 'GET_WEATHER'")]
    [InlineData("""{"type":"custom","custom":{"name":"run"}}""", "names 'run', which is not in -Tools: get_weather, run_sql.")]
    [InlineData("\"any\"", "it is 'any'.")]
    [InlineData("\"\"", "it is ''.")]
    [InlineData("true", "auto, required, none, a tool's name or an object")]
    [InlineData("5", "auto, required, none, a tool's name or an object")]
    [InlineData("[]", "auto, required, none, a tool's name or an object")]
    public async Task A_choice_is_one_of_the_words_or_of_the_tools(string choice, string rule) =>
        await _probe.Refuses(RequestProbe.With($$$$"""{"tools":[{{{{Weather}}}},{{{{Custom}}}}],"tool_choice":{{{{choice}}}}}"""), "ToolChoice", rule);

    [Fact]
    public async Task The_properties_are_held_to_the_same_rules()
    {
        var request = RequestProbe.Request();
        request.ParallelToolCalls = true;
        await _probe.Refuses(request, "ParallelToolCalls", "needs -Tools.");
        request.Tools = [];
        await _probe.Refuses(request, "Tools", "at least one tool");
        request.Tools = RequestProbe.List($"[{Weather}]");
        request.ToolChoice = RequestProbe.Map(Custom);
        await _probe.Refuses(request, "ToolChoice", "names 'run_sql'");
    }

    [Theory]
    [InlineData("[]", "at least one tool")]
    [InlineData("{}", "a list of at least one tool")]
    [InlineData(Weather, "a list of at least one tool")]
    [InlineData("\"get_weather\"", "a list of at least one tool")]
    [InlineData("""["get_weather"]""", "has no name")]
    [InlineData("[null]", "has no name")]
    [InlineData("""[{"name":"get_weather"}]""", "has no name")]
    [InlineData("""[{"type":"function"}]""", "has no name")]
    [InlineData("""[{"type":"function","function":"get_weather"}]""", "has no name")]
    [InlineData("""[{"type":"function","function":{"name":""}}]""", "has no name")]
    [InlineData("""[{"type":"function","function":{"name":null}}]""", "has no name")]
    [InlineData("""[{"type":"function","function":{"name":5}}]""", "has no name")]
    [InlineData("""[{"type":"custom","function":{"name":"a"}}]""", "has no name")]
    [InlineData($$$$"""[{{{{Weather}}}},{"type":"function","function":{}}]""", "has no name")]
    public async Task Tools_are_a_list_of_named_tools(string tools, string rule)
    {
        await _probe.Refuses(RequestProbe.With($$$$"""{"tools":{{{{tools}}}}}"""), "Tools", rule);
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map($$$$"""{"tools":{{{{tools}}}}}""") };
        await defaults.Refuses(RequestProbe.Request(), "Tools", rule);
    }

    public void Dispose() => _probe.Dispose();
}
