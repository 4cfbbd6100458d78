using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes text to the host like Write-Host: with the information stream, so that <c>6&gt;</c> redirects it, and jobs, remote sessions and
/// transcripts receive it. Each piece is written at once and resets its colour, so that a dim colour never leaks.
/// </summary>
internal sealed class HostText(PSCmdlet cmdlet)
{
    private const string Tag = "PSHOST";

    private readonly string _source = cmdlet.MyInvocation.MyCommand.Name;
    private readonly bool _hasColour = HostColour.IsWanted(cmdlet);

    private bool _isLineOpen;
    private bool _hasItems;

    /// <summary>Begins another answer or message after a blank line.</summary>
    public void BeginItem()
    {
        if (_hasItems) WriteLine();
        _hasItems = true;
    }

    /// <summary>Writes a piece of text without a line break.</summary>
    /// <param name="text">Text that is safe to show.</param>
    /// <param name="isDim">Whether the text is dimmed.</param>
    public void Write(string text, bool isDim = false)
    {
        if (text.Length == 0) return;
        Send(isDim && _hasColour ? $"{HostColour.Dim}{text}{HostColour.Reset}" : text, isLine: false);
        _isLineOpen = text[^1] != '\n';
    }

    /// <summary>Writes a separate line.</summary>
    /// <param name="text">Text that is safe to show; empty for a blank line.</param>
    /// <param name="isDim">Whether the text is dimmed.</param>
    public void WriteLine(string text = "", bool isDim = false)
    {
        EndLine();
        Send(isDim && _hasColour && text.Length > 0 ? $"{HostColour.Dim}{text}{HostColour.Reset}" : text, isLine: true);
    }

    /// <summary>Ends the current line, if there is one.</summary>
    public void EndLine()
    {
        if (!_isLineOpen) return;
        _isLineOpen = false;
        Send("", isLine: true);
    }

    private void Send(string text, bool isLine)
    {
        var record = new InformationRecord(new HostInformationMessage { Message = text, NoNewLine = !isLine }, _source);
        record.Tags.Add(Tag);
        cmdlet.WriteInformation(record);
    }
}
