using System.Management.Automation;
using System.Threading.Channels;

namespace ChatCompletions.Commands;

/// <summary>Reads a journal of Invoke-ChatCompletion: each finished call, or the totals.</summary>
/// <remarks>
/// Invoke-ChatCompletion writes a journal with -JournalPath. Entries come in the order in which the calls finished, with the request and
/// the exact answer. On Windows and Linux you can read a journal while a run still writes it. A journal contains prompts and answers in
/// plain text, but never keys or headers. An answer that contains a key is shown with the key masked and the error AnswerNotKept; a run
/// with the same journal sends its question again. A damaged or incomplete line is a warning. If a killed run left a line incomplete, the
/// warning becomes a verbose message once a later run has continued the journal. A journal in another version of the format is refused.
/// </remarks>
/// <example>
/// <para>See the progress and cost of a run</para>
/// <code>Get-ChatJournal run.jsonl -Summary</code>
/// <para>You can do this in another console while the run continues.</para>
/// </example>
/// <example>
/// <para>Find what failed, and why</para>
/// <code>
/// Get-ChatJournal run.jsonl |
///     Where-Object Error |
///     Group-Object ErrorKind -NoElement
/// </code>
/// <para>
/// The same command with the same journal retries these calls, and nothing else. A call that failed and was answered later has two entries.
/// </para>
/// </example>
/// <example>
/// <para>Read questions and answers</para>
/// <code>
/// $asked = @{ n = 'Asked'; e = { $_.Request.messages[-1].content } }
/// Get-ChatJournal run.jsonl |
///     Select-Object Time, $asked, Content |
///     Export-Csv journal.csv
/// </code>
/// <para>Request is the body of the request, Completion the answer that Invoke-ChatCompletion wrote.</para>
/// </example>
/// <example>
/// <para>Continue from an answer</para>
/// <code>
/// $last = Get-ChatJournal run.jsonl | Select-Object -Last 1
/// $last.Completion | Invoke-ChatCompletion 'Why do you think so?'
/// </code>
/// <para>The answer keeps its conversation.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatJournal")]
[OutputType(typeof(ChatJournalEntry), typeof(ChatJournalSummary))]
public sealed class GetChatJournalCommand : ChatCmdlet
{
    private const int ReadAhead = 16;

    /// <summary>The journal to read. The path is literal; you can pipe files from Get-ChildItem.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("JournalPath", "LiteralPath")]
    [Text]
    public string Path { get; set; } = "";

    /// <summary>Returns one object with the totals: calls, tokens, cost, and the times of the first and the last call.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Reads one journal.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            Read(MediaFile.Resolve(SessionState, nameof(Path), Path));
        }
        catch (ChatException failure)
        {
            var record = Errors.Record(failure, Path);
            if (!MyInvocation.ExpectingInput) ThrowTerminatingError(record);
            WriteError(record);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>A background task reads ahead: a disk or network share that does not respond must not block Ctrl+C.</summary>
    private void Read(string path)
    {
        var totals = new ChatJournalSummary { Path = path };
        var read = Channel.CreateBounded<(ChatJournalEntry? Entry, string? Warning, string? Note)>(ReadAhead);
        _ = Task.Run(() => ReadAllAsync(path, read.Writer));
        while (Thread.Await(read.Reader.WaitToReadAsync(StopToken)))
            while (read.Reader.TryRead(out var item))
            {
                if (item.Warning is not null) WriteWarning(item.Warning);
                if (item.Note is not null) WriteVerbose(item.Note);
                if (item.Entry is null) continue;
                totals.Add(item.Entry);
                if (!Summary) WriteObject(WithHistory(item.Entry));
            }
        if (Summary) WriteObject(totals);
    }

    /// <summary>Sends the entries to the pipeline thread, with warnings and notes in their positions.</summary>
    private async Task ReadAllAsync(string path, ChannelWriter<(ChatJournalEntry? Entry, string? Warning, string? Note)> read)
    {
        try
        {
            var messages = new Queue<(string? Warning, string? Note)>();
            var entries = JournalReader.Read(
                path, warning => messages.Enqueue((warning, null)), StopToken, note => messages.Enqueue((null, note)));
            foreach (var entry in entries)
            {
                await WriteMessagesAsync().ConfigureAwait(false);
                await read.WriteAsync((entry, null, null), StopToken).ConfigureAwait(false);
            }
            await WriteMessagesAsync().ConfigureAwait(false);
            read.Complete();

            async Task WriteMessagesAsync()
            {
                while (messages.TryDequeue(out var next))
                    await read.WriteAsync((null, next.Warning, next.Note), StopToken).ConfigureAwait(false);
            }
        }
        catch (Exception failed)
        {
            // Every failure goes to the pipeline thread.
            read.Complete(failed);
        }
    }

    /// <summary>Sets the answer's conversation to the stored messages, unless they are not messages that this module can send.</summary>
    private static ChatJournalEntry WithHistory(ChatJournalEntry entry)
    {
        if (entry is not { Completion: { Choices.Count: > 0 } answer } || entry.Request["messages"] is not JsonList sent) return entry;
        try
        {
            answer.History = [.. MessageReader.ReadAll(nameof(Path), sent), answer.Choices[0].Message];
        }
        catch (ChatRequestException)
        {
            // The entry still has its Request.
        }
        return entry;
    }
}
