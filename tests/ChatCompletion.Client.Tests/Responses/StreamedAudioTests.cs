using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Spoken answers, whose data and transcript come in many pieces.</summary>
public class StreamedAudioTests
{
    private const int Piece = 4000;

    [Fact]
    public async Task What_is_allocated_grows_with_the_answer_and_no_faster()
    {
        var some = await AllocatedAsync(100);
        var many = await AllocatedAsync(1000);

        // Each piece as text, the bytes read, and the whole: some six bytes for each one that came. Joining anew for each piece takes hundreds.
        Assert.InRange((many - some) / (900.0 * Piece), 2, 12);
    }

    [Fact]
    public async Task Pieces_that_were_encoded_one_by_one_are_one_recording()
    {
        var outcome = await Ask.DeltasAsync("""{"audio":{"data":"QQ=="}}""", """{"audio":{"data":"QkM="}}""", """{"audio":{"data":"REVG"}}""", """{"audio":{"data":"Rw=="}}""");

        Assert.Equal("ABCDEFG", Encoding.ASCII.GetString(Convert.FromBase64String((string)outcome.Message.Audio!["data"]!)));
    }

    [Theory]
    [InlineData("QQ", "==", "QQ==")]
    [InlineData("QU", "JD", "QUJD")]
    [InlineData("QQ==", "no base64!", "QQ==no base64!")]
    public async Task Pieces_that_are_not_whole_by_themselves_are_just_joined(string first, string second, string data)
    {
        var outcome = await Ask.DeltasAsync($$$"""{"audio":{"data":"{{{first}}}"}}""", $$$"""{"audio":{"data":"{{{second}}}"}}""");

        Assert.Equal(data, outcome.Message.Audio!["data"]);
    }

    [Fact]
    public async Task A_whole_message_after_the_pieces_does_not_double_them()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"audio":{"id":"a","data":"QUJD","transcript":"Hel"}} """,
            """ "index":0,"delta":{"audio":{"data":"REVG","transcript":"lo"}} """,
            """ "index":0,"message":{"audio":{"id":"a","data":"QUJDREVG","transcript":"Hello","expires_at":5}},"finish_reason":"stop" """);

        Assert.Equal("""{"id":"a","data":"QUJDREVG","transcript":"Hello","expires_at":5}""", outcome.Message.Audio!.ToString());
    }

    /// <summary>Nothing is waited for, so all of it happens on this thread.</summary>
    private static async Task<double> AllocatedAsync(int count)
    {
        var data = new string('A', Piece);
        var stream = new StringBuilder();
        for (var i = 0; i < count; i++) stream.Append("data: {\"choices\":[{\"index\":0,\"delta\":{\"audio\":{\"data\":\"").Append(data).Append("\",\"transcript\":\"a\"}}}]}\n\n");
        stream.Append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        var client = Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(stream.ToString())));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = await Ask.StreamAsync(client);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(
            (DataLength: count * Piece, TranscriptLength: count),
            (DataLength: ((string)outcome.Message.Audio!["data"]!).Length,
             TranscriptLength: ((string)outcome.Message.Audio["transcript"]!).Length));
        return allocated;
    }
}
