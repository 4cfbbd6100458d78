using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>-FileContent: each piped file is one question, with the text of the file as its context.</summary>
internal sealed class FileQuestion(ChatCmdlet cmdlet, int limit, Action<string> warn)
{
    private const string Parameter = "FileContent";

    /// <summary>Whether an object is a file or folder of a listing, also one from a job or another session.</summary>
    public static bool IsListed(object? item) =>
        PlainValue.Unwrap(item) is FileSystemInfo
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
            var shown = PathOf(item);
            var path = MediaFile.Resolve(cmdlet.SessionState, Parameter, shown);
            var text = Read(path, shown);
            var context = new ContextText(limit, warn);
            context.AddFile(Path.GetFileName(path), text);
            return question with { Messages = [.. question.Messages.SkipLast(1), context.AppendTo(question.Messages[^1])] };
        }
        catch (ChatRequestException unreadable)
        {
            return question with { Failure = unreadable };
        }
    }

    private static string PathOf(object? item) => PlainValue.Unwrap(item) switch
    {
        string path => path,
        FileSystemInfo file => file.FullName,
        _ when IsListed(item) && ObjectFields.Of(item)?.Find("FullName") is { } name => (string)PlainValue.Unwrap(name)!,
        _ => throw Errors.Wrong(
            Parameter,
            $"-{Parameter} takes files, such as those of Get-ChildItem, or their paths, "
            + $"not an object of type {MessageText.TypeName(item)}."),
    };

    private string Read(string path, string shown)
    {
        var file = cmdlet.Thread.Await(MediaFile.ReadAsync(Parameter, path, shown, cmdlet.StopToken));
        if (FileText.Of(file.Bytes) is not { } text)
            throw Errors.Wrong(
                Parameter,
                $"{shown} is not a text file. To send an image or a document: New-ChatMessage '…' -Image FILE, or -File FILE.");
        if (text.IsGuessed) warn($"{shown} is not in UTF-8, so letters other than A to Z may be wrong. Save it in UTF-8.");
        if (text.Text.Length > limit)
            throw Errors.Wrong(Parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"{shown} has {text.Text.Length} characters; the maximum is {limit}. Set a higher limit with -MaxContextChars."));
        return text.Text;
    }
}
