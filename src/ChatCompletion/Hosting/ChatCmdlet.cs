using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>What all cmdlets of the module share: stopping, waiting, and writing errors.</summary>
public abstract class ChatCmdlet : PSCmdlet, IDisposable
{
    private const int MaxReport = 4000;

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
        Trace = IsVerbose() ? text => Thread.Report(() => WriteVerbose(SafeText.Excerpt(text, MaxReport))) : null,
        Warn = text => Thread.Report(() => WarnOnce(text)),
    };

    /// <summary>Writes a warning, but not the same one for every item of a pipeline.</summary>
    internal void WarnOnce(string text)
    {
        if (_warnings.Add(text)) WriteWarning(SafeText.Excerpt(text, MaxReport));
    }

    /// <summary>A name with wildcards.</summary>
    /// <param name="parameter">The parameter that holds it.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="ChatRequestException">Its wildcards make no pattern.</exception>
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
                $"-{parameter} '{SafeText.Label(name)}' is no pattern: a bracket is not closed, or nothing is in it. "
                + "To mean a bracket itself, write `[ in single quotes.",
                wrong);
        }
    }

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : SessionState.PSVariable.GetValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue);
}
