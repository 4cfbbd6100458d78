namespace ChatCompletions.Tests;

/// <summary>Log probabilities, and fields that no property is made for: all of them are kept.</summary>
public class KeptFieldTests
{
    [Fact]
    public async Task Unknown_fields_of_a_whole_answer_are_kept_at_every_level()
    {
        var answer = (await Ask.BodyAsync("""
            {"x1":1,"choices":[{"x2":[1,{"a":null}],"message":{"content":"a","x3":{"b":true},
            "tool_calls":[{"id":"i","x4":"v","function":{"name":"f","arguments":"{}","x5":5}}]},
            "logprobs":{"x6":6,"content":[{"token":"t","x7":7,"top_logprobs":[{"token":"u","x8":8}]}]}}],
            "usage":{"x9":9,"prompt_tokens_details":{"x10":10},"completion_tokens_details":{"x11":11}}}
            """)).Answer;

        var choice = answer.Choices[0];
        var token = choice.LogProbs!.Content![0];
        Assert.Equal(1L, answer.AdditionalProperties!["x1"]);
        Assert.Equal("""[1,{"a":null}]""", choice.AdditionalProperties!["x2"]!.ToString());
        Assert.Equal("""{"b":true}""", choice.Message.AdditionalProperties!["x3"]!.ToString());
        Assert.Equal("v", choice.Message.ToolCalls![0].AdditionalProperties!["x4"]);
        Assert.Equal(5L, choice.Message.ToolCalls[0].AdditionalProperties!["x5"]);
        Assert.Equal(6L, choice.LogProbs.AdditionalProperties!["x6"]);
        Assert.Equal(7L, token.AdditionalProperties!["x7"]);
        Assert.Equal(8L, token.TopLogProbs![0].AdditionalProperties!["x8"]);
        Assert.Equal(9L, answer.Usage!.AdditionalProperties!["x9"]);
        Assert.Equal(10L, answer.Usage.PromptTokensDetails!.AdditionalProperties!["x10"]);
        Assert.Equal(11L, answer.Usage.CompletionTokensDetails!.AdditionalProperties!["x11"]);
    }

    [Fact]
    public async Task H15_Unknown_fields_of_chunks_are_on_the_chunk_and_in_the_whole()
    {
        var outcome = await Ask.EventsAsync(
            """{"provider":"P","n1":null,"choices":[{"index":0,"native_finish_reason":null,"delta":{"content":"a","x":1}}]}""",
            """{"provider":null,"choices":[{"index":0,"native_finish_reason":"STOP","delta":{"x":2,"y":3},"finish_reason":"stop"}],"timings":{"t":0.1}}""");

        Assert.Equal("""{"provider":"P","n1":null,"native_finish_reason":null,"x":1}""", outcome.Chunks[0].AdditionalProperties!.ToString());
        Assert.Equal("""{"provider":"P","n1":null,"timings":{"t":0.1}}""", outcome.Answer.AdditionalProperties!.ToString());
        Assert.Equal("""{"native_finish_reason":"STOP"}""", outcome.Answer.Choices[0].AdditionalProperties!.ToString());
        Assert.Equal("""{"x":2,"y":3}""", outcome.Message.AdditionalProperties!.ToString());
    }

    [Fact]
    public async Task Unknown_fields_of_all_fragments_of_a_call_are_kept()
    {
        var outcome = await Ask.DeltasAsync(
            """{"tool_calls":[{"index":0,"id":"a","x":1,"function":{"name":"f"}}]}""",
            """{"tool_calls":[{"index":0,"y":2,"function":{"arguments":"{}"}}]}""");

        Assert.Equal("""{"x":1,"y":2}""", outcome.Message.ToolCalls![0].AdditionalProperties!.ToString());
    }

