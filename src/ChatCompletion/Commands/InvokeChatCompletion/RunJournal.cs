using System.Collections.Concurrent;

namespace ChatCompletions.Commands;

/// <summary>Puts a journal before the calls of a run: what is answered in it is not asked, and what is asked is recorded in it.</summary>
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

    /// <summary>Opens the journal of a run. It is read through once, by a worker, so that Ctrl+C still works.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">The value of -JournalPath.</param>
    /// <param name="calls">Makes the calls.</param>
    /// <param name="warn">Writes a warning, once.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static RunJournal Open(InvokeChatCompletionCommand command, string path, CallMaker calls, Action<string> warn)
    {
        var full = MediaFile.Resolve(command.SessionState, nameof(command.JournalPath), path);
        command.WriteVerbose($"Reading the journal {SafeText.Excerpt(full, 500)}.");
        var opening = Task.Run(() => ChatJournal.Open(full, command.StopToken), command.StopToken);
        try
        {
            var run = new RunJournal(command.Thread.Await(opening), calls, warn);
            run.WriteWarnings();
            command.WriteVerbose($"It holds {run._journal.Count} answers.");
            return run;
        }
        catch
        {
            // A stop can come while it is opened, and a warning can end the pipeline. Nobody else would close it.
            _ = opening.ContinueWith(
                static opened => opened.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Why nothing is recorded any more; <see langword="null"/> while all is well.</summary>
    public ChatException? Failure => _journal.Failure;

    /// <summary>
    /// The answer of a call: from the journal, or asked for and recorded. To be called on the pipeline thread, in the order of the input.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="ask">Starts asking. What it throws at once is no failure of a call, and is not recorded.</param>
    public Task<ChatCompletion> AskAsync(PreparedCall call, Func<Task<ChatCompletion>> ask)
    {
        if (Failure is { } failed) return Task.FromException<ChatCompletion>(failed);
        var known = _journal.Next(call.First.Prepare(streaming: false));
        var entry = _journal.Find(known);
        WriteWarnings();
        if (Failure is { } failure) return Task.FromException<ChatCompletion>(failure);
        // An answer without the form of -As is a failure, and like any other asked again.
        if (entry?.Completion is not { } answer || !call.Allows(answer) || _calls.Values?.Fill(answer) is not null)
            return RecordAsync(known, ask());
        if (entry.KeyMark is { } then && known.Request.KeyMark is { } now && then != now) _warn(OtherKey(known.Request.Provider));
        answer.InputObject = call.First.Request.InputObject;
        return Task.FromResult(answer);
    }

    /// <summary>Why an answer of this run is not in the journal; <see langword="null"/> where it is.</summary>
    public string? WarningOf(ChatCompletion answer) =>
        _notKept.TryRemove(answer, out var why) ? $"This answer is not kept in the journal. {why}" : null;

    /// <summary>Warns where something else has changed the journal since its last line was written. All calls must be recorded.</summary>
    public void CheckEnd()
    {
        _journal.CheckEnd();
        WriteWarnings();
    }

    /// <summary>Writes what waits, and lets others write the journal.</summary>
    public void Dispose() => _journal.Dispose();

    /// <summary>The answer is on the disk before anybody gets it.</summary>
    private async Task<ChatCompletion> RecordAsync(JournalCall known, Task<ChatCompletion> asking)
    {
        try
        {
            var answer = await asking.ConfigureAwait(false);
            // An answer that -As cannot use is no success: a later run asks again. The caller gets the answer, and finds the fault itself.
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

    private static string OtherKey(string provider) =>
        $"The key of '{provider}' is not the one that answers in the journal were asked with. They are used, since a renewed key asks the "
        + "same. If it is the key of another agent or account, use another journal, or give each key a provider of its own.";
}
