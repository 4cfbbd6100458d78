using System.Numerics;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>When a choice of a stream has ended, and which events speak of the same choice.</summary>
public class ChoiceEndTests
{
    [Theory]
    [InlineData("length", "stop", "length")]
    [InlineData("content_filter", "stop", "content_filter")]
    [InlineData("error", "stop", "error")]
    [InlineData("SAFETY", "tool_calls", "SAFETY")]
    [InlineData("length", "content_filter", "length")]
    [InlineData("stop", "length", "length")]
    [InlineData("stop", "error", "error")]
    [InlineData("stop", "tool_calls", "tool_calls")]
    public async Task The_first_reason_that_means_a_cut_stands(string first, string second, string stands)
    {
        var end = $$""" "index":0,"delta":{},"finish_reason":"{{second}}" """;
        var outcome = await Ask.ChoicesAsync($$$""" "index":0,"delta":{"content":"a","tool_calls":[{"function":{"name":"f"}}]},"finish_reason":"{{{first}}}" """, end, end);

        Assert.Equal(
            (FinishReason: stands, Complete: FinishReasons.IsWhole(stands)),
            (outcome.Answer.FinishReason, outcome.Answer.Complete));
        Assert.Equal(stands, outcome.Chunks[^1].FinishReason);
        var both = await Ask.BodyAsync($$$"""{"choices":[{"finish_reason":"{{{first}}}","message":{"content":"a"},"finish_reason":"{{{second}}}"}]}""");
        Assert.Equal(stands, both.Answer.FinishReason);
    }

    [Theory]
    [InlineData("""{"content":"b"}""")]
    [InlineData("""{"reasoning_content":"b"}""")]
    [InlineData("""{"refusal":"b"}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]}""")]
    [InlineData("""{"audio":{"data":"QQ=="}}""")]
    [InlineData("""{"content":[{"type":"image_url","image_url":{"url":"data:x"}}]}""")]
    public async Task What_goes_on_after_its_end_is_whole_only_where_it_ends_again_or_the_end_is_marked(string more)
    {
        const string Reasoned = """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""";
        var content = $$"""{"choices":[{"index":0,"delta":{{more}},"finish_reason":null}]}""";
        const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

        Assert.False((await Ask.EventsAsync(Reasoned, content)).BrokeOff().Partial.Complete);
        Assert.False((await Ask.EventsAsync(Reasoned, content, """{"choices":[{"index":0,"delta":{}}]}""")).BrokeOff().Partial.Complete);
        Assert.True((await Ask.EventsAsync(Reasoned, content, End)).Answer.Complete);
        Assert.True((await Ask.EventsAsync(Reasoned, content, "[DONE]")).Answer.Complete);
        Assert.False((await Ask.EventsAsync(Reasoned, content, End, content)).BrokeOff().Partial.Complete);
    }

