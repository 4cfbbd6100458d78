using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes text to the host as Write-Host does: by the information stream, so that <c>6&gt;</c> redirects it and jobs, remote sessions
/// and transcripts have it. Each piece is written at once and is complete in itself, so that a dim colour never outlives it.
/// </summary>
internal sealed class HostText(PSCmdlet cmdlet)
{
    private const string Tag = "PSHOST";

    private readonly string _source = cmdlet.MyInvocation.MyCommand.Name;
    private readonly bool _hasColour = HostColour.IsWanted(cmdlet);

    private bool _isLineOpen;
    private bool _hasItems;

    /// <summary>Begins another answer or message, a blank line below the one before.</summary>
    public void BeginItem()
    {
        if (_hasItems) WriteLine();
        _hasItems = true;
    }

    /// <summary>Writes a piece of text, without a new line behind it.</summary>
    /// <param name="text">Text that is safe to show.</param>
    /// <param name="isDim">Whether it stands back behind other text.</param>
    public void Write(string text, bool isDim = false)
    {
        if (text.Length == 0) return;
        Send(isDim && _hasColour ? $"{HostColour.Dim}{text}{HostColour.Reset}" : text, isLine: false);
        _isLineOpen = text[^1] != '\n';
    }

    /// <summary>Writes a line of its own.</summary>
    /// <param name="text">Text that is safe to show; empty for a blank line.</param>
    /// <param name="isDim">Whether it stands back behind other text.</param>
    public void WriteLine(string text = "", bool isDim = false)
    {
        EndLine();
        Send(isDim && _hasColour && text.Length > 0 ? $"{HostColour.Dim}{text}{HostColour.Reset}" : text, isLine: true);
    }

    /// <summary>Ends the line, if one is begun.</summary>
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
