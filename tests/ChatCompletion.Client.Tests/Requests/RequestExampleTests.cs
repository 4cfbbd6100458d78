namespace ChatCompletions.Tests;

/// <summary>The examples of the documents that the module was asked from, each in the bytes that a server receives.</summary>
public sealed class RequestExampleTests : IDisposable
{
    private const string Weather = """{"type":"function","function":{"name":"get_weather","description":"Fetches the current weather for a given location.","parameters":{"type":"object","properties":{"location":{"type":"string","description":"The city or location to get the weather for."},"date":{"type":"string","description":"The date for which to get the weather (YYYY-MM-DD)."}},"required":["location"]}}}""";
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}],""";

    private readonly RequestProbe _probe = new() { Type = "LiteLLM" };

    [Fact]
    public async Task Logit_bias()
    {
        var request = RequestProbe.Request();
        request.LogitBias = RequestProbe.Map("""
            {
              "2683": -100,
              "7211": 5
            }
            """);
        Assert.Equal(Start + """ "logit_bias":{"2683":-100,"7211":5}}""".Trim(), await _probe.BodyOf(request));
    }

    [Fact]
    public async Task Tools_and_the_choice_of_one()
    {
        var request = RequestProbe.Request();
        request.Tools = RequestProbe.List("""
            [
             {
             "type": "function",
             "function": {
             "name": "get_weather",
             "description": "Fetches the current weather for a given location.",
             "parameters": {
             "type": "object",
             "properties": {
             "location": {
             "type": "string",
             "description": "The city or location to get the weather for."
             },
             "date": {
             "type": "string",
             "description": "The date for which to get the weather (YYYY-MM-DD)."
             }
             },
             "required": ["location"]
             }
             }
             }
              ]
            """);
        request.ToolChoice = RequestProbe.Map("""{ "type": "function", "function": { "name": "get_weather" } }""");
        request.ParallelToolCalls = true;
        Assert.Equal(
            $$$"""{{{Start}}}"tools":[{{{Weather}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}},"parallel_tool_calls":true}""",
            await _probe.BodyOf(request));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("required")]
    [InlineData("none")]
    public async Task Tool_choice_as_a_word(string word)
    {
        var request = RequestProbe.Request();
        request.Tools = RequestProbe.List($"[{Weather}]");
        request.ToolChoice = word;
        Assert.Equal($$"""{{Start}}"tools":[{{Weather}}],"tool_choice":"{{word}}"}""", await _probe.BodyOf(request));
    }

    [Fact]
    public async Task Metadata_for_LiteLLM_may_hold_more_than_text()
    {
        var request = RequestProbe.Request();
        request.Metadata = RequestProbe.Map("""
            {
             "request_id": "req-8f21c9a2",
             "tenant_id": "acme-prod",
             "workflow": "blink-workflow",
             "feature": "docs-helper",
             "trace_id": "trace-91b7e3",
             "user_id": "user-1234",
             "debug": true
              }
            """);
        Assert.Equal(
            Start + """ "metadata":{"request_id":"req-8f21c9a2","tenant_id":"acme-prod","workflow":"blink-workflow","feature":"docs-helper","trace_id":"trace-91b7e3","user_id":"user-1234","debug":true}}""".Trim(),
            await _probe.BodyOf(request));
    }

    [Fact]
    public async Task Additional_parameters() =>
        Assert.Equal(Start + """ "first_key":12345,"second_key":"some_value"}""".Trim(), await _probe.BodyOf(RequestProbe.With("""{ "first_key": 12345, "second_key": "some_value" }""")));

    [Fact]
    public async Task Stop_tokens()
    {
        var request = RequestProbe.Request();
        request.Stop = ["\n", "END", "---"];
        Assert.Equal(Start + """ "stop":["\n","END","---"]}""".Trim(), await _probe.BodyOf(request));
    }

    [Fact]
    public async Task Response_format_for_JSON()
    {
        var request = new ChatRequest
        {
            Model = "m",
            Messages = [new ChatMessage { Role = "system", Content = "You are a helpful assistant that answers questions about programming." }, new ChatMessage { Content = "Can you explain what a JSON map is?" }],
            ResponseFormat = RequestProbe.Map("""{ "type": "json_object" }"""),
        };
        Assert.Equal(
            """{"model":"m","messages":[{"role":"system","content":"You are a helpful assistant that answers questions about programming."},{"role":"user","content":"Can you explain what a JSON map is?"}],"response_format":{"type":"json_object"}}""",
            await _probe.BodyOf(request));
        Assert.Empty(_probe.Warnings);
    }

    [Fact]
    public async Task The_request_of_the_Helix_page()
    {
        var request = new ChatRequest
        {
            Model = "qwen3:8b",
            Messages = [new ChatMessage { Role = "system", Content = "You are a helpful assistant." }, new ChatMessage { Content = "What is the capital of France?" }],
        };
        Assert.Equal(
            """{"model":"qwen3:8b","messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"What is the capital of France?"}]}""",
            await _probe.BodyOf(request));
    }

    [Fact]
    public async Task The_messages_of_the_OpenAI_page()
    {
        var request = new ChatRequest
        {
            Model = "gpt-4o",
            Messages = [new ChatMessage { Role = "developer", Content = "You are a helpful assistant." }, new ChatMessage { Content = "Hello!" }],
            ReasoningEffort = "low",
            Stop = ["END", "STOP"],
        };
        Assert.Equal(
            """{"model":"gpt-4o","messages":[{"role":"developer","content":"You are a helpful assistant."},{"role":"user","content":"Hello!"}],"stop":["END","STOP"],"reasoning_effort":"low"}""",
            await _probe.BodyOf(request));
    }

    public void Dispose() => _probe.Dispose();
}
