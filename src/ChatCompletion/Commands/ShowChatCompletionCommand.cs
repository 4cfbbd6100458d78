using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Prints answers on the screen, and streamed answers while they arrive.</summary>
/// <remarks>
/// <para>
/// Pipe a stream of Invoke-ChatCompletion to it, or an answer, its choices, or the messages of a conversation, including objects that you
/// restored from a file or a job. The model's reasoning is dimmed and separated from the answer. One line below the answer shows the
/// provider and model, the finish reason, the tokens and the time. Several choices are printed one after another with their numbers; while
/// one is printed, the others are held back. Tool calls are printed when their choice has ended.
/// </para>
/// <para>
/// It writes to the pipeline only with -PassThru. It prints like Write-Host: 6&gt; redirects the output piece by piece, and a
/// transcript has each piece on its own line. Control characters and characters that change the text direction are replaced by visible
/// symbols, so that no answer can control the terminal. An object from a file that is damaged is an error of its own; the others are
/// shown.
/// </para>
/// </remarks>
/// <example>
/// <para>Read an answer while it arrives</para>
/// <code>Invoke-ChatCompletion 'Tell a story.' -Stream | Show-ChatCompletion</code>
/// <para>Each piece is printed as it arrives. Ctrl+C ends the request at once.</para>
/// </example>
/// <example>
/// <para>Read an answer and keep it</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'Tell a story.' -Stream |
///     Show-ChatCompletion -PassThru
/// $answer.Content | Set-Content story.txt
/// </code>
/// <para>With -PassThru, the whole answer is written to the pipeline when it is complete.</para>
/// </example>
/// <example>
/// <para>Read a conversation again</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'What is a runbook?'
/// $answer = $answer | Invoke-ChatCompletion 'And who runs it?'
/// $answer.History | Show-ChatCompletion
/// </code>
/// <para>Each message is printed below the role and name of its author.</para>
/// </example>
/// <example>
/// <para>Read an answer from a file</para>
/// <code>
/// Invoke-ChatCompletion 'Tell a story.' | Export-Clixml story.xml
/// Import-Clixml story.xml | Show-ChatCompletion
/// </code>
/// <para>Answers that you restore from files and jobs are shown like any others.</para>
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

    /// <summary>
    /// The answer, the chunks of a stream, the choices of an answer, or the messages of a conversation, one by one or as a list.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// Writes the printed objects to the pipeline: an answer as a whole, also that of a stream, once it is complete; choices; messages.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Checks which styles the host supports.</summary>
    protected override void BeginProcessing()
    {
        _host = new HostText(this);
        _streams = new StreamScreen(_host);
        _whole = new WholePrinter(_host);
    }

    /// <summary>Prints an object.</summary>
    protected override void ProcessRecord() => Show(InputObject, 0);

    /// <summary>Prints everything that is still held back: the last choices, and streams that did not end.</summary>
    protected override void EndProcessing() => Flush();

    /// <summary>Ends the current line, however the pipeline ends.</summary>
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
                // The target of a redirection is closed.
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
                // Hold the choices of one answer until all have arrived: numbers are printed only if there are several.
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
                    "Show-ChatCompletion prints answers, choices, chunks and messages, "
                    + $"but not an object of type {MessageText.TypeName(item)}. "
                    + "Pipe the output of Invoke-ChatCompletion or New-ChatMessage.",
                    advice: "To print a conversation, pipe the History of its last answer. To print text, use Write-Host.");
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
