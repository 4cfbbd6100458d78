namespace ChatCompletions.Commands;

/// <summary>Puts a journal before the calls of a run: what is answered in it is not asked, and what is asked is recorded in it.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly ChatJournal _journal;
    private readonly CallMaker _calls;

    private RunJournal(ChatJournal journal, CallMaker calls)
    {
        _journal = journal;
        _calls = calls;
    }

    /// <summary>Opens the journal of a run. It is read through once, by a worker, so that Ctrl+C still works.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">The value of -JournalPath.</param>
    /// <param name="calls">Who makes the calls.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static RunJournal Open(InvokeChatCompletionCommand command, string path, CallMaker calls)
    {
        var full = MediaFile.Resolve(command.SessionState, nameof(command.JournalPath), path);
        command.WriteVerbose($"Reading the journal {SafeText.Excerpt(full, 500)}.");
        var journal = command.Thread.Await(Task.Run(() => ChatJournal.Open(full, command.StopToken), command.StopToken));
        var run = new RunJournal(journal, calls);
        foreach (var warning in journal.Warnings) command.WriteWarning(warning);
        command.WriteVerbose($"It holds {journal.Count} answers.");
        return run;
    }

    /// <summary>Why nothing is recorded any more; <see langword="null"/> while all is well.</summary>
    public ChatException? Failure => _journal.Failure;

    /// <summary>The answer of a call: from the journal, or asked for and recorded. To be called in the order of the input.</summary>
    /// <param name="call">The call.</param>
    /// <param name="ask">Starts asking. What it throws at once is no failure of a call, and is not recorded.</param>
    public Task<ChatCompletion> AskAsync(PreparedCall call, Func<Task<ChatCompletion>> ask)
    {
        if (Failure is { } failure) return Task.FromException<ChatCompletion>(failure);
        var known = _journal.Next(call.First.Client.Describe(call.First.Request));
        // What does not have the form of -As is a failure, and like any other asked again.
        if (_journal.Find(known) is not { } answer || _calls.Values?.Fill(answer) is not null) return RecordAsync(known, ask());
        answer.InputObject = call.First.Request.InputObject;
        return Task.FromResult(answer);
    }

    /// <summary>Writes what waits, and lets others write the journal.</summary>
    public void Dispose() => _journal.Dispose();

    /// <summary>The answer is on the disk before anybody gets it.</summary>
    private async Task<ChatCompletion> RecordAsync(JournalCall known, Task<ChatCompletion> asking)
    {
        try
        {
            var answer = await asking.ConfigureAwait(false);
            await _journal.RecordAsync(known, answer, null, _calls.Masks).ConfigureAwait(false);
            return answer;
        }
        catch (ChatException failure)
        {
            await _journal.RecordAsync(known, failure.Completion, failure, _calls.Masks).ConfigureAwait(false);
            throw;
        }
    }
}
