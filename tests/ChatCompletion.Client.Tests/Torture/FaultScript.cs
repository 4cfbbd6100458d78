namespace ChatCompletions.Tests;

/// <summary>An answer of two events or of one body, chunked, that goes wrong at a stage.</summary>
internal sealed class FaultScript
{
    public const string First = "Hel";
    public const string Whole = "Hello";
    private const string Event1 = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";
    private const string Event2 = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n";
    private const string EndMark = "data: [DONE]\n\n";
    private const string Body = """{"choices":[{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}]}""";

    private readonly FaultStage _stage;
    private readonly bool _streaming;
    private readonly string _all;
    private readonly int _length;

    public FaultScript(FaultStage stage, bool streaming)
    {
        _stage = stage;
        _streaming = streaming;
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: {(streaming ? "text/event-stream" : "application/json")}\r\nTransfer-Encoding: chunked\r\n\r\n";
        string[] pieces = streaming ? ["d", Event1[1..], Event2[..20], Event2[20..], EndMark] : ["{", Body[1..20], Body[20..40], Body[40..]];
        var sent = pieces.Select(static piece => $"{piece.Length:x}\r\n{piece}\r\n").ToList();
        _all = head + string.Concat(sent) + "0\r\n\r\n";
        _length = stage switch
        {
            FaultStage.BeforeHeaders => 0,
            FaultStage.InHeaders => 30,
            FaultStage.AfterHeaders => head.Length,
            FaultStage.AfterFirstByte => head.Length + sent[0].Length,
            FaultStage.BetweenEvents => head.Length + sent.Take(2).Sum(static piece => piece.Length),
            FaultStage.InEvent => head.Length + sent.Take(3).Sum(static piece => piece.Length),
            _ => head.Length + sent.Take(4).Sum(static piece => piece.Length),
        };
    }

    /// <summary>Whether the answer itself has not begun.</summary>
    public bool IsEarly => _stage is FaultStage.BeforeHeaders or FaultStage.InHeaders or FaultStage.AfterHeaders;

    /// <summary>How many chunks can be seen at this stage; the one that ends its choice waits until the end is known.</summary>
    public int Visible => _streaming && _stage is FaultStage.InEvent or FaultStage.BetweenEvents or FaultStage.AfterLastEvent ? 1 : 0;

    /// <summary>The text that has come.</summary>
    public string Text => _stage == FaultStage.AfterLastEvent ? Whole : Visible > 0 ? First : "";

    /// <summary>The answer as far as the stage.</summary>
    public Reply Start => Reply.Raw(_length == 0 ? "" : _all[.._length]);

    /// <summary>What is missing then.</summary>
    public string Rest => _all[_length..];

    /// <summary>Asks, and tells when all chunks that can be seen have been.</summary>
    public async Task<Outcome> AskAsync(ChatClient client, Action? seen = null, CancellationTokenSource? stopper = null)
    {
        if (Visible == 0) seen?.Invoke();
        var stop = stopper?.Token ?? TestContext.Current.CancellationToken;
        var chunks = new List<ChatCompletionChunk>();
        try
        {
            if (!_streaming) return new([], await client.CompleteAsync(Ask.Question(), stop), null);
            await foreach (var chunk in client.StreamAsync(Ask.Question(), stop))
            {
                chunks.Add(chunk);
                if (chunks.Count == Visible) seen?.Invoke();
            }
            return new(chunks, chunks[^1].Completion, null);
        }
        catch (ChatException failure)
        {
            return new(chunks, null, failure);
        }
    }
}