    [Fact]
    public async Task Events_without_content_after_the_end_do_not_open_it_again()
    {
        Assert.True((await Ask.EventsAsync(
            """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
            """{"choices":[{"index":0,"content_filter_results":{}}]}""",
            """{"choices":[{"index":0,"message":{"content":"a"}}]}""",
            """{"choices":[],"usage":{"total_tokens":1}}""")).Answer.Complete);
    }

    public static TheoryData<object> Twos => [2, 2L, 2.0, 2f, 2.0m, 2.00m, new BigInteger(2), (byte)2, 2ul, (short)2];

    [Theory]
    [MemberData(nameof(Twos))]
    public async Task Choices_are_counted_whatever_the_type_of_their_number(object n)
    {
        const string One = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}\n\n";
        var request = Ask.Question() with { AdditionalParameters = new JsonDictionary { ["n"] = n } };
        var client = Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(One)));

        Assert.Equal("one", (await Ask.StreamAsync(client, request)).BrokeOff().Partial.Content);
        var marked = await Ask.StreamAsync(Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(One + "data: [DONE]\n\n"))), request);
        Assert.Equal(2, marked.Answer.AskedChoices);
        var mock = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "mock", Type = "Mock" }));
        Assert.Equal(2, (await Ask.WholeAsync(mock, request with { Model = "mock" })).Answer.Choices.Count);
    }

    [Fact]
    public async Task A_number_of_choices_as_text_is_refused()
    {
        var request = Ask.Question() with { AdditionalParameters = new JsonDictionary { ["n"] = "2" } };

        Assert.IsType<ChatRequestException>((await Ask.StreamAsync(Ask.Client(new BytesHandler([])), request)).Failure);
    }

    [Theory]
    [InlineData("0", "4294967296")]
    [InlineData("0", "-4294967296")]
    [InlineData("0", "0.5")]
    [InlineData("1", "1.5")]
    [InlineData("0", "\"a\"")]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("true", "[1]")]
    [InlineData("2147483648", "2147483649")]
    [InlineData("9223372036854775807", "9223372036854775808")]
    [InlineData("1e400", "-1e400")]
    [InlineData("-1", "4294967295")]
    public async Task Indexes_of_any_kind_are_choices_of_their_own(string first, string second)
    {
        string[] events =
        [
            $$$"""{"choices":[{"index":{{{first}}},"delta":{"content":"a1"}}]}""",
            $$$"""{"choices":[{"index":{{{second}}},"delta":{"content":"b1"}}]}""",
            $$$"""{"choices":[{"index":{{{first}}},"delta":{"content":"a2"},"finish_reason":"stop"}]}""",
        ];

        Assert.False((await Ask.EventsAsync(events)).BrokeOff().Partial.Complete);
        var outcome = await Ask.EventsAsync([.. events, $$$"""{"choices":[{"index":{{{second}}},"delta":{"content":"b2"},"finish_reason":"stop"}]}"""]);
        Assert.Equal(["a1a2", "b1b2"], outcome.Answer.Choices.Select(static choice => choice.Content).Order(StringComparer.Ordinal));
        Assert.Equal(2, outcome.Answer.Choices.Select(static choice => choice.Index).Distinct().Count());
        var body = await Ask.BodyAsync($$$"""{"choices":[{"index":{{{first}}},"message":{"content":"a"}},{"index":{{{second}}},"message":{"content":"b"}}]}""");
        Assert.Equal(2, body.Answer.Choices.Select(static choice => choice.Index).Distinct().Count());
    }

    [Fact]
    public async Task An_index_that_is_no_integer_is_kept_as_it_was_sent()
    {
        var choice = (await Ask.BodyAsync("""{"choices":[{"index":4294967296,"message":{"content":"a","tool_calls":[{"index":1.5,"function":{"name":"f"}}]}}]}""")).Answer.Choices[0];

        Assert.Equal(4294967296L, choice.AdditionalProperties!["original_index"]);
        Assert.Equal(1.5, choice.Message.ToolCalls![0].AdditionalProperties!["original_index"]);
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("0", "\"0\"")]
    [InlineData("1", "1e0")]
    [InlineData("0", "null")]
    [InlineData("0", "\"\"")]
    public async Task The_same_index_may_be_written_in_several_ways(string first, string second)
    {
        var outcome = await Ask.ChoicesAsync($$$""" "index":{{{first}}},"delta":{"content":"a"} """, $$$""" "index":{{{second}}},"delta":{"content":"b"},"finish_reason":"stop" """);

        Assert.Equal("ab", Assert.Single(outcome.Answer.Choices).Content);
    }

    [Theory]
    [InlineData("A B A", true)]
    [InlineData("A A B B A", true)]
    [InlineData("A B A B A B", true)]
    [InlineData("A B C A", true)]
    [InlineData("A A A", false)]
    [InlineData("A B C D", false)]
    [InlineData("A A B B", true)]
    [InlineData("A A B", true)]
    [InlineData("A B", false)]
    [InlineData("A - A", false)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 1 12 2", false)]
    public async Task Ids_that_change_under_one_index_are_several_answers(string ids, bool areMixed)
    {
        string Event(string id, string delta, string end) => $$"""{{{(id == "-" ? "" : $"\"id\":\"{id}\",")}}"choices":[{"index":0,"delta":{{delta}}{{end}}}]}""";
        var all = ids.Split(' ');
        var outcome = await Ask.EventsAsync([.. all.Select(id => Event(id, $$"""{"content":"{{id}}"}""", "")), Event(all[^1], "{}", ""","finish_reason":"stop" """), "[DONE]"]);

        Assert.Equal(!areMixed, outcome.Answer.Complete);
        Assert.Equal(areMixed ? "The server sent pieces of several answers under one index." : null, outcome.Answer.Error);
        Assert.Equal(string.Concat(all), outcome.Answer.Content);
    }

    [Fact]
    public async Task Ids_that_take_turns_under_indexes_of_their_own_are_one_answer()
    {
        var events = Enumerable.Range(0, 8).Select(static i => $$$"""{"id":"c{{{i % 2}}}","choices":[{"index":{{{i % 2}}},"delta":{"content":"x"}}]}""");
        var ends = Enumerable.Range(0, 2).Select(static i => $$$"""{"id":"c{{{i}}}","choices":[{"index":{{{i}}},"delta":{},"finish_reason":"stop"}]}""");

        Assert.True((await Ask.EventsAsync([.. events, .. ends])).Answer.Complete);
    }

    [Fact]
    public async Task Thoughts_between_tags_go_on_after_an_end_that_was_none()
    {
        var client = new ChatClient(
            ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = "http://127.0.0.1:9/v1", ThinkTags = true }, environment: static _ => null),
            Ask.NoRetries with
            {
                Http = new HttpMessageInvoker(new BytesHandler(Encoding.UTF8.GetBytes(string.Concat(
                    new[] { """{"content":"<think>hm"},"finish_reason":"stop" """, """{"content":" so</think>Yes"},"finish_reason":null""", """{},"finish_reason":"stop" """ }
                        .Select(static delta => $$"""data: {"choices":[{"index":0,"delta":{{delta}}}]}""" + "\n\n"))))),
            });
        var outcome = await Ask.StreamAsync(client);

        Assert.Equal((Content: "Yes", ReasoningContent: "hm so"), (outcome.Answer.Content, outcome.Answer.ReasoningContent));
    }
}
