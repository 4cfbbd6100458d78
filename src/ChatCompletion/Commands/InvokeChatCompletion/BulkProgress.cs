using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Shows the progress of a pipeline with several questions: at most five updates a second, and none in the first half second.
/// </summary>
internal sealed class BulkProgress(Cmdlet cmdlet, BulkTotals totals, Func<int> running, Func<TimeSpan?> waiting)
{
    /// <summary>The minimum time between two updates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan InitialDelay = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = InitialDelay;
    private bool _isShown;

    /// <summary>The number of items, once all input has arrived.</summary>
    public int? Count { get; set; }

    /// <summary>Shows the progress, if an update is due.</summary>
    public void Update()
    {
        if (_watch.Elapsed < _next || totals.Done + running() < 2) return;
        _next = _watch.Elapsed + Interval;
        _isShown = true;
        cmdlet.WriteProgress(Record());
    }

    /// <summary>Removes the progress from the screen.</summary>
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
            // The host removes it when a stopped pipeline ends.
        }
    }

    private const int Id = 0x43_43;

    private const string Activity = "Asking";

    private ProgressRecord Record()
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        var status = string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Done} done, {totals.Failed} failed, {running()} running, "
            + $"{totals.Tokens} tokens, {totals.Tokens / seconds:0} a second");
        var record = new ProgressRecord(Id, Activity, status);
        if (waiting() is { } wait && wait > TimeSpan.Zero)
        {
            var wholeSeconds = Math.Ceiling(wait.TotalSeconds);
            record.CurrentOperation = string.Create(CultureInfo.InvariantCulture, $"Waiting {wholeSeconds} s for the rate limit");
        }
        if (Count is { } count and > 0)
        {
            record.PercentComplete = Math.Min(100, 100 * totals.Done / count);
            if (totals.Done > 0) record.SecondsRemaining = (int)Math.Min(int.MaxValue, seconds / totals.Done * (count - totals.Done));
        }
        return record;
    }
}
