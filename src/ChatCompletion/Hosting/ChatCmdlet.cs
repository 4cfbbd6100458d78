using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The base class of the module's cmdlets: stopping, waiting, and writing errors.</summary>
public abstract class ChatCmdlet : PSCmdlet, IDisposable
{
    private const int MaxReport = 4000;

    // Never disposed: it has no timer or handle, and Ctrl+C can arrive while the cmdlet ends.
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _warnings = [];
    private PipelineThread? _thread;

    /// <summary>Canceled when the pipeline is stopped or the cmdlet is disposed.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <summary>The pipeline thread, which waits for workers.</summary>
    internal PipelineThread Thread => _thread ??= new PipelineThread(_stop.Token);

    /// <summary>Called by PowerShell on Ctrl+C, or when the whole pipeline is stopped.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Called however the pipeline ends; with <c>Select-Object -First</c>, only this method is called.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels everything that is still running.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Cancel();
    }

    /// <summary>Runs an action; a <see cref="ChatException"/> ends the statement.</summary>
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

    /// <summary>Client options that write to this cmdlet's streams. Verbose messages are formatted only if they are shown.</summary>
    internal ChatClientOptions ReportingOptions(ChatProvider provider) => ChatClientOptions.For(provider) with
    {
        Trace = IsVerbose() ? text => Thread.Report(() => WriteVerbose(SafeText.Excerpt(text, MaxReport))) : null,
        Warn = text => Thread.Report(() => WarnOnce(text)),
    };

    /// <summary>Writes a warning, but the same text only once for each pipeline.</summary>
    internal void WarnOnce(string text)
    {
        if (_warnings.Add(text)) WriteWarning(SafeText.Excerpt(text, MaxReport));
    }

    /// <summary>Creates a wildcard pattern.</summary>
    /// <param name="parameter">The parameter's name, for errors.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="ChatRequestException">The pattern is invalid.</exception>
    private protected static WildcardPattern Pattern(string parameter, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        try
        {
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException wrong)
        {
            throw Errors.Wrong(
                parameter,
                $"-{parameter} '{SafeText.Label(name)}' is not a valid pattern: a bracket is not closed or is empty. "
                + "For a literal bracket, write `[ in single quotes.",
                wrong);
        }
    }

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue);
}
