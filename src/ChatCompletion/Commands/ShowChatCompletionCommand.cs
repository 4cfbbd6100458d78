using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Prints answers on the screen, streamed ones while they are written.</summary>
/// <remarks>
/// <para>
/// Pipe a stream of Invoke-ChatCompletion to it, or an answer, its choices, or the messages of a conversation, also those that come back
/// from a file or a job. What the model thinks before it answers is dimmed and set apart; below the answer stands one line: who answered, how the
/// answer ended, its tokens and time. Several choices follow each other with their numbers; while one is written, the others wait. Tool
/// calls are printed when their choice has ended.
/// </para>
/// <para>
/// Nothing goes on the pipeline unless -PassThru is given. It prints as Write-Host does: 6&gt; redirects it, piece by piece, and a
/// transcript has each piece on a line of its own. Control characters in the text, and characters that turn its direction, are replaced
/// by visible signs, so that no answer can steer the terminal. What comes back damaged from a file is an error of its own; the others
/// are shown.
/// </para>
/// </remarks>
/// <example>
/// <para>Read an answer while it is written</para>
/// <code>Invoke-ChatCompletion 'Tell a story.' -Stream | Show-ChatCompletion</code>
/// <para>Each piece is printed as it arrives. Ctrl+C ends the request at once.</para>
/// </example>
/// <example>
/// <para>Read it and keep it</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'Tell a story.' -Stream |
///     Show-ChatCompletion -PassThru
/// $answer.Content | Set-Content story.txt
/// </code>
/// <para>With -PassThru the whole answer goes on the pipeline when it is complete.</para>
/// </example>
/// <example>
/// <para>Read a conversation again</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'What is a runbook?'
/// $answer = $answer | Invoke-ChatCompletion 'And who runs it?'
/// $answer.History | Show-ChatCompletion
/// </code>
/// <para>Each message stands under the role, and the name, of the one who speaks.</para>
/// </example>
/// <example>
/// <para>Read what was kept in a file</para>
/// <code>
/// Invoke-ChatCompletion 'Tell a story.' | Export-Clixml story.xml
/// Import-Clixml story.xml | Show-ChatCompletion
/// </code>
/// <para>Answers that come back from files and jobs are shown like any other.</para>
/// </example>
[Cmdlet(VerbsCommon.Show, "ChatCompletion")]
[OutputType(typeof(ChatCompletion), typeof(ChatChoice), typeof(ChatMessage))]
public sealed class ShowChatCompletionCommand : ChatCmdlet
{
    private const int MaxDepth = 8;

    private readonly List<(ChatChoice Choice, object? Item)> _choices = [];
    private HostText _host = null!;
    private StreamScreen _streams = null!;
    private WholePrinter _whole = null!;

    /// <summary>The answer, the chunks of a stream, the choices of an answer, or the messages of a conversation, one by one or as a list.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Puts what was shown on the pipeline: the answer as a whole, also of a stream, once it is complete; choices; the messages of a conversation.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks at what the host can show.</summary>
    protected override void BeginProcessing()
    {
        _host = new HostText(this);
        _streams = new StreamScreen(_host);
        _whole = new WholePrinter(_host);
    }

    /// <summary>Prints an object.</summary>
    protected override void ProcessRecord() => Show(InputObject, 0);

    /// <summary>Prints what is held: the last choices, and what is left of streams whose end did not come.</summary>
    protected override void EndProcessing() => Flush();

    /// <summary>Leaves the line ended, however the pipeline ends.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _host is not null)
        {
            _streams.Leave();
            try
            {
                _host.EndLine();
            }
            catch (Exception closed) when (closed is RuntimeException or InvalidOperationException)
            {
                // What the text was redirected to takes no more.
            }
        }
        base.Dispose(disposing);
    }

    private void Show(object? item, int depth)
    {
        object? shown;
        try
        {
            shown = AnswerReviver.Revive(item);
        }
        catch (ChatRequestException damaged)
        {
            FlushChoices();
            _host.EndLine();
            WriteError(Errors.Record(damaged, item));
            return;
        }
        switch (shown)
        {
            case ChatCompletionChunk chunk:
                FlushChoices();
                _streams.Take(chunk);
                if (PassThru && chunk.Completion is not null) WriteObject(AnswerReader.Whole(item));
                break;
            case ChatCompletion answer:
                Flush();
                _whole.Print(answer);
                if (PassThru) WriteObject(item);
                break;
            case ChatChoice choice:
                _streams.Flush();
                // Those of one answer are held until all have come: where there are several, their numbers stand before them.
                if (_choices.Exists(held => held.Choice.Index == choice.Index)) FlushChoices();
                _choices.Add((choice, item));
                break;
            case ChatMessage message:
                Flush();
                _whole.Print(message);
                if (PassThru) WriteObject(item);
                break;
            default:
                ShowOther(item, depth);
                break;
        }
    }

    private void ShowOther(object? item, int depth)
    {
        switch (PlainValue.Unwrap(item))
        {
            case null:
                break;
            case IEnumerable list and not string and not IDictionary and not PSObject when depth < MaxDepth:
                foreach (var inner in list) Show(inner, depth + 1);
                break;
            default:
                FlushChoices();
                var wrong = Errors.Wrong(
                    nameof(InputObject),
                    $"Show-ChatCompletion shows answers, choices, chunks and messages; an object of type {MessageText.TypeName(item)} is none. "
                    + "Pipe what Invoke-ChatCompletion or New-ChatMessage gives.",
                    advice: "Of a conversation pipe the History of its last answer; text is printed by Write-Host.");
                WriteError(Errors.Record(wrong, item));
                break;
        }
    }

    private void Flush()
    {
        _streams.Flush();
        FlushChoices();
    }

    private void FlushChoices()
    {
        if (_choices.Count == 0) return;
        _whole.Print([.. _choices.Select(static held => held.Choice)]);
        foreach (var (_, item) in _choices)
            if (PassThru) WriteObject(item);
        _choices.Clear();
    }
}
