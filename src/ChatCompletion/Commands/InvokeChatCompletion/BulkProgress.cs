using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Shows how far a pipeline of several questions is: at most five times a second, and only once it takes a while.</summary>
internal sealed class BulkProgress(Cmdlet cmdlet, BulkTotals totals, Func<int> running, Func<TimeSpan?> waiting)
{
    /// <summary>How often it is worth looking.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = Patience;
    private bool _isShown;

    /// <summary>How many items there are, once all input has come.</summary>
    public int? Count { get; set; }

    /// <summary>Shows the state, if it is time to.</summary>
    public void Update()
    {
        if (_watch.Elapsed < _next || totals.Done + running() < 2) return;
        _next = _watch.Elapsed + Interval;
        _isShown = true;
        cmdlet.WriteProgress(Record());
    }

    /// <summary>Takes it off the screen.</summary>
    public void Complete()
    {
        if (!_isShown) return;
        _isShown = false;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(Id, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The host takes it off the screen at the end of a stopped pipeline.
        }
    }

    private const int Id = 0x43_43;

    private const string Activity = "Asking";

    private ProgressRecord Record()
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        var status = string.Create(CultureInfo.InvariantCulture, $"{totals.Done} done, {totals.Failed} failed, {running()} under way, {totals.Tokens} tokens, {totals.Tokens / seconds:0} a second");
        var record = new ProgressRecord(Id, Activity, status);
        if (waiting() is { } wait && wait > TimeSpan.Zero) record.CurrentOperation = string.Create(CultureInfo.InvariantCulture, $"Waiting {Math.Ceiling(wait.TotalSeconds)} s for the rate limit");
        if (Count is { } count and > 0)
        {
            record.PercentComplete = Math.Min(100, 100 * totals.Done / count);
            if (totals.Done > 0) record.SecondsRemaining = (int)Math.Min(int.MaxValue, seconds / totals.Done * (count - totals.Done));
        }
        return record;
    }
}