    [Fact]
    public async Task Obfuscation_is_dropped()
    {
        var outcome = await Ask.EventsAsync(
            """{"choices":[{"index":0,"delta":{"content":"a"}}],"obfuscation":"kq3"}""",
            """{"obfuscation":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Null(outcome.Answer.AdditionalProperties);
        Assert.All(outcome.Chunks, static chunk => Assert.Null(chunk.AdditionalProperties));
    }

    [Fact]
    public async Task Large_and_odd_numbers_are_kept_exactly()
    {
        var kept = (await Ask.BodyAsync("""{"choices":[{"message":{"content":"a"}}],"a":9223372036854775807,"b":123456789012345678901234567890,"c":-0.5e-3,"d":1.0,"e":1e400}""")).Answer.AdditionalProperties!;

        Assert.Equal(long.MaxValue, kept["a"]);
        Assert.Equal("123456789012345678901234567890", kept["b"]!.ToString());
        Assert.Equal(-0.0005, kept["c"]);
        Assert.Equal(1.0, kept["d"]);
        Assert.IsType<double>(kept["e"]);
    }

    [Fact]
    public async Task Log_probabilities_of_a_stream_are_joined()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[]}],"refusal":null} """,
            """ "index":0,"delta":{"content":"b"},"logprobs":null """,
            """ "index":0,"delta":{"content":"cd"},"logprobs":{"content":[{"token":"c","logprob":-1,"bytes":null},{"token":"d","logprob":-9999.0}],"refusal":[{"token":"r","logprob":-2}]} """,
            """ "index":0,"delta":{},"finish_reason":"stop","logprobs":{"content":[]} """);

        var logProbs = outcome.Answer.Choices[0].LogProbs!;
        Assert.Equal(["a", "c", "d"], logProbs.Content!.Select(static token => token.Token));
        Assert.Equal([-0.5, -1, -9999], logProbs.Content!.Select(static token => token.LogProb!.Value));
        Assert.Equal([97], logProbs.Content![0].Bytes!);
        Assert.Empty(logProbs.Content[0].TopLogProbs!);
        Assert.Null(logProbs.Content[1].Bytes);
        Assert.Null(logProbs.Content[1].TopLogProbs);
        Assert.Equal("r", Assert.Single(logProbs.Refusal!).Token);
        Assert.Single(outcome.Chunks[0].LogProbs!.Content!);
        Assert.Null(outcome.Chunks[1].LogProbs);
    }

    [Fact]
    public async Task H21_A_token_of_half_a_character_keeps_its_bytes()
    {
        var outcome = await Ask.ChoicesAsync(""" "index":0,"delta":{"content":"😊"},"finish_reason":"stop","logprobs":{"content":[{"token":"😊","bytes":[240,159,152,138],"logprob":-0.1,"top_logprobs":[{"token":"\ufffd","bytes":[240,159],"logprob":-3.5}]}]} """);

        var token = outcome.Answer.Choices[0].LogProbs!.Content![0];
        Assert.Equal([240, 159, 152, 138], token.Bytes!);
        Assert.Equal([240, 159], token.TopLogProbs![0].Bytes!);
    }

    [Fact]
    public async Task Numbers_that_are_no_bytes_are_kept_as_they_are()
    {
        var token = (await Ask.BodyAsync("""{"choices":[{"message":{"content":"a"},"logprobs":{"content":[{"token":"a","bytes":[97,4294967296]}]}}]}""")).Answer.Choices[0].LogProbs!.Content![0];

        Assert.Null(token.Bytes);
        Assert.Equal("""{"bytes":[97,4294967296]}""", token.AdditionalProperties!.ToString());
    }

    [Fact]
    public async Task A_completion_as_JSON_has_the_names_of_the_wire()
    {
        const string body = """{"id":"i","object":"chat.completion","created":5,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a"}}],"usage":{"prompt_tokens":1},"service_tier":"flex","system_fingerprint":"fp","x":[1]}""";

        Assert.Equal(body, JsonText.Write((await Ask.BodyAsync(body)).Answer));
    }
}
