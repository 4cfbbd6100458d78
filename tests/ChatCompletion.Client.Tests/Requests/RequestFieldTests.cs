namespace ChatCompletions.Tests;

/// <summary>Every field of a request, as it stands in the bytes that a server receives.</summary>
public sealed class RequestFieldTests : IDisposable
{
    private const string Tool = """{"type":"function","function":{"name":"get_weather"}}""";

    /// <summary>What is set, and what follows the model and the messages in the body.</summary>
    private static readonly Dictionary<string, (Action<ChatRequest> Set, string Wire)> Fields = new()
    {
        ["max_tokens"] = (r => r.MaxTokens = 256, """ "max_tokens":256 """),
        ["max_tokens, the least"] = (r => r.MaxTokens = 1, """ "max_tokens":1 """),
        ["max_tokens, the most"] = (r => r.MaxTokens = int.MaxValue, """ "max_tokens":2147483647 """),
        ["max_completion_tokens"] = (r => r.MaxCompletionTokens = 1, """ "max_completion_tokens":1 """),
        ["temperature"] = (r => r.Temperature = 0.2, """ "temperature":0.2 """),
        ["temperature 0"] = (r => r.Temperature = 0, """ "temperature":0 """),
        ["temperature 2"] = (r => r.Temperature = 2, """ "temperature":2 """),
        ["temperature, exact"] = (r => r.Temperature = 0.1 + 0.2, """ "temperature":0.30000000000000004 """),
        ["top_p"] = (r => r.TopP = 0.95, """ "top_p":0.95 """),
        ["top_p 0"] = (r => r.TopP = 0, """ "top_p":0 """),
        ["top_p 1"] = (r => r.TopP = 1, """ "top_p":1 """),
        ["n"] = (r => r.N = 3, """ "n":3 """),
        ["n 1"] = (r => r.N = 1, """ "n":1 """),
        ["n 128"] = (r => r.N = 128, """ "n":128 """),
        ["frequency_penalty"] = (r => r.FrequencyPenalty = -2, """ "frequency_penalty":-2 """),
        ["frequency_penalty 0"] = (r => r.FrequencyPenalty = 0, """ "frequency_penalty":0 """),
        ["presence_penalty"] = (r => r.PresencePenalty = 1.5, """ "presence_penalty":1.5 """),
        ["presence_penalty 0"] = (r => r.PresencePenalty = 0, """ "presence_penalty":0 """),
        ["stop, one"] = (r => r.Stop = ["END"], """ "stop":["END"] """),
        ["stop, four"] = (r => r.Stop = ["\n", "END", "---", " "], """ "stop":["\n","END","---"," "] """),
        ["stop, a comma"] = (r => r.Stop = [","], """ "stop":[","] """),
        ["logprobs"] = (r => r.LogProbs = true, """ "logprobs":true """),
        ["logprobs false"] = (r => r.LogProbs = false, """ "logprobs":false """),
        ["top_logprobs"] = (r => (r.LogProbs, r.TopLogProbs) = (true, 20), """ "logprobs":true,"top_logprobs":20 """),
        ["top_logprobs 0"] = (r => (r.LogProbs, r.TopLogProbs) = (true, 0), """ "logprobs":true,"top_logprobs":0 """),
        ["logit_bias"] = (r => r.LogitBias = RequestProbe.Map("""{"2683":-100,"7211":5}"""), """ "logit_bias":{"2683":-100,"7211":5} """),
        ["logit_bias, none"] = (r => r.LogitBias = [], """ "logit_bias":{} """),
        ["seed"] = (r => r.Seed = 42, """ "seed":42 """),
        ["seed 0"] = (r => r.Seed = 0, """ "seed":0 """),
        ["seed, the greatest"] = (r => r.Seed = long.MaxValue, """ "seed":9223372036854775807 """),
        ["seed, the least"] = (r => r.Seed = long.MinValue, """ "seed":-9223372036854775808 """),
        ["response_format"] = (r => r.ResponseFormat = RequestProbe.Map("""{"type":"text"}"""), """ "response_format":{"type":"text"} """),
        ["response_format, of the answer"] = (r => r.AnswerSchema = new AnswerSchema(RequestProbe.Map("""{"type":"object"}""")), """ "response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"},"strict":false}} """),
        ["response_format, schema"] = (r => r.ResponseFormat = RequestProbe.Map("""{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object"}}}"""), """ "response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object"}}} """),
        ["tools"] = (r => r.Tools = RequestProbe.List($"[{Tool}]"), $""" "tools":[{Tool}] """),
        ["tool_choice, a word"] = (r => (r.Tools, r.ToolChoice) = (RequestProbe.List($"[{Tool}]"), "required"), $""" "tools":[{Tool}],"tool_choice":"required" """),
        ["tool_choice, a tool"] = (r => (r.Tools, r.ToolChoice) = (RequestProbe.List($"[{Tool}]"), RequestProbe.Map(Tool)), $""" "tools":[{Tool}],"tool_choice":{Tool} """),
        ["parallel_tool_calls"] = (r => (r.Tools, r.ParallelToolCalls) = (RequestProbe.List($"[{Tool}]"), true), $""" "tools":[{Tool}],"parallel_tool_calls":true """),
        ["parallel_tool_calls false"] = (r => (r.Tools, r.ParallelToolCalls) = (RequestProbe.List($"[{Tool}]"), false), $""" "tools":[{Tool}],"parallel_tool_calls":false """),
        ["reasoning_effort"] = (r => r.ReasoningEffort = "xhigh", """ "reasoning_effort":"xhigh" """),
        ["metadata"] = (r => r.Metadata = RequestProbe.Map("""{"ticket":"INC-42"}"""), """ "metadata":{"ticket":"INC-42"} """),
        ["metadata, none"] = (r => r.Metadata = [], """ "metadata":{} """),
        ["safety_identifier"] = (r => r.SafetyIdentifier = new string('a', 64), $""" "safety_identifier":"{new string('a', 64)}" """),
        ["user"] = (r => r.User = "user-1234", """ "user":"user-1234" """),
        ["user, empty"] = (r => r.User = "", """ "user":"" """),
        ["additional"] = (r => r.AdditionalParameters = RequestProbe.Map("""{"verbosity":"low","store":false}"""), """ "verbosity":"low","store":false """),
        ["additional, none"] = (r => r.AdditionalParameters = [], ""),
        ["nothing"] = (_ => { }, ""),
    };

