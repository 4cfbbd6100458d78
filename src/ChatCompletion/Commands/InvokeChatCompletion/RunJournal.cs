using System.Collections.Concurrent;

namespace ChatCompletions.Commands;

/// <summary>Connects a run to its journal: answered calls are not sent again, and new answers are recorded.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly ConcurrentDictionary<ChatCompletion, string> _notKept = new(ReferenceEqualityComparer.Instance);
    private readonly ChatJournal _journal;
    private readonly CallMaker _calls;
    private readonly Action<string> _warn;
    private int _warned;

    private RunJournal(ChatJournal journal, CallMaker calls, Action<string> warn)
    {
        _journal = journal;
        _calls = calls;
        _warn = warn;
    }

    /// <summary>Opens the journal of a run. A worker reads it completely, so that Ctrl+C still works.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">The value of -JournalPath.</param>
    /// <param name="calls">Prepares the calls.</param>
    /// <param name="warn">Writes a warning once.</param>
    /// <exception cref="ChatRequestException">The file is not a journal, or cannot be used.</exception>
    public static RunJournal Open(InvokeChatCompletionCommand command, string path, CallMaker calls, Action<string> warn)
    {
        var full = MediaFile.Resolve(command.SessionState, nameof(command.JournalPath), path);
        command.WriteVerbose($"Reading the journal {SafeText.Excerpt(full, 500)}.");
        var opening = Task.Run(() => ChatJournal.Open(full, command.StopToken), command.StopToken);
        try
        {
            var run = new RunJournal(command.Thread.Await(opening), calls, warn);
            run.WriteWarnings();
            command.WriteVerbose($"The journal contains {run._journal.Count} answers.");
            return run;
        }
        catch
        {
            // A stop during opening, or a warning that ends the pipeline, would leave the journal open.
            _ = opening.ContinueWith(
                static opened => opened.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Why the journal can no longer be written; <see langword="null"/> as long as it can.</summary>
    public ChatException? Failure => _journal.Failure;

    /// <summary>
    /// Returns the answer of a call from the journal, or sends the call and records its answer. Call it on the pipeline thread, in the
    /// order of the input.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="ask">Sends the call. An exception that it throws directly is not a failure of the call and is not recorded.</param>
    public Task<ChatCompletion> AskAsync(PreparedCall call, Func<Task<ChatCompletion>> ask)
    {
        if (Failure is { } failed) return Task.FromException<ChatCompletion>(failed);
        var known = _journal.Next(call.First.Prepare(streaming: false));
        var entry = _journal.Find(known);
        WriteWarnings();
        if (Failure is { } failure) return Task.FromException<ChatCompletion>(failure);
        // An answer that does not match -As is a failure, so its call is sent again.
        if (entry?.Completion is not { } answer || !call.Allows(answer) || _calls.Values?.Fill(answer) is not null)
            return RecordAsync(known, ask());
        if (entry.KeyMark is { } then && known.Request.KeyMark is { } now && then != now) _warn(KeyChanged(known.Request.Provider));
        answer.InputObject = call.First.Request.InputObject;
        return Task.FromResult(answer);
    }

    /// <summary>Gets the warning that an answer of this run is not in the journal; <see langword="null"/> if it is.</summary>
    public string? WarningOf(ChatCompletion answer) =>
        _notKept.TryRemove(answer, out var why) ? $"This answer is not kept in the journal. {why}" : null;

    /// <summary>Warns if another program changed the journal after its last line was written. All calls must be recorded.</summary>
    public void CheckEnd()
    {
        _journal.CheckEnd();
        WriteWarnings();
    }

    /// <summary>Writes pending entries, and releases the journal for other writers.</summary>
    public void Dispose() => _journal.Dispose();

    /// <summary>Records the answer on disk before it is returned.</summary>
    private async Task<ChatCompletion> RecordAsync(JournalCall known, Task<ChatCompletion> asking)
    {
        try
        {
            var answer = await asking.ConfigureAwait(false);
            // An answer that does not match -As is recorded as a failure, so that a later run sends the call again. The caller finds the
            // fault itself.
            var fault = _calls.Values?.Check(answer);
            if (await _journal.RecordAsync(known, answer, fault, _calls.Masks).ConfigureAwait(false) is { } why) _notKept[answer] = why;
            return answer;
        }
        catch (ChatException failure)
        {
            await _journal.RecordAsync(known, failure.Completion, failure, _calls.Masks).ConfigureAwait(false);
            throw;
        }
    }

    private void WriteWarnings()
    {
        for (; _warned < _journal.Warnings.Count; _warned++) _warn(_journal.Warnings[_warned]);
    }

    private static string KeyChanged(string provider) =>
        $"The key of '{provider}' has changed since answers in the journal were recorded. They are reused, because a renewed key gives the "
        + "same access. If the key belongs to another agent or account, use another journal, or set up a provider for each key.";
}
