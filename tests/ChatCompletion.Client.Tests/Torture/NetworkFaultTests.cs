using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ChatCompletions.Tests;

/// <summary>Connections that are closed, reset, silent or stopped at each stage of an answer.</summary>
public class NetworkFaultTests
{
    private static readonly ChatTimeouts Limits = new() { FirstByte = TimeSpan.FromSeconds(60), Idle = TimeSpan.FromSeconds(20), Total = TimeSpan.FromSeconds(300) };

    private readonly ManualTimeProvider _time = new();

    /// <summary>Each stage, for a stream and for a whole answer.</summary>
    public static TheoryData<FaultStage, bool> Stages
    {
        get
        {
            var stages = new TheoryData<FaultStage, bool>();
            foreach (var stage in Enum.GetValues<FaultStage>())
            {
                stages.Add(stage, true);
                stages.Add(stage, false);
            }
            return stages;
        }
    }

    private ChatClientOptions Options => Ask.NoRetries with { Time = _time, Timeouts = Limits };

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task F4_A_close_is_a_failure_that_keeps_what_came(FaultStage stage, bool streaming)
    {
        var script = new FaultScript(stage, streaming);
        using var server = ScriptedServer.Start().Enqueue(script.Start.Close());
        var outcome = await script.AskAsync(Ask.Client(server));

        CheckBroken(stage, outcome);
        Assert.Equal(script.Text, outcome.Failure!.Completion?.Content ?? "");
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task F4_A_reset_is_a_failure_that_keeps_what_came(FaultStage stage, bool streaming)
    {
        var script = new FaultScript(stage, streaming);
        // A reset overtakes what is still on its way, so that it waits until the chunks have been seen. Without any, it may overtake the head.
        using var server = ScriptedServer.Start().Enqueue(script.Start.WaitFor("seen").Reset());
        var outcome = await script.AskAsync(Ask.Client(server), () => server.Release("seen"));

        CheckBroken(script.Visible == 0 && outcome.Failure is ChatConnectionException ? FaultStage.BeforeHeaders : stage, outcome);
        Assert.StartsWith(outcome.Failure!.Completion?.Content ?? "", script.Text, StringComparison.Ordinal);
        Assert.Equal(script.Visible, Math.Min(outcome.Chunks.Count, 1));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task F24_A_silence_ends_at_its_time_limit(FaultStage stage, bool streaming)
    {
        var script = new FaultScript(stage, streaming);
        using var server = ScriptedServer.Start().Enqueue(script.Start.Hang());
        var call = Task.Run(() => script.AskAsync(Ask.Client(server, Options)), TestContext.Current.CancellationToken);
        var request = AwaitStage(script, server);
        _time.Advance(script.IsEarly ? Limits.FirstByte : Limits.Idle);

        var outcome = await call;
        Assert.Equal(script.IsEarly ? ChatErrorKind.FirstByteTimeout : ChatErrorKind.IdleTimeout, outcome.Failed<ChatTimeoutException>().Kind);
        Assert.True(request.WaitForClientClose(5000));
        Assert.Equal(script.Text, outcome.Failure!.Completion?.Content ?? "");
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task F24_A_delay_below_the_time_limit_does_no_harm(FaultStage stage, bool streaming)
    {
        var script = new FaultScript(stage, streaming);
        using var server = ScriptedServer.Start().Enqueue(script.Start.WaitFor("go").Send(script.Rest));
        var call = Task.Run(() => script.AskAsync(Ask.Client(server, Options)), TestContext.Current.CancellationToken);
        AwaitStage(script, server);
        _time.Advance((script.IsEarly ? Limits.FirstByte : Limits.Idle) - TimeSpan.FromMilliseconds(1));
        server.Release("go");

        var outcome = await call;
        Assert.Equal((Content: FaultScript.Whole, Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_stop_ends_the_call_and_its_connection_at_once(FaultStage stage, bool streaming)
    {
        var script = new FaultScript(stage, streaming);
        using var server = ScriptedServer.Start().Enqueue(script.Start.Hang());
        using var stop = new CancellationTokenSource();
        var call = Task.Run(() => script.AskAsync(Ask.Client(server, Options), null, stop), TestContext.Current.CancellationToken);
        var request = AwaitStage(script, server);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True(request.WaitForClientClose(5000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_mark_ends_a_stream_whatever_follows(bool resets)
    {
        var script = new FaultScript(FaultStage.AfterLastEvent, streaming: true);
        var reply = script.Start.Send("e\r\ndata: [DONE]\n\n\r\n");
        using var server = ScriptedServer.Start().Enqueue(resets ? reply.WaitFor("seen").Reset() : reply.Hang());
        var outcome = await script.AskAsync(Ask.Client(server));
        server.Release("seen");

        Assert.Equal((Content: FaultScript.Whole, Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_failure_to_connect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var failure = (await Ask.WholeAsync(Ask.Client($"http://127.0.0.1:{port}/v1"))).Failed<ChatConnectionException>();
        Assert.StartsWith($"http://127.0.0.1:{port}: No connection", failure.Message, StringComparison.Ordinal);
    }

    private static void CheckBroken(FaultStage stage, Outcome outcome)
    {
        if (stage is FaultStage.BeforeHeaders or FaultStage.InHeaders or FaultStage.AfterHeaders)
        {
            Assert.Contains("broke before the answer began", outcome.Failed<ChatConnectionException>().Message, StringComparison.Ordinal);
            return;
        }
        Assert.Contains("broke in the middle of the answer", outcome.Failed<ChatIncompleteException>().Message, StringComparison.Ordinal);
        Assert.All(outcome.Chunks, static chunk => Assert.Null(chunk.Completion));
    }

    /// <summary>Waits until the client waits for what the script withholds.</summary>
    private RecordedRequest AwaitStage(FaultScript script, ScriptedServer server)
    {
        var request = server.WaitForRequest(0, 20_000);
        _time.WaitForTimer(script.IsEarly ? Limits.FirstByte : Limits.Idle);
        return request;
    }
}
