namespace ChatCompletions.Tests;

/// <summary>Connections of real servers that break: the answer's head, its chunks and its body are cut after every byte.</summary>
public class CutConnectionTests
{
    public static TheoryData<string> Captures => Cuts.Captures;

    [Theory]
    [MemberData(nameof(Captures))]
    public Task F4_A_connection_that_breaks_anywhere_gives_no_whole_answer(string name) => Cuts.WithinAsync(async () =>
    {
        var capture = new CaptureFile(name);
        var wire = new CaptureWire(capture);
        var (length, resets) = (wire.Bytes.Length, false);
        using var handler = MemoryConnection.Handler(() => new MemoryConnection(wire.Bytes[..length], resets));
        var client = Ask.Client(handler);
        var judge = new CutJudge(capture, await CutJudge.AskAsync(capture, client));
        foreach (var cut in Cuts.Lengths(wire.Bytes))
        {
            (length, resets) = (cut, cut % 2 == 0);
            Judge(judge, wire, cut, await CutJudge.AskAsync(capture, client), broke: resets || wire.TellsItsEnd);
        }
    });

    [Fact]
    public Task F4_Over_real_connections_it_is_the_same() => Cuts.WithinAsync(async () =>
    {
        using var server = ScriptedServer.Start();
        var random = new Random(20261122);
        var captures = CaptureFile.Names.Select(static name => new CaptureFile(name)).Where(static capture => capture.Bytes.Length < Cuts.Small).ToList();
        var judges = new Dictionary<string, CutJudge>();
        for (var number = 0; number < 200; number++)
        {
            var capture = captures[number % captures.Count];
            var wire = new CaptureWire(capture);
            if (!judges.TryGetValue(capture.Name, out var judge))
                judges[capture.Name] = judge = new CutJudge(capture, await CutJudge.AskAsync(capture, Ask.Client(capture.Cut(capture.Body.Length))));
            var cut = random.Next(wire.Bytes.Length);
            server.Default = Reply.Raw(wire.Bytes[..cut]);
            Judge(judge, wire, cut, await CutJudge.AskAsync(capture, Ask.Client(server)), wire.TellsItsEnd);
        }
    });

    private static void Judge(CutJudge judge, CaptureWire wire, int cut, Outcome outcome, bool broke)
    {
        if (cut < wire.HeadLength) Assert.True(outcome.Failure is ChatConnectionException or ChatProtocolException, $"Cut in the head at {cut}: {outcome.Failure}");
        else judge.Judge(cut, wire.BodyWithin(cut), outcome, broke);
    }
}
