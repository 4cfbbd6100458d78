using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Writes answers and failures to the pipeline, with their warnings, and counts them.</summary>
internal sealed class ResultWriter(
    InvokeChatCompletionCommand command,
    CallMaker calls,
    BulkTotals totals,
    BulkProgress progress,
    TokenBudget budget,
    RunJournal? journal)
{
    /// <summary>Writes the result of an item.</summary>
    public void Write(BulkItem item)
    {
        command.Thread.WriteReports();
        if (item.Task.Exception?.InnerException is { } failure and not RuntimeException)
        {
            // A failure that ends the run belongs to no item.
            if (failure is not ChatException { Kind: ChatErrorKind.JournalFailed or ChatErrorKind.UsageMissing })
                WriteFailure(failure, item.Question);
            return;
        }
        // A stop, or an exception from work that a worker posted to this thread, belongs to the pipeline.
        var answer = command.Thread.Await(item.Task);
        if (calls.Values?.Fill(answer) is not { } fault)
        {
            WriteAnswer(answer);
            return;
        }
        // An answer that does not match -As uses tokens, too.
        budget.CheckUsage(answer);
        WriteFailure(fault, item.Question);
    }

    /// <summary>Writes the failure of a question. It ends the statement if the question is the only one.</summary>
    public void WriteFailure(Exception failure, Question question)
    {
        command.Thread.WriteReports();
        StreamScreen.BreakOff();
        totals.Count(isFailed: true);
        var record = Errors.Record(failure, question.Input);
        if (!command.MyInvocation.ExpectingInput && !question.IsItem) command.ThrowTerminatingError(record);
        if (command.IncludeFailed)
            command.WriteObject(command.Stream ? FailedAnswer.ChunkOf(failure, question) : FailedAnswer.Of(failure, question));
        command.WriteError(record);
    }

    /// <summary>Counts a streamed answer, after its last chunk was written.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="fault">Why the answer does not match -As; <see langword="null"/> if it does.</param>
    /// <exception cref="ChatException">The answer does not match -As.</exception>
    public void EndStream(ChatCompletion answer, ChatException? fault)
    {
        // An answer that does not match -As uses tokens, too.
        budget.CheckUsage(answer);
        if (fault is not null) throw fault;
        totals.Count(isFailed: false);
        Warn(answer);
    }

    private void WriteAnswer(ChatCompletion answer)
    {
        totals.Count(isFailed: false);
        // Write the answer first: a warning can end the pipeline, and the answer must not be lost.
        command.WriteObject(answer);
        Warn(answer);
        if (journal?.WarningOf(answer) is { } warning) command.WriteWarning(warning);
        budget.CheckUsage(answer);
        progress.Update();
    }

    private void Warn(ChatCompletion answer)
    {
        foreach (var warning in AnswerWarnings.Of(answer, command.N)) command.WriteWarning(calls.Mask(warning));
    }
}
