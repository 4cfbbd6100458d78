namespace ChatCompletions.Tests;

/// <summary>What single recorded answers hold beside their text.</summary>
public class CaptureDetailTests
{
    [Fact]
    public async Task H1_H2_H11_KoboldCpp_ends_without_a_newline_until_close_and_writes_null_as_a_word()
    {
        var outcome = await StreamAsync("koboldcpp/03c-stream-long.txt");

        Assert.Equal("length", outcome.Answer.FinishReason);
        Assert.StartsWith("Hello! How can I help you today? 😊", outcome.Text, StringComparison.Ordinal);
        Assert.EndsWith("]]]]]", outcome.Text, StringComparison.Ordinal);
        Assert.All(outcome.Chunks.SkipLast(1), static chunk => Assert.Null(chunk.FinishReason));
        Assert.Equal("koboldcpp", outcome.Answer.Id);
    }

    [Fact]
    public async Task H3_Comments_are_no_data_and_prompt_progress_is_kept()
    {
        var outcome = await StreamAsync("llama-server-special/ping-comments-prompt-processing.txt");

        Assert.Equal(8, outcome.Chunks.Count);
        var progress = Assert.IsType<JsonDictionary>(outcome.Chunks[0].AdditionalProperties!["prompt_progress"]);
        Assert.Equal(28030L, progress["total"]);
        Assert.Equal(28048L, Assert.IsType<JsonDictionary>(outcome.Answer.AdditionalProperties!["prompt_progress"])["time_ms"]);
        Assert.Equal(4L, Assert.IsType<JsonDictionary>(outcome.Answer.AdditionalProperties["timings"])["predicted_n"]);
    }

    [Fact]
    public async Task H10_H12_FastAPI_writes_role_null_and_a_new_id_on_every_chunk()
    {
        var outcome = await StreamAsync("mockllm-fastapi/03-stream.txt");

        Assert.Equal("assistant", outcome.Answer.Choices[0].Message.Role);
        Assert.Single(outcome.Answer.Choices);
        Assert.Equal(outcome.Chunks.Count, outcome.Chunks.Select(static chunk => chunk.Id).Distinct().Count());
        Assert.All(outcome.Chunks.Skip(1), static chunk => Assert.Null(chunk.Role));
    }

    [Fact]
    public async Task H14_Of_two_choices_index_1_comes_first_and_is_listed_second()
    {
        var outcome = await StreamAsync("llama-server/07b-n2-stream.txt");

        Assert.Equal(1, outcome.Chunks[0].Index);
        Assert.Equal([0, 1], outcome.Answer.Choices.Select(static choice => choice.Index));
        Assert.Equal("Hello! How can I help you today? 😊 Grüße 世界 — “quoted” done.", outcome.Answer.Choices[0].Content);
        Assert.Equal("Sure, here is one small answer for your question; it ends now", outcome.Answer.Choices[1].Content);
        Assert.Equal(52, outcome.Answer.TotalTokens);
    }

    [Fact]
    public async Task H17_A_cut_inside_the_thinking_leaves_no_content()
    {
        var outcome = await StreamAsync("llama-server-think/12b-cut-inside-think-stream.txt");

        Assert.Equal("Okay, the", outcome.Answer.ReasoningContent);
        Assert.True(string.IsNullOrEmpty(outcome.Answer.Content));
        Assert.False(outcome.Answer.Complete);
        Assert.Equal("Okay, the user asks something simple", (await StreamAsync("llama-server-think/03-stream.txt")).Answer.ReasoningContent);
        Assert.Equal("Two plus two is four, so answer 4.", (await StreamAsync("aimock/20-think-stream_true.txt")).Answer.ReasoningContent);
    }

    [Fact]
    public async Task H18_Strings_in_tool_calls_are_kept_and_an_empty_list_is_none()
    {
        var call = Assert.Single((await WholeAsync("koboldcpp/09-tools-required.txt")).Message.ToolCalls!);

        Assert.Equal((Id: null, Name: null, Arguments: "]]]]"), (call.Id, call.Name, call.Arguments));
        Assert.Null((await WholeAsync("koboldcpp/02-nonstream.txt")).Message.ToolCalls);
    }

