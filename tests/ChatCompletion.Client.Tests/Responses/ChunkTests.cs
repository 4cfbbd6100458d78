namespace ChatCompletions.Tests;

/// <summary>The many ways in which servers fill, and leave out, the fields of chunks.</summary>
public class ChunkTests
{
    [Fact]
    public async Task F1_A_stream_of_nearly_nothing_is_an_answer()
    {
        var outcome = await Ask.EventsAsync("""{"choices":[{"delta":{"content":"a"}}]}""", """{"choices":[{"finish_reason":"stop"}]}""");

        var answer = outcome.Answer;
        Assert.Equal("a", answer.Content);
        Assert.Null(answer.Id);
        Assert.Null(answer.Model);
        Assert.Null(answer.Object);
        Assert.Null(answer.Created);
        Assert.Null(answer.Usage);
        Assert.Null(answer.AdditionalProperties);
        Assert.Equal("assistant", outcome.Message.Role);
        Assert.True(answer.Complete);
    }

    [Fact]
    public async Task F1_A_whole_answer_of_nearly_nothing_is_an_answer()
    {
        var outcome = await Ask.BodyAsync("""{"choices":[{"message":{"content":"a"}}]}""");

        Assert.Equal("a", outcome.Answer.Content);
        Assert.Null(outcome.Answer.FinishReason);
        Assert.Equal(0, outcome.Answer.Choices[0].Index);
        Assert.True(outcome.Answer.Complete);
    }

