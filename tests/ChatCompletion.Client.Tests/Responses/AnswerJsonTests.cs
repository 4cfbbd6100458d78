using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions.Tests;

/// <summary>The JSON of an answer has the names and the values of the server's own, whole or streamed.</summary>
public class AnswerJsonTests
{
    /// <summary>One server calls tools by a text, another does not number its choices: both come back as the API documents them.</summary>
    private static readonly string[] Corrected = ["koboldcpp/09-tools-required.txt", "mock-llm/02-nonstream.txt"];

    public static IEnumerable<TheoryDataRow<string>> Bodies() =>
        CaptureFile.Names.Except(Corrected).Select(static name => new CaptureFile(name)).Where(static file => file is { IsEvents: false, IsModels: false, Status: 200 } && IsAnswer(file.Body))
            .Select(static file => new TheoryDataRow<string>(file.Name));

    public static IEnumerable<TheoryDataRow<string>> Streams() =>
        CaptureFile.Names.Select(static name => new CaptureFile(name)).Where(static file => file is { IsEvents: true, Status: 200 })
            .Select(static file => new TheoryDataRow<string>(file.Name));

    [Theory]
    [InlineData("helix")]
    [InlineData("litellm")]
    [InlineData("openai")]
    public async Task A_documented_example_comes_back_with_every_value(string name)
    {
        var body = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "seeds", name + ".json"), Encoding.UTF8);
        Assert.Equal(Sorted(body), Sorted((await Ask.BodyAsync(body)).Answer.ToJson()));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_of_a_real_server_comes_back_with_every_value(string name)
    {
        var body = new CaptureFile(name).Body;
        var outcome = await Ask.WholeAsync(Ask.Client(new BytesHandler(body, "application/json")));
        Assert.Equal(Sorted(Encoding.UTF8.GetString(body)), Sorted((outcome.Completion ?? outcome.Failure!.Completion!).ToJson()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_of_a_real_server_gives_the_body_of_the_same_answer(string name)
    {
        var file = new CaptureFile(name);
        var outcome = await Ask.StreamAsync(Ask.Client(new BytesHandler(file.Body, file.ContentType)));
        if ((outcome.Completion ?? outcome.Failure!.Completion) is not { } answer) return;
        var again = await Ask.BodyAsync(answer.ToJson());
        Assert.Equal(answer.ToJson(), (again.Completion ?? again.Failure!.Completion!).ToJson());
        Assert.Equal(answer.Content ?? "", (again.Completion ?? again.Failure!.Completion!).Content ?? "");
    }

    [Theory]
    [InlineData("""{"id":"i","object":"chat.completion","created":5,"model":"m","choices":[{"index":2,"finish_reason":null,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s"}}},{"id":"b","type":"custom","custom":{"name":"sql","input":"select 1"}}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a","mood":{"calm":[true,null]}},"weight":0.1}],"usage":{"prompt_tokens":9223372036854775807,"cost":1.5E-07},"big":123456789012345678901234567890,"service_tier":"flex"}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Größe \" \\ 日本 😀\n"},"logprobs":{"content":[{"token":"a","logprob":-0.001632451661862433,"bytes":[97],"top_logprobs":[]}],"refusal":[]}}]}""")]
    public async Task Fields_without_a_property_and_exact_numbers_are_there(string body) => Assert.Equal(Sorted(body), Sorted((await Ask.BodyAsync(body)).Answer.ToJson()));

    [Fact]
    public async Task What_came_of_an_answer_that_broke_off_can_be_had_too()
    {
        var (_, partial) = (await Ask.EventsAsync("""{"id":"i","choices":[{"index":0,"delta":{"content":"Par"}}]}""")).BrokeOff();
        Assert.Equal("""{"id":"i","choices":[{"index":0,"finish_reason":null,"message":{"role":"assistant","content":"Par"}}]}""", partial.ToJson());
    }

    [Fact]
    public async Task Every_property_that_has_a_name_of_the_API_is_written_under_it()
    {
        var answer = (await Ask.BodyAsync("""
            {"service_tier":"t","system_fingerprint":"f","choices":[{"index":0,"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":-1,"top_logprobs":[]}]},
            "message":{"content":"a","reasoning_content":"r","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":5},
            "completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":7,"accepted_prediction_tokens":8,"rejected_prediction_tokens":9}}}
            """)).Answer;
        answer.Choices[0].Message.ToolCallId = "id";
        object[] parts =
        [
            answer, answer.Choices[0], answer.Choices[0].Message, answer.Choices[0].LogProbs!.Content![0], answer.Usage!, answer.Usage!.PromptTokensDetails!,
            answer.Usage.CompletionTokensDetails!,
        ];
        foreach (var part in parts)
        {
            var written = ((JsonDictionary)JsonText.Parse(JsonText.Write(part))!).Keys.Cast<string>().ToList();
            var named = part.GetType().GetProperties().Select(static property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name).OfType<string>().ToList();
            Assert.NotEmpty(named);
            Assert.Subset(written.ToHashSet(), named.ToHashSet());
        }
    }

    private static bool IsAnswer(byte[] body)
    {
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetString(body)) is JsonDictionary map && map.Contains("choices");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The JSON with the keys of each object in order, without those that are null or an empty list, which an answer need not keep.</summary>
    private static string Sorted(string json) => JsonText.Write(Sorted(JsonText.Parse(json)));

    private static object? Sorted(object? value) => value switch
    {
        JsonDictionary map => Ordered(map.Cast<DictionaryEntry>().Where(static entry => entry.Value is not (null or JsonList { Count: 0 }))),
        JsonList list => list.ConvertAll(Sorted),
        _ => value,
    };

    private static JsonDictionary Ordered(IEnumerable<DictionaryEntry> entries)
    {
        var map = new JsonDictionary();
        foreach (var entry in entries.OrderBy(static entry => (string)entry.Key, StringComparer.Ordinal)) map[entry.Key] = Sorted(entry.Value);
        return map;
    }
}