    [Fact]
    public async Task H19_Cut_arguments_stay_as_they_are()
    {
        var outcome = await StreamAsync("llama-server-tools/09h-cut-in-arguments-stream.txt");

        var call = Assert.Single(outcome.Message.ToolCalls!);
        Assert.Equal((Name: "get_weather", Arguments: "{\"city\": \""), (call.Name, call.Arguments));
        Assert.Equal("GO7ojZqR46sF7fVTBjAsiadg4Eluqc4m", call.Id);
        Assert.False(outcome.Answer.Complete);
    }

    [Fact]
    public async Task Tool_calls_of_real_streams_are_put_together()
    {
        var two = (await StreamAsync("aimock/09b-tools-required-stream.txt")).Message.ToolCalls!;
        Assert.Equal(["get_weather({\"city\":\"Paris\",\"days\":2})", "get_weather({\"city\":\"Tokyo\"})"], two.Select(static call => call.ToString()));
        Assert.Equal(["call_zwOj0pFS2p6d_-Tt", "call__iAIB__HCAdjXinU"], two.Select(static call => call.Id));

    }

    [Fact]
    public async Task H20_Two_calls_come_although_one_was_asked_for()
    {
        var calls = (await StreamAsync("llama-server-tools/09b-auto-stream.txt")).Message.ToolCalls!;

        Assert.Equal(["get_weather({\"city\": \"Paris\"})", "get_weather({\"city\": \"Tokyo\"})"], calls.Select(static call => call.ToString()));
        Assert.Equal([0, 1], calls.Select(static call => call.Index!.Value));
    }

    [Fact]
    public async Task H21_Log_probabilities_keep_the_bytes_of_split_characters()
    {
        var outcome = await StreamAsync("llama-server/08c-logprobs-unicode-stream.txt");

        var tokens = outcome.Answer.Choices[0].LogProbs!.Content!;
        Assert.Equal(outcome.Answer.Content, string.Concat(tokens.Select(static token => token.Token)));
        Assert.Equal(outcome.Answer.Content, System.Text.Encoding.UTF8.GetString([.. tokens.SelectMany(static token => token.Bytes!).Select(static value => (byte)value)]));
        Assert.All(tokens, static token => Assert.Equal(2, token.TopLogProbs!.Count));
        Assert.Equal(9707L, tokens[0].AdditionalProperties!["id"]);
    }

    [Fact]
    public async Task H26_The_numbers_of_a_context_overflow_are_in_the_body()
    {
        var failure = (await StreamAsync("llama-server-special/prompt-too-long-stream.txt")).Failed(ChatErrorKind.BadRequest);

        Assert.Equal((StatusCode: 400, Code: "400", Type: "exceed_context_size_error"), (failure.StatusCode, failure.Code, failure.Type));
        Assert.Contains("\"n_ctx\":1024", failure.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_stream_keeps_what_came()
    {
        var outcome = await StreamAsync("aimock/20-dropmid-stream_true.txt");

        var (failure, partial) = outcome.BrokeOff();
        Assert.Equal("This strea", partial.Content);
        Assert.Equal("This strea", outcome.Text);
        Assert.Equal("req-ZKPTOAgKiibcPOYq", failure.RequestId);
        Assert.Equal("req-ZKPTOAgKiibcPOYq", partial.RequestId);
    }

    [Fact]
    public async Task A_full_context_is_an_answer_cut_at_994_tokens()
    {
        var outcome = await StreamAsync("llama-server-special/context-runs-out-stream.txt");

        Assert.Equal(
            (PromptTokens: 30, CompletionTokens: 994, TotalTokens: 1024),
            (outcome.Answer.PromptTokens, outcome.Answer.CompletionTokens, outcome.Answer.TotalTokens));
        Assert.Equal(29, outcome.Answer.Usage!.PromptTokensDetails!.CachedTokens);
        Assert.False(outcome.Answer.Complete);
    }

    private static Task<Outcome> StreamAsync(string capture) => Ask.StreamAsync(Reply.Recorded(PathOf(capture)));

    private static Task<Outcome> WholeAsync(string capture) => Ask.WholeAsync(Reply.Recorded(PathOf(capture)));

    private static string PathOf(string capture) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", capture);
}
