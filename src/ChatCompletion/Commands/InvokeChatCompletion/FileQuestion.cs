using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>-FileContent: each piped file is one question, with the text of the file as its context.</summary>
internal sealed class FileQuestion(ChatCmdlet cmdlet, int limit, Action<string> warn)
{
    private const string Parameter = "FileContent";
    private const string Pattern = "Get-ChildItem *.log | Invoke-ChatCompletion … -FileContent";

    /// <summary>Whether an object is a file of a listing, also one from a job or another session.</summary>
    public static bool IsListed(object? item) =>
        PlainValue.Unwrap(item) is FileInfo
        || (item is PSObject { TypeNames: var names } && names.Any(static name => name is "Deserialized.System.IO.FileInfo"));

    /// <summary>Adds the text of a file to its question.</summary>
    /// <param name="question">The question about the file; one that failed is returned unchanged.</param>
    /// <param name="item">The file: an object of Get-ChildItem, or its path.</param>
    /// <returns>The question; one with a failure if the file cannot be read.</returns>
    public Question Ask(Question question, object? item)
    {
        if (question.Failure is not null || question.Messages.Count == 0) return question;
        try
        {
            var path = PathOf(item);
            var text = Read(path, PlainValue.Unwrap(item) as string ?? path);
            var context = new ContextText(limit, warn);
            context.AddFile(Path.GetFileName(path), text);
            return question with { Messages = [.. question.Messages.SkipLast(1), context.AppendTo(question.Messages[^1])] };
        }
        catch (ChatRequestException unreadable)
        {
            return question with { Failure = unreadable };
        }
    }

    /// <summary>The full path of a file. The path of a file object is taken as it is: it can contain colons and backslashes.</summary>
    private string PathOf(object? item)
    {
        switch (PlainValue.Unwrap(item))
        {
            case string path:
                return MediaFile.Resolve(cmdlet.SessionState, Parameter, path);
            case FileSystemInfo file:
                return file.FullName;
        }
        if (!IsListed(item) || ObjectFields.Of(item)?.Find("FullName") is not { } name)
            throw Errors.Wrong(
                Parameter,
                $"-{Parameter} takes files, such as those of Get-ChildItem, or their paths, "
                + $"not an object of type {MessageText.TypeName(item)}.");
        // A job on this machine sets localhost.
        if (PlainValue.Unwrap(ObjectFields.Of(item)?.Find("PSComputerName")) is string computer and not "localhost")
            throw Errors.Wrong(
                Parameter,
                $"-{Parameter}: the file is on the computer {SafeText.Label(computer)}. "
                + "Read it there: Invoke-Command … { Get-Content … -Raw }.");
        return (string)PlainValue.Unwrap(name)!;
    }

    private string Read(string path, string shown)
    {
        var stop = cmdlet.StopToken;
        // Opening a file on a network drive can block.
        var file = cmdlet.Thread.Await(Task.Run(() => MediaFile.ReadAsync(Parameter, path, shown, stop, Pattern), stop));
        if (FileText.Of(file.Bytes) is not { } text)
            throw Errors.Wrong(
                Parameter,
                $"{shown} is not a text file. To send an image or a document: New-ChatMessage '…' -Image FILE, or -File FILE.");
        if (string.IsNullOrWhiteSpace(text.Text)) throw Errors.Wrong(Parameter, $"-{Parameter}: {shown} is empty.");
        if (text.Fault is { } fault) warn($"{shown} {fault}, so letters other than A to Z may be wrong. Save it in UTF-8.");
        if (text.Text.Length > limit)
            throw Errors.Wrong(Parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"{shown} has {text.Text.Length} characters; the maximum is {limit}. Set a higher limit with -MaxContextChars."));
        return text.Text;
    }
}
