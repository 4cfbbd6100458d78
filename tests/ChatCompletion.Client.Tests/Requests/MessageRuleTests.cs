namespace ChatCompletions.Tests;

/// <summary>The rules for the model and the messages, and the warning about JSON mode.</summary>
public sealed class MessageRuleTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_model_is_needed(string? model)
    {
        var request = RequestProbe.Request();
        request.Model = model;
        await _probe.Refuses(request, "Model", "No model is named");
    }

    [Theory]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"model":""}""")]
    [InlineData("""{"model":5}""")]
    public async Task A_model_cannot_be_taken_away(string layer) => await _probe.Refuses(RequestProbe.With(layer), "Model", "-Model");

    [Fact]
    public async Task A_message_is_needed() => await _probe.Refuses(new ChatRequest { Model = "m" }, "Messages", "There is no message to send.");

    [Theory]
    [InlineData("null", "There is no message to send.")]
    [InlineData("[]", "There is no message to send.")]
    [InlineData("\"Hi\"", "a list of messages")]
    [InlineData("""{"role":"user","content":"Hi"}""", "a list of messages")]
    [InlineData("""["Hi"]""", "Each message needs a role")]
    [InlineData("[null]", "Each message needs a role")]
    [InlineData("""[{"content":"Hi"}]""", "Each message needs a role")]
    [InlineData("""[{"role":null,"content":"Hi"}]""", "Each message needs a role")]
    [InlineData("""[{"role":"user","content":"Hi"},{"role":" ","content":"Hi"}]""", "Each message needs a role")]
    [InlineData("""[{"role":"tool","content":"5"}]""", "tool_call_id")]
    [InlineData("""[{"role":"tool","content":"5","tool_call_id":""}]""", "tool_call_id")]
    public async Task Messages_as_an_additional_parameter_are_held_to_the_same_rules(string messages, string rule) =>
        await _probe.Refuses(RequestProbe.With($$"""{"messages":{{messages}}}"""), "Messages", rule);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public async Task A_message_has_a_role(string? role)
    {
        var request = RequestProbe.Request();
        request.Messages.Add(new ChatMessage { Role = role!, Content = "x" });
        await _probe.Refuses(request, "Messages", "Each message needs a role");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_tools_result_names_the_call_it_answers(string? id)
    {
        var request = RequestProbe.Request();
        request.Messages.Add(new ChatMessage { Role = "tool", Content = "5", ToolCallId = id });
        await _probe.Refuses(request, "Messages", "tool_call_id");
    }

    [Fact]
    public async Task A_role_that_is_not_known_is_sent_as_it_is()
    {
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Role = "critic", Content = "x" }] };
        Assert.Equal("""{"model":"m","messages":[{"role":"critic","content":"x"}]}""", await _probe.BodyOf(request));
    }

    [Theory]
    [InlineData("Give me a list.", 1)]
    [InlineData("", 1)]
    [InlineData("Answer in JSON.", 0)]
    [InlineData("answer as json", 0)]
    public async Task JSON_mode_warns_once_unless_a_message_mentions_JSON(string text, int warnings)
    {
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Role = "system", Content = text }, new ChatMessage { Content = "Hi" }], ResponseFormat = JsonMode };
        await _probe.BodyOf(request);
        Assert.Equal(warnings, _probe.Warnings.Count);
        Assert.All(_probe.Warnings, static warning => Assert.Contains("-ResponseFormat json_object is set, but no message mentions JSON.", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task JSON_mode_warns_once_on_a_stream_that_is_asked_for_twice()
    {
        var request = RequestProbe.With("""{"response_format":{"type":"json_object"}}""");
        await _probe.StreamBodiesOf(request, Reply.Json("""{"error":{"message":"stream_options?"}}""", 400));
        Assert.Equal(2, _probe.Server.Requests.Count);
        Assert.Single(_probe.Warnings);
    }

    [Theory]
    [InlineData("Give me a list.", 1)]
    [InlineData("Answer in JSON.", 0)]
    public async Task JSON_mode_looks_into_the_parts_of_a_message(string text, int warnings)
    {
        var parts = new ChatMessage { Parts = [new JsonDictionary { ["type"] = "text", ["text"] = text }] };
        await _probe.BodyOf(new ChatRequest { Model = "m", Messages = [parts], ResponseFormat = JsonMode });
        Assert.Equal(warnings, _probe.Warnings.Count);
    }

    [Theory]
    [InlineData("Give me a list.", 1)]
    [InlineData("Answer in JSON.", 0)]
    public async Task JSON_mode_looks_into_messages_given_as_an_additional_parameter(string text, int warnings)
    {
        await _probe.BodyOf(RequestProbe.With($$"""{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"{{text}}"}]}"""));
        Assert.Equal(warnings, _probe.Warnings.Count);
    }

    [Theory]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{}}}""")]
    public async Task Other_formats_do_not_warn(string format)
    {
        var request = RequestProbe.Request();
        request.ResponseFormat = RequestProbe.Map(format);
        await _probe.BodyOf(request);
        Assert.Empty(_probe.Warnings);
    }

    [Fact]
    public async Task A_refused_request_does_not_warn()
    {
        await _probe.RefusalOf(RequestProbe.With("""{"response_format":{"type":"json_object"},"n":0}"""));
        Assert.Empty(_probe.Warnings);
    }

    public void Dispose() => _probe.Dispose();

    private static JsonDictionary JsonMode => new() { ["type"] = "json_object" };
}
