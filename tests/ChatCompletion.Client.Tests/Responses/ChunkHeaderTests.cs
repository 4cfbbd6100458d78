namespace ChatCompletions.Tests;

/// <summary>What every chunk says of its stream, beside the new text.</summary>
public class ChunkHeaderTests
{
    private const string Head = """ "id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m1","service_tier":"flex","system_fingerprint":"fp" """;
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    [Fact]
    public async Task Every_chunk_has_the_fields_of_its_event()
    {
        var outcome = await Ask.EventsAsync(
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{"content":"a"}}]}""",
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{"content":"b"}}]}""",
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{"content":"c"}}]}""",
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]");

        Assert.Equal(4, outcome.Chunks.Count);
        Assert.All(outcome.Chunks, static chunk => Assert.Equal(
            (Provider: "srv", Id: "c1", Object: "chat.completion.chunk",
             Created: Created, Model: "m1", ServiceTier: "flex", SystemFingerprint: "fp"),
            (chunk.Provider, chunk.Id, chunk.Object, chunk.Created, chunk.Model, chunk.ServiceTier, chunk.SystemFingerprint)));
        var answer = outcome.Answer;
        Assert.Equal(
            (Provider: "srv", Id: "c1", Object: "chat.completion.chunk",
             Created: Created, Model: "m1", ServiceTier: "flex", SystemFingerprint: "fp"),
            (answer.Provider, answer.Id, answer.Object, answer.Created, answer.Model, answer.ServiceTier, answer.SystemFingerprint));
    }

    [Theory]
    [InlineData(""" "id":"c2" """, "c2 chat.completion.chunk 1700000000 m1 flex fp")]
    [InlineData(""" "object":"x" """, "c1 x 1700000000 m1 flex fp")]
    [InlineData(""" "created":1700000001 """, "c1 chat.completion.chunk 1700000001 m1 flex fp")]
    [InlineData(""" "model":"m2" """, "c1 chat.completion.chunk 1700000000 m2 flex fp")]
    [InlineData(""" "service_tier":"default" """, "c1 chat.completion.chunk 1700000000 m1 default fp")]
    [InlineData(""" "system_fingerprint":"fp2" """, "c1 chat.completion.chunk 1700000000 m1 flex fp2")]
    [InlineData(""" "id":"","object":"","created":0,"model":"","service_tier":null,"system_fingerprint":null """, "c1 chat.completion.chunk 1700000000 m1 flex fp")]
    [InlineData(""" "user":"u" """, "c1 chat.completion.chunk 1700000000 m1 flex fp")]
    public async Task What_an_event_says_anew_holds_from_there_on(string later, string expected)
    {
        var outcome = await Ask.EventsAsync(
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{"content":"a"}}]}""",
            $$$"""{{{{later}}},"choices":[{"index":0,"delta":{"content":"b"}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]");

        Assert.Equal(["c1 chat.completion.chunk 1700000000 m1 flex fp", expected, expected], outcome.Chunks.Select(Line));
        var answer = outcome.Answer;
        var created = answer.Created!.Value.ToUnixTimeSeconds();
        Assert.Equal(expected, $"{answer.Id} {answer.Object} {created} {answer.Model} {answer.ServiceTier} {answer.SystemFingerprint}");
    }

    [Theory]
    [InlineData("service_tier", "flex")]
    [InlineData("system_fingerprint", "fp")]
    public async Task A_field_that_one_event_repeats_as_null_keeps_its_value(string name, string value)
    {
        var body = $$"""{"{{name}}":"{{value}}","choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}],"{{name}}":null}""";
        var answer = (await Ask.BodyAsync(body)).Answer;

        Assert.Equal(value, name == "service_tier" ? answer.ServiceTier : answer.SystemFingerprint);
    }

    [Fact]
    public async Task Every_chunk_knows_its_stream_and_what_was_asked()
    {
        var item = new object();
        var request = new ChatRequest { Model = "m", N = 2, Messages = [new ChatMessage { Content = "hi" }], InputObject = item };
        using var server = ScriptedServer.Start();
        server.Default = Reply.Sse(
            $$$"""{{{{Head}}},"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""",
            """{"model":"m2","choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]");
        var (one, other) = (await Ask.StreamAsync(Ask.Client(server), request), await Ask.StreamAsync(Ask.Client(server), request));

        Assert.Equal(4, one.Chunks.Count);
        Assert.All(
            one.Chunks,
            chunk => Assert.Equal(
                (Stream: one.Chunks[0].Stream, AskedChoices: 2, InputObject: item),
                (chunk.Stream, chunk.AskedChoices, chunk.InputObject)));
        Assert.NotSame(one.Chunks[0].Stream, other.Chunks[0].Stream);
        Assert.Same(item, one.Answer.InputObject);
    }

    [Fact]
    public async Task An_answer_that_came_whole_is_a_chunk_with_the_same_fields()
    {
        var outcome = await Ask.StreamAsync(Reply.Json($$$"""{{{{Head}}},"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}"""));

        Assert.Equal("c1 chat.completion.chunk 1700000000 m1 flex fp", Line(Assert.Single(outcome.Chunks)));
        Assert.Equal("srv", outcome.Chunks[0].Provider);
    }

    [Fact]
    public async Task A_chunk_of_its_own_at_the_end_has_index_and_reason_of_the_last_choice()
    {
        var outcome = await Ask.EventsAsync(
            """{"id":"c1","choices":[{"index":3,"delta":{"content":"a"},"finish_reason":"length"}]}""",
            """{"choices":[{"index":3,"delta":{"content":"b"}}]}""",
            "[DONE]");

        var last = outcome.Chunks[^1];
        Assert.Equal((Index: 3, FinishReason: "length", Id: "c1", Content: ""), (last.Index, last.FinishReason, last.Id, last.Content));
        Assert.NotNull(last.Completion);
    }

    [Fact]
    public async Task Additional_fields_of_event_choice_and_delta_are_in_one_dictionary()
    {
        var outcome = await Ask.EventsAsync(
            """{"choices":[{"index":0,"delta":{"content":"a","in_delta":1},"in_choice":2}],"in_event":3}""",
            """{"choices":[{"index":0,"delta":{"content":"b","same":1},"same":2}],"same":3}""",
            """{"choices":[{"index":0,"delta":{"content":"c"}}],"in_event":4}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Equal(
            ["""{"in_event":3,"in_choice":2,"in_delta":1}""", """{"same":1}""", """{"in_event":4}""", null],
            outcome.Chunks.Select(static chunk => chunk.AdditionalProperties?.ToString()));
    }

    private static string Line(ChatCompletionChunk chunk) =>
        $"{chunk.Id} {chunk.Object} {chunk.Created!.Value.ToUnixTimeSeconds()} {chunk.Model} {chunk.ServiceTier} {chunk.SystemFingerprint}";
}
