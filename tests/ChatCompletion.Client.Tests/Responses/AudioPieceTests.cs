namespace ChatCompletions.Tests;

/// <summary>A spoken answer, whose data and transcript come in pieces.</summary>
public class AudioPieceTests
{
    [Fact]
    public async Task Data_and_transcript_are_joined_and_other_fields_keep_the_last_value()
    {
        var audio = (await Ask.DeltasAsync(
            """{"audio":{"id":"a1","transcript":"Hel"}}""",
            """{"audio":{"data":"AAAA","expires_at":1}}""",
            """{"audio":{"transcript":"lo","data":"BBBB"}}""",
            """{"audio":{"expires_at":2}}""")).Message.Audio!;

        Assert.Equal("""{"id":"a1","transcript":"Hello","data":"AAAABBBB","expires_at":2}""", audio.ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task A_piece_without_text_takes_nothing_away(string nothing)
    {
        var audio = (await Ask.DeltasAsync(
            """{"audio":{"id":"a1","transcript":"Hel","data":"AAAA"}}""",
            $$$"""{"audio":{"transcript":{{{nothing}}},"data":{{{nothing}}}}}""",
            """{"audio":{"id":null,"transcript":"lo"}}""")).Message.Audio!;

        Assert.Equal("""{"id":"a1","transcript":"Hello","data":"AAAA"}""", audio.ToString());
    }

    [Fact]
    public async Task Each_choice_has_its_own()
    {
        var answer = (await Ask.ChoicesAsync(
            """ "index":0,"delta":{"audio":{"data":"AA"}} """,
            """ "index":1,"delta":{"audio":{"data":"BB"}} """,
            """ "index":0,"delta":{"audio":{"data":"CC"}},"finish_reason":"stop" """,
            """ "index":1,"delta":{},"finish_reason":"stop" """)).Answer;

        Assert.Equal(["""{"data":"AACC"}""", """{"data":"BB"}"""], answer.Choices.Select(static choice => choice.Message.Audio!.ToString()));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task Audio_of_another_kind_is_none(string audio)
    {
        var message = (await Ask.DeltasAsync("""{"content":"a"}""", $$$"""{"audio":{{{audio}}}}""")).Message;

        Assert.Null(message.Audio);
        Assert.Equal("a", message.Content);
    }
}
