namespace ChatCompletions.Commands;

/// <summary>Sends a question and writes the chunks of its answer as they arrive.</summary>
internal sealed class StreamRunner(InvokeChatCompletionCommand command, CallMaker calls, TokenBudget budget, ResultWriter results)
{
    /// <summary>Sends a question. The stream is closed however the pipeline ends.</summary>
    public void Run(Question question)
    {
        IAsyncEnumerator<ChatCompletionChunk>? chunks = null;
        var pending = default(ValueTask<bool>);
        try
        {
            budget.Check();
            chunks = calls.Make(question).StreamAsync(command.StopToken).GetAsyncEnumerator(CancellationToken.None);
            while (true)
            {
                pending = chunks.MoveNextAsync().Preserve();
                if (!command.Thread.Await(pending)) break;
                var whole = chunks.Current.Completion;
                var fault = whole is null ? null : calls.Values?.Fill(whole);
                command.WriteObject(chunks.Current);
                if (whole is not null) results.EndStream(whole, fault);
            }
        }
        catch (ChatException failure)
        {
            results.WriteFailure(failure, question);
        }
        finally
        {
            // The enumerator cannot be closed during a read; the stop that ended the wait also ends the read, which closes it.
            if (pending.IsCompleted) chunks?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
