using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Reads a journal of Invoke-ChatCompletion back: each finished call, or the totals of all.</summary>
/// <remarks>
/// A journal is written with -JournalPath. Its entries come in the order in which the calls were finished, with what was sent, and with
/// the answer as it came; on Windows and Linux also while a run still writes it. Prompts and answers stand in a journal in clear; keys and headers
/// never do. A line that is damaged, or not yet whole, is a warning.
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
    /// <summary>The journal. The path is taken literally; files of Get-ChildItem can be piped.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("JournalPath", "LiteralPath")]
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

    private void Read(string path)
    {
        var totals = new ChatJournalSummary { Path = path };
        foreach (var entry in JournalReader.Read(path, WriteWarning, StopToken))
        {
            totals.Add(entry);
            if (!Summary) WriteObject(WithHistory(entry));
        }
        if (Summary) WriteObject(totals);
    }

    /// <summary>An answer goes on from the conversation that was sent, unless that was none that this module would make.</summary>
    private static ChatJournalEntry WithHistory(ChatJournalEntry entry)
    {
        if (entry is not { Completion: { Choices.Count: > 0 } answer } || entry.Request["messages"] is not JsonList sent) return entry;
        if (sent.TrueForAll(MessageReader.IsMessage)) answer.History = [.. MessageReader.ReadAll(nameof(Path), sent), answer.Choices[0].Message];
        return entry;
    }
}