    private readonly RequestProbe _probe = new();

    public static TheoryData<string> Names => [.. Fields.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_field_is_sent_as_it_is_and_nothing_else_with_it(string name)
    {
        var (set, wire) = Fields[name];
        var request = RequestProbe.Request();
        set(request);
        var comma = wire.Length > 0 ? "," : "";
        Assert.Equal($$"""{"model":"m","messages":[{"role":"user","content":"Hi"}]{{comma}}{{wire.Trim()}}}""", await _probe.BodyOf(request));
    }

    [Fact]
    public void Every_property_of_a_request_has_a_row_above()
    {
        var notOnTheWire = new[] { "Messages", "Model", "InputObject" };
        var request = RequestProbe.Request();
        var covered = new HashSet<string>(notOnTheWire);
        foreach (var (set, _) in Fields.Values)
        {
            var changed = RequestProbe.Request();
            set(changed);
            foreach (var property in typeof(ChatRequest).GetProperties())
                if (!notOnTheWire.Contains(property.Name) && !Equals(property.GetValue(changed), property.GetValue(request))) covered.Add(property.Name);
        }
        Assert.Equal(typeof(ChatRequest).GetProperties().Select(static property => property.Name).Order(), covered.Order());
    }

    [Fact]
    public async Task What_was_asked_for_is_not_sent()
    {
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "Hi" }], InputObject = "row 1" };
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", await _probe.BodyOf(request));
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("anthropic/claude-sonnet-4")]
    [InlineData("qwen3:8b")]
    [InlineData(" a b ")]
    [InlineData("C:\\models\\ä.gguf")]
    public async Task A_model_is_sent_verbatim(string model)
    {
        var request = RequestProbe.Request();
        request.Model = model;
        Assert.Equal(model, RequestProbe.Map(await _probe.BodyOf(request))["model"]);
    }

    [Fact]
    public async Task A_stream_is_asked_for_with_its_usage_after_all_other_fields()
    {
        var request = RequestProbe.Request();
        request.User = "u";
        request.AdditionalParameters = RequestProbe.Map("""{"verbosity":"low"}""");
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Hi"}],"user":"u","verbosity":"low","stream":true,"stream_options":{"include_usage":true}}""",
            Assert.Single(await _probe.StreamBodiesOf(request)));
    }

    [Fact]
    public async Task The_request_that_was_given_is_not_changed_by_sending_it()
    {
        var request = RequestProbe.Request();
        request.AdditionalParameters = RequestProbe.Map("""{"stop":"END","user":null}""");
        var first = await _probe.BodyOf(request);
        Assert.Equal(first, await _probe.BodyOf(request));
        Assert.Equal("""{"stop":"END","user":null}""", request.AdditionalParameters.ToString());
    }

    public void Dispose() => _probe.Dispose();
}
