namespace ChatCompletions.Tests;

/// <summary>Content in parts, reasoning under its several names, refusals, audio and sources.</summary>
public class ContentTests
{
    [Theory]
    [InlineData("""[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]""", "Hello", null)]
    [InlineData("""["Hel","lo"]""", "Hello", null)]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"Hello"}]""", "Hello", "hm")]
    [InlineData("""[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hello"}]""", "Hello", "hm")]
    [InlineData("""[{"type":"reasoning","text":"hm"},{"type":"text","text":"Hello"}]""", "Hello", "hm")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]""", null, "hm")]
    [InlineData("[]", null, null)]
    [InlineData("null", null, null)]
    [InlineData("\"\"", "", null)]
    public async Task F7_Content_may_be_a_list_of_parts(string content, string? text, string? reasoning)
    {
        var whole = await Ask.MessageAsync($$"""{"content":{{content}}}""");
        var stream = await Ask.DeltasAsync($$"""{"content":{{content}}}""");

        Assert.Equal((Content: text, ReasoningContent: reasoning), (whole.Answer.Content, whole.Answer.ReasoningContent));
        Assert.Equal((Content: text, ReasoningContent: reasoning), (stream.Answer.Content, stream.Answer.ReasoningContent));
        Assert.Null(whole.Message.Parts);
    }

    [Fact]
    public async Task F7_Parts_of_other_kinds_are_kept()
    {
        var outcome = await Ask.MessageAsync("""{"content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:x"}}]}""");

        Assert.Equal("see", outcome.Answer.Content);
        Assert.Equal("""[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:x"}}]""", outcome.Message.Parts!.ToString());
    }

    private const string Image = """{"type":"image_url","image_url":{"url":"data:x"}}""";

    [Theory]
    [InlineData("""["see ",[IMAGE]," there"]""", """[{"type":"text","text":"see "},IMAGE,{"type":"text","text":" there"}]""")]
    [InlineData("""["a","b",[IMAGE],"c","d",[IMAGE],[{"type":"text","text":"e"}],"f"]""", """[{"type":"text","text":"ab"},IMAGE,{"type":"text","text":"cd"},IMAGE,{"type":"text","text":"ef"}]""")]
    [InlineData("""[[{"type":"text","text":"a"}],[IMAGE,{"type":"text","text":"b"}],null,""]""", """[{"type":"text","text":"a"},IMAGE,{"type":"text","text":"b"}]""")]
    public async Task F7_Text_that_comes_as_strings_between_lists_of_parts_is_a_part(string contents, string parts)
    {
        var deltas = ((JsonList)JsonText.Parse(contents.Replace("[IMAGE", "[" + Image, StringComparison.Ordinal))!).Select(static content => $$"""{"content":{{JsonText.Write(content)}}}""");
        var outcome = await Ask.DeltasAsync([.. deltas]);

        parts = parts.Replace("IMAGE", Image, StringComparison.Ordinal);
        Assert.Equal(parts, outcome.Message.Parts!.ToString());
        Assert.Equal(ContentParts.JoinText(outcome.Message.Parts), outcome.Answer.Content);
        Assert.Contains($"\"content\":{parts}", JsonText.Write(outcome.Answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"see\"", """[{"type":"text","text":"see"},IMAGE]""")]
    [InlineData("""[{"type":"text","text":"see"},IMAGE]""", """[{"type":"text","text":"see"},IMAGE]""")]
    [InlineData("""["see",IMAGE]""", """[{"type":"text","text":"see"},IMAGE]""")]
    public async Task F7_Parts_of_a_whole_message_do_not_double_what_came(string delta, string message)
    {
        (delta, message) = (delta.Replace("IMAGE", Image, StringComparison.Ordinal), message.Replace("IMAGE", Image, StringComparison.Ordinal));
        var outcome = await Ask.ChoicesAsync($$$""" "index":0,"delta":{"content":{{{delta}}}} """, $$$""" "index":0,"message":{"content":{{{message}}}},"finish_reason":"stop" """);

        Assert.Equal(message, outcome.Message.Parts!.ToString());
        Assert.Equal((Content: "see", Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Theory]
    [InlineData("reasoning_content", "\"hm\"")]
    [InlineData("reasoning", "\"hm\"")]
    [InlineData("thinking", "\"hm\"")]
    [InlineData("reasoning_details", """[{"type":"reasoning.text","text":"h"},{"type":"reasoning.encrypted","data":"x"},{"text":"m"}]""")]
    public async Task F9_Reasoning_has_several_names(string field, string value)
    {
        Assert.Equal("hm", (await Ask.MessageAsync($$"""{"content":"a","{{field}}":{{value}}}""")).Answer.ReasoningContent);
        Assert.Equal("hm", (await Ask.DeltasAsync($$"""{"{{field}}":{{value}}}""", """{"content":"a"}""")).Answer.ReasoningContent);
    }

    [Theory]
    [InlineData("""{"reasoning":"hm","reasoning_content":"hm"}""")]
    [InlineData("""{"reasoning_content":"hm","reasoning":"hm","reasoning_details":[{"text":"hm"}]}""")]
    [InlineData("""{"reasoning_content":null,"reasoning":"hm"}""")]
    [InlineData("""{"reasoning_content":"","reasoning":"","thinking":"hm"}""")]
    public async Task F9_H17_Reasoning_said_twice_is_taken_once(string delta)
    {
        var outcome = await Ask.DeltasAsync(delta, delta);

        Assert.Equal("hmhm", outcome.Answer.ReasoningContent);
        Assert.Equal("hm", outcome.Chunks[0].ReasoningContent);
    }

    [Fact]
    public async Task H17_Reasoning_may_come_before_any_role()
    {
        var outcome = await Ask.DeltasAsync("""{"reasoning":"why"}""", """{"role":"assistant","content":""}""", """{"content":"because"}""");

        Assert.Equal((Content: "because", ReasoningContent: "why"), (outcome.Answer.Content, outcome.Answer.ReasoningContent));
        Assert.Equal("", outcome.Chunks[0].Content);
    }

    [Fact]
    public async Task No_reasoning_is_null()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"a","reasoning_content":null,"reasoning":""}""");

        Assert.Null(outcome.Answer.ReasoningContent);
        Assert.Null(outcome.Chunks[0].ReasoningContent);
    }

    [Fact]
    public async Task A_refusal_is_put_together_and_is_no_content()
    {
        var outcome = await Ask.DeltasAsync("""{"role":"assistant","content":null,"refusal":""}""", """{"refusal":"I can't "}""", """{"refusal":"help."}""");

        Assert.Equal("I can't help.", outcome.Message.Refusal);
        Assert.Null(outcome.Answer.Content);
        Assert.Equal([null, "I can't ", "help.", null], outcome.Chunks.Select(static chunk => chunk.Refusal));
        Assert.Equal("No.", (await Ask.MessageAsync("""{"content":null,"refusal":"No."}""")).Message.Refusal);
    }

    [Fact]
    public async Task Pieces_of_audio_are_joined()
    {
        var outcome = await Ask.DeltasAsync(
            """{"audio":{"id":"audio_1","transcript":"Hel"}}""",
            """{"audio":{"data":"QUJD"}}""",
            """{"audio":{"transcript":"lo","data":"REVG"}}""",
            """{"audio":{"expires_at":1700000000}}""");

        Assert.Equal("""{"id":"audio_1","transcript":"Hello","data":"QUJDREVG","expires_at":1700000000}""", outcome.Message.Audio!.ToString());
        Assert.Equal("""{"id":"a","data":"QQ=="}""", (await Ask.MessageAsync("""{"content":null,"audio":{"id":"a","data":"QQ=="}}""")).Message.Audio!.ToString());
    }

    [Fact]
    public async Task Annotations_of_all_chunks_are_kept()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"a","annotations":[{"type":"url_citation","url_citation":{"url":"u1"}}]}""", """{"annotations":[{"n":2}]}""");

        Assert.Equal("""[{"type":"url_citation","url_citation":{"url":"u1"}},{"n":2}]""", outcome.Message.Annotations!.ToString());
    }

    [Fact]
    public async Task Text_like_numbers_and_markup_stays_text()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"<think>x</think>"}""", """{"content":"\"\\\/\b\f\n\r\t\u00e4"}""", """{"content":" 1.50"}""");

        Assert.Equal("<think>x</think>\"\\/\b\f\n\r\tä 1.50", outcome.Answer.Content);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":12345678901234567.89,"b":[1.10,1e400,-0],"a":2}""")]
    [InlineData("1.10")]
    [InlineData("12345678901234567890123")]
    [InlineData("true")]
    public async Task Content_of_another_kind_becomes_its_text(string content)
    {
        Assert.Equal(content, (await Ask.MessageAsync($$"""{"content":{{content}}}""")).Answer.Content);
        Assert.Equal(content, (await Ask.DeltasAsync($$"""{"content": {{content}} }""")).Answer.Content);
        Assert.Equal(content, (await Ask.MessageAsync($$"""{"refusal":{{content}},"reasoning":{{content}}}""")).Message.Refusal);
    }

    [Fact]
    public async Task An_answer_is_compared_and_shown_as_its_text()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"yes"}""");

        Assert.Equal("yes", $"{outcome.Answer}");
        Assert.True(outcome.Answer.Equals("yes"));
        Assert.False(outcome.Answer.Equals("no"));
        Assert.Equal("yes", outcome.Answer.Choices[0].ToString());
        Assert.Equal("yes", outcome.Chunks[0].ToString());
    }
}
