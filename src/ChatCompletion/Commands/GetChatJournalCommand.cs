using System.Management.Automation;
using System.Threading.Channels;

namespace ChatCompletions.Commands;

/// <summary>Reads a journal of Invoke-ChatCompletion back: each finished call, or the totals of all.</summary>
/// <remarks>
/// A journal is written with -JournalPath. Its entries come in the order in which the calls were finished, with what was sent, and with
/// the answer as it came; on Windows and Linux also while a run still writes it. Prompts and answers are in a journal in clear; keys and
/// headers never are. An answer that repeats a key is shown with the key masked and the error AnswerNotKept: a run with the same
/// journal asks again. A line that is damaged, or not yet whole, is a warning. A line that a killed run left unfinished is a warning
/// until a later run has gone on behind it, and then a Verbose message. A journal of another version of the format is refused.
/// </remarks>
/// <example>
/// <para>See how far a run is, and what it cost</para>
/// <code>Get-ChatJournal run.jsonl -Summary</code>
/// <para>It may be asked from another console while the run goes on.</para>
/// </example>
/// <example>
/// <para>Find what failed, and why</para>
/// <code>
/// Get-ChatJournal run.jsonl |
///     Where-Object Error |
///     Group-Object ErrorKind -NoElement
/// </code>
/// <para>The same command with the same journal asks these again, and nothing else. A call that failed and was answered later has an entry of each.</para>
/// </example>
/// <example>
/// <para>Read what was asked and answered</para>
/// <code>
/// $asked = @{ n = 'Asked'; e = { $_.Request.messages[-1].content } }
/// Get-ChatJournal run.jsonl |
///     Select-Object Time, $asked, Content |
///     Export-Csv journal.csv
/// </code>
/// <para>Request is the body that was sent, Completion the answer as Invoke-ChatCompletion wrote it.</para>
/// </example>
/// <example>
/// <para>Go on from an answer</para>
/// <code>
/// $last = Get-ChatJournal run.jsonl | Select-Object -Last 1
/// $last.Completion | Invoke-ChatCompletion 'Why do you think so?'
/// </code>
/// <para>The answer knows its conversation, as it did when it came.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatJournal")]
[OutputType(typeof(ChatJournalEntry), typeof(ChatJournalSummary))]
public sealed class GetChatJournalCommand : ChatCmdlet
{
    private const int ReadAhead = 16;

    /// <summary>The journal. The path is taken literally; files of Get-ChildItem can be piped.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("JournalPath", "LiteralPath")]
    [Text]
    public string Path { get; set; } = "";

    /// <summary>Gives one object with the totals: calls, tokens, cost, and the times of the first and the last call.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Reads a journal, a line at a time.</summary>
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

    /// <summary>A worker reads ahead, since a disk or a share that does not answer must not keep Ctrl+C waiting.</summary>
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

    /// <summary>Hands over what is read, warnings and notes in their places.</summary>
    private async Task ReadAllAsync(string path, ChannelWriter<(ChatJournalEntry? Entry, string? Warning, string? Note)> read)
    {
        try
        {
            var said = new Queue<(string? Warning, string? Note)>();
            foreach (var entry in JournalReader.Read(path, warning => said.Enqueue((warning, null)), StopToken, note => said.Enqueue((null, note))))
            {
                await SayAsync().ConfigureAwait(false);
                await read.WriteAsync((entry, null, null), StopToken).ConfigureAwait(false);
            }
            await SayAsync().ConfigureAwait(false);
            read.Complete();

            async Task SayAsync()
            {
                while (said.TryDequeue(out var next)) await read.WriteAsync((null, next.Warning, next.Note), StopToken).ConfigureAwait(false);
            }
        }
        catch (Exception failed)
        {
            // The pipeline thread gets it, whatever it is.
            read.Complete(failed);
        }
    }

    /// <summary>An answer continues the conversation that was sent, unless the messages are none that this module could send again.</summary>
    private static ChatJournalEntry WithHistory(ChatJournalEntry entry)
    {
        if (entry is not { Completion: { Choices.Count: > 0 } answer } || entry.Request["messages"] is not JsonList sent) return entry;
        try
        {
            answer.History = [.. MessageReader.ReadAll(nameof(Path), sent), answer.Choices[0].Message];
        }
        catch (ChatRequestException)
        {
            // The entry says what was sent all the same.
        }
        return entry;
    }
}