    [Theory]
    [InlineData("""{"id":null,"object":null,"created":null,"model":null,"usage":null,"service_tier":null,"system_fingerprint":null,"choices":[{"index":null,"message":{"role":null,"content":"a","refusal":null,"tool_calls":null,"annotations":null,"audio":null},"logprobs":null,"finish_reason":null}]}""")]
    [InlineData("""{"id":"","object":"","created":0,"model":"","choices":[{"index":0,"message":{"role":"","content":"a","refusal":""},"finish_reason":""}]}""")]
    [InlineData("""{"id":{},"object":[],"created":"soon","model":false,"usage":"none","choices":[3,null,{"index":"x","message":{"role":7,"content":"a","tool_calls":{}},"logprobs":[],"finish_reason":null}]}""")]
    public async Task F1_Fields_that_are_null_or_empty_or_of_another_kind_are_no_fault(string body)
    {
        var answer = (await Ask.BodyAsync(body)).Answer;

        Assert.Equal("a", answer.Content);
        Assert.Null(answer.FinishReason);
        Assert.Null(answer.Created);
        Assert.Null(answer.Usage);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null}""", """{"content":"ab"}""")]
    [InlineData("""{"role":"assistant","content":""}""", """{"content":"ab"}""")]
    [InlineData("""{"role":"assistant"}""", """{"role":"assistant"}""", """{"role":"assistant","content":"a"}""", """{"role":"assistant","content":"b"}""")]
    [InlineData("""{"role":null,"content":"a"}""", """{"role":null,"content":"b"}""")]
    [InlineData("""{"content":"a"}""", "{}", """{"content":"b"}""", "{}")]
    [InlineData("""{"content":"a"}""", "null", """{"content":"b"}""", """{"content":null}""")]
    public async Task H9_H10_H16_Roles_and_empty_deltas_may_stand_anywhere(params string[] deltas)
    {
        var outcome = await Ask.DeltasAsync(deltas);

        Assert.Equal("ab", outcome.Answer.Content);
        Assert.Equal("assistant", outcome.Message.Role);
    }

    [Fact]
    public async Task H9_Role_text_and_finish_reason_may_come_all_in_one()
    {
        var outcome = await Ask.ChoicesAsync("""
            "index":0,"delta":{"role":"assistant","content":"all"},"finish_reason":"stop"
            """);

        Assert.Single(outcome.Chunks);
        Assert.Equal(
            (Text: "all", FinishReason: "stop", Role: "assistant"),
            (outcome.Text, outcome.Chunks[0].FinishReason, outcome.Chunks[0].Role));
        Assert.Same(outcome.Chunks[0].Completion, outcome.Answer);
    }

    [Fact]
    public async Task F10_The_first_role_said_stands_and_unknown_ones_are_data()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"a"}""", """{"role":"tutor","content":"b"}""", """{"role":"assistant","content":"c"}""");

        Assert.Equal("tutor", outcome.Message.Role);
    }

    [Fact]
    public async Task H11_The_word_null_is_no_finish_reason()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"content":"null"},"finish_reason":"null" """,
            """ "index":0,"delta":{"content":"b"},"finish_reason":"length" """);

        Assert.Equal(["null", "b"], outcome.Chunks.Select(static chunk => chunk.Content));
        Assert.Null(outcome.Chunks[0].FinishReason);
        Assert.Equal("length", outcome.Answer.FinishReason);
    }

    [Theory]
    [InlineData("eos", true)]
    [InlineData("end_turn", true)]
    [InlineData("length", false)]
    [InlineData("content_filter", false)]
    [InlineData("error", false)]
    public async Task F10_Finish_reasons_are_an_open_set_and_three_of_them_mean_incomplete(string reason, bool complete)
    {
        var stream = await Ask.ChoicesAsync($$""" "index":0,"delta":{"content":"a"},"finish_reason":"{{reason}}" """);
        var whole = await Ask.BodyAsync($$"""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"{{reason}}"}]}""");

        Assert.Equal((FinishReason: reason, Complete: complete), (stream.Answer.FinishReason, stream.Answer.Complete));
        Assert.Equal((FinishReason: reason, Complete: complete), (whole.Answer.FinishReason, whole.Answer.Complete));
        Assert.Null(stream.Answer.Error);
    }

    [Fact]
    public async Task H12_An_id_that_changes_is_no_key()
    {
        var outcome = await Ask.EventsAsync(
            """{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"x"}}]}""",
            """{"id":"b","model":"m1","choices":[{"index":0,"delta":{"content":"y"},"finish_reason":"stop"}]}""",
            "[DONE]");

        Assert.Equal("xy", outcome.Answer.Content);
        Assert.Equal(["a", "b"], outcome.Chunks.Select(static chunk => chunk.Id));
        Assert.Equal("m1", outcome.Answer.Model);
    }

    [Fact]
    public async Task H14_Two_choices_interleave_and_each_keeps_its_text_and_reason()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":1,"delta":{"content":"b1"} """,
            """ "index":0,"delta":{"content":"a1"} """,
            """ "index":1,"delta":{"content":"b2"},"finish_reason":"length" """,
            """ "index":0,"delta":{"content":"a2"} """,
            """ "index":0,"delta":{},"finish_reason":"stop" """);

        Assert.Equal(["a1a2", "b1b2"], outcome.Answer.Choices.Select(static choice => choice.Content));
        Assert.Equal(["stop", "length"], outcome.Answer.Choices.Select(static choice => choice.FinishReason));
        Assert.Equal("a1a2", outcome.Answer.Content);
        Assert.False(outcome.Answer.Complete);
    }

    [Fact]
    public async Task H14_Two_choices_may_share_one_event()
    {
        var outcome = await Ask.EventsAsync(
            """{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Equal(["a", "b"], outcome.Answer.Choices.Select(static choice => choice.Content));
        Assert.Equal(4, outcome.Chunks.Count);
    }

    [Fact]
    public async Task H15_Without_an_index_the_place_in_the_list_counts()
    {
        var outcome = await Ask.EventsAsync(
            """{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}""",
            """{"choices":[{"finish_reason":"stop","delta":{}},{"finish_reason":"stop","delta":{}}]}""");

        Assert.Equal(["a", "b"], outcome.Answer.Choices.Select(static choice => choice.Content));
    }

    [Fact]
    public async Task Choices_of_a_whole_answer_keep_the_servers_order_and_numbers()
    {
        var answer = (await Ask.BodyAsync("""{"choices":[{"index":2,"message":{"content":"c"}},{"index":1,"message":{"content":"b"}},{"index":1,"message":{"content":"again"}}]}""")).Answer;

        Assert.Equal([2, 1, 1], answer.Choices.Select(static choice => choice.Index));
        Assert.Equal(["c", "b", "again"], answer.Choices.Select(static choice => choice.Content));
    }

    [Fact]
    public async Task F12_Azures_chunks_without_choices_or_delta_are_read_for_what_else_they_hold()
    {
        var outcome = await Ask.EventsAsync(
            """{"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}""",
            """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":null}]}""",
            """{"id":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{"hate":{"filtered":false}},"content_filter_offsets":{"start_offset":1}}]}""",
            """{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            """{"id":"","created":0,"model":"","choices":[{"index":0,"content_filter_results":{"hate":{"filtered":true}}}]}""",
            "[DONE]");

        Assert.Equal(2, outcome.Chunks.Count);
        Assert.Equal(
            (Id: "c1", Model: "gpt", Object: "chat.completion.chunk"),
            (outcome.Answer.Id, outcome.Answer.Model, outcome.Answer.Object));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), outcome.Answer.Created);
        Assert.Equal("""[{"prompt_index":0}]""", outcome.Answer.AdditionalProperties!["prompt_filter_results"]!.ToString());
        Assert.Equal("""{"hate":{"filtered":true}}""", outcome.Answer.Choices[0].AdditionalProperties!["content_filter_results"]!.ToString());
        Assert.Equal("""{"start_offset":1}""", outcome.Answer.Choices[0].AdditionalProperties!["content_filter_offsets"]!.ToString());
    }

    [Fact]
    public async Task What_a_later_chunk_leaves_out_or_gives_as_null_holds_as_said_before()
    {
        var outcome = await Ask.EventsAsync(
            """{"id":"i","model":"m1","service_tier":"flex","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"a"}}]}""",
            """{"id":null,"model":null,"service_tier":null,"system_fingerprint":null,"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            """{"choices":[]}""");

        Assert.Equal(
            (Id: "i", Model: "m1", ServiceTier: "flex", SystemFingerprint: "fp"),
            (outcome.Answer.Id, outcome.Answer.Model, outcome.Answer.ServiceTier, outcome.Answer.SystemFingerprint));
        Assert.Equal("flex", outcome.Chunks[^1].ServiceTier);
    }

    [Fact]
    public async Task An_event_with_empty_data_is_a_sign_of_life_only()
    {
        var outcome = await Ask.EventsAsync("", """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", " ", "[DONE]");

        Assert.Equal("a", outcome.Answer.Content);
    }
}
