using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Whatever a server sends, it becomes an answer or a typed failure, and either can be shown, written and sent back.</summary>
public class AnswerProperties
{
    [Fact]
    public void F1_Any_object_is_an_answer_or_a_typed_failure_as_a_body() => Property.HoldsForText(Nasty.Object, json => CheckAsync(json, "application/json", 200), 1500);

    [Fact]
    public void F1_Any_objects_are_an_answer_or_a_typed_failure_as_events() => Property.HoldsForText(
        Gen.ArrayOf(Nasty.Object, 3).Select(static objects => string.Concat(objects.Select(static json => $"data: {json}\n\n"))), events => CheckAsync(events, "text/event-stream", 200), 1500);

    [Fact]
    public void F1_A_choice_of_any_fields_is_an_answer_or_a_typed_failure() => Property.HoldsForText(
        Nasty.Object.Zip(Nasty.Object).Select(static pair => $$"""{"choices":[{"index":0,"delta":{{pair.Item1}},"finish_reason":"stop"},{{pair.Item2}}],"usage":{{pair.Item2}}}"""),
        async json =>
        {
            await CheckAsync(json, "application/json", 200);
            await CheckAsync($"data: {json}\n\ndata: {json}\n\n", "text/event-stream", 200);
        }, 1000);

    [Fact]
    public void F6_Any_body_of_an_error_is_a_typed_failure() => Property.HoldsForText(Nasty.Object.Or(Nasty.Value).Or(Nasty.Bytes), async body =>
    {
        var outcome = await Ask.WholeAsync(Ask.Client(new BytesHandler(Property.Bytes(body), null, 418)));
        Assert.Equal(418, outcome.Failed<ChatApiException>().StatusCode);
        CheckShown(outcome.Failure!);
    }, 1500);

    [Fact]
    public void F6_Any_error_in_an_answer_is_a_typed_failure() => Property.HoldsForText(Nasty.Value, async value =>
    {
        await CheckAsync($$$"""{"error":{{{value}}},"choices":[{"message":{"content":"a"}}]}""", "application/json", 200);
        await CheckAsync($"event: error\ndata: {value}\n\n", "text/event-stream", 200);
    }, 1500);

    [Fact]
    public void F21_Any_list_of_models_is_one_or_a_typed_failure() => Property.HoldsForText(
        Nasty.Value.Or(Gen.ArrayOf(Nasty.Object.Or(Nasty.Value), 3).Select(static items => $$"""{"data":[{{string.Join(',', items)}}]}""")), async body =>
        {
            try
            {
                var models = await Ask.Client(new BytesHandler(Property.Bytes(body), null)).ListModelsAsync(TestContext.Current.CancellationToken);
                Assert.All(models, static model => Assert.NotEqual("", Dump.Of(model)));
            }
            catch (ChatException failure)
            {
                CheckShown(failure);
            }
        }, 1000);

    [Fact]
    public void Any_bytes_are_an_answer_or_a_typed_failure_under_any_label() => Property.HoldsForText(Nasty.Bytes, async bytes =>
    {
        foreach (var type in new[] { "application/json", "text/event-stream", "text/plain", null }) await CheckAsync(bytes, type, 200);
    }, 1500);

    private static async Task CheckAsync(string body, string? type, int status)
    {
        foreach (var streaming in new[] { false, true })
        {
            // Any other exception than ChatException ends the test.
            var client = Ask.Client(new BytesHandler(Property.Bytes(body), type, status));
            var outcome = await (streaming ? StreamAsync(client) : Ask.WholeAsync(client));
            Assert.NotEqual("", Dump.Of(outcome));
            if (streaming) Assert.Equal(TextOf(outcome.Completion ?? outcome.Failure!.Completion), TextOf(outcome.Chunks));
            if (outcome.Failure is { } failure) CheckShown(failure);
            if ((outcome.Completion ?? outcome.Failure!.Completion) is { } answer) await SendBackAsync(answer);
        }
    }

    private static async Task<Outcome> StreamAsync(ChatClient client)
    {
        var chunks = new List<ChatCompletionChunk>();
        try
        {
            await foreach (var chunk in client.StreamAsync(Ask.Question(), TestContext.Current.CancellationToken)) chunks.Add(chunk);
            return new(chunks, chunks[^1].Completion, null);
        }
        catch (ChatException failure)
        {
            return new(chunks, null, failure);
        }
    }

    /// <summary>The text of each number; several choices of a body can have the same.</summary>
    private static string TextOf(IEnumerable<(int Index, string? Content)> pieces) => string.Join('\n', pieces
        .GroupBy(static piece => piece.Index).OrderBy(static same => same.Key)
        .Select(static same => (same.Key, Text: string.Concat(same.Select(static piece => piece.Content))))
        .Where(static same => same.Text.Length > 0).Select(static same => $"{same.Key}: {same.Text}"));

    private static string TextOf(ChatCompletion? answer) => TextOf((answer?.Choices ?? []).Select(static choice => (choice.Index, choice.Content)));

    private static string TextOf(IEnumerable<ChatCompletionChunk> chunks) => TextOf(chunks.Select(static chunk => (chunk.Index, (string?)chunk.Content)));

    /// <summary>What is shown of a failure has no character that a terminal would obey.</summary>
    private static void CheckShown(ChatException failure)
    {
        var api = failure as ChatApiException;
        foreach (var text in new[] { failure.Message, failure.Body, failure.Advice, failure.RequestId, api?.Code, api?.Type, api?.Param, failure.InnerException?.Message }) Assert.Equal(SafeText.Neutralise(text), text ?? "");
    }

    /// <summary>An answer can be written as JSON, and goes back to the server as a part of the conversation or is refused.</summary>
    private static async Task SendBackAsync(ChatCompletion answer)
    {
        Assert.IsType<JsonDictionary>(JsonText.Parse(JsonText.Write(answer)));
        var request = Ask.Question() with { Messages = [.. answer.Choices.Select(static choice => choice.Message), new ChatMessage { Content = "go on" }] };
        var outcome = await Ask.WholeAsync(Ask.Client(BytesHandler.Json(RequestProbe.Answer)), request);
        Assert.True(outcome.Failure is null or ChatRequestException, outcome.Failure?.ToString());
    }
}
