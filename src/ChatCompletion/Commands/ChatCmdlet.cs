using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>What all cmdlets of the module share: stopping, waiting, and writing errors.</summary>
public abstract class ChatCmdlet : PSCmdlet, IDisposable
{
    // Never disposed of: it has neither timer nor handle, and Ctrl+C may come while the cmdlet ends.
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _warnings = [];
    private PipelineThread? _thread;

    /// <summary>Fires when the pipeline is stopped or the cmdlet is done with.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <summary>Where the pipeline thread waits for workers.</summary>
    internal PipelineThread Thread => _thread ??= new PipelineThread(_stop.Token);

    /// <summary>Ctrl+C, or the end of the whole pipeline.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Called at every end; <c>Select-Object -First</c> calls nothing else.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what still runs.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Cancel();
    }

    /// <summary>Runs something that can fail with a chat error, which then ends the statement.</summary>
    private protected T OrThrow<T>(Func<T> action, object? target = null)
    {
        try
        {
            return action();
        }
        catch (ChatException failure)
        {
            ThrowTerminatingError(Errors.Record(failure, target));
            throw;
        }
    }

    /// <summary>Client options that report to this cmdlet's streams. Nothing is put into words when nobody listens.</summary>
    internal ChatClientOptions ReportingOptions(ChatProvider provider) => ChatClientOptions.For(provider) with
    {
        Trace = IsVerbose() ? text => Thread.Report(() => WriteVerbose(text)) : null,
        Warn = text => Thread.Report(() => WarnOnce(text)),
    };

    /// <summary>Writes a warning, but not the same one for every item of a pipeline.</summary>
    private protected void WarnOnce(string text)
    {
        if (_warnings.Add(text)) WriteWarning(text);
    }

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue);
}
