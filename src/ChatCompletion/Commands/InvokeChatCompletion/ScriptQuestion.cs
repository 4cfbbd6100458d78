using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ChatCompletions.Commands;

/// <summary>-Message as a script block, which makes a question from each piped object ($_).</summary>
internal sealed class ScriptQuestion(CommandInvocationIntrinsics commands, ScriptBlock script, ColumnCheck columns)
{
    /// <summary>
    /// Runs the script block with ForEach-Object, in the scope in which the block is written, so that assignments last. The array around
    /// the output distinguishes a single list from several objects.
    /// </summary>
    private const string Run = @", @(Microsoft.PowerShell.Core\ForEach-Object -InputObject $args[1] -Process $args[0])";

    /// <summary>
    /// Makes the question for an object. An error in the script block belongs to the object; a deliberate stop (-ErrorAction Stop, break,
    /// exit, Ctrl+C) stops the pipeline.
    /// </summary>
    public Question Ask(object? item)
    {
        columns.Check(item);
        try
        {
            var output = commands.InvokeScript(Run, useNewScope: false, PipelineResultTypes.Error, input: null, script, item);
            return new Question(Messages(output), item);
        }
        catch (ChatRequestException wrong)
        {
            return new Question([], item) { Failure = wrong };
        }
        catch (RuntimeException failed) when (failed is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            return new Question([], item)
            {
                Failure = Failed($"failed for this item: {SafeText.Excerpt(failed.Message, 500)}", failed),
            };
        }
    }

    /// <summary>Texts become the lines of one message; messages are sent unchanged.</summary>
    private static List<ChatMessage> Messages(Collection<PSObject> output)
    {
        var messages = new List<ChatMessage>();
        var lines = new List<string>();
        foreach (var one in output)
        {
            if (PlainValue.Unwrap(one) is null) continue;
            if (MessageReader.LooksLikeMessage(one)) messages.Add(MessageReader.Read("Message", one));
            else lines.Add(Line(one));
        }
        if (lines.Count > 0 && messages.Count > 0) throw Failed("returned both messages and texts. Return either messages or texts.");
        if (messages.Count > 0) return messages;
        var text = string.Join('\n', lines);
        if (string.IsNullOrWhiteSpace(text)) throw Failed("returned no question for this item.");
        return [new ChatMessage { Role = ChatRole.User, Content = text }];
    }

    private static string Line(object? output) => MessageText.TryRead(output) ?? PlainValue.Unwrap(output) switch
    {
        bool => throw Failed("returned true or false, which cannot be used as a question."),
        IFormattable plain when plain.GetType().IsValueType => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Failed(
            $"returned an object of type {MessageText.TypeName(output)}, which cannot be used as a question. "
            + "Put it into words, such as { \"Classify: $($_.Subject)\" }."),
    };

    private static ChatRequestException Failed(string what, Exception? cause = null) =>
        new(ChatErrorKind.QuestionFailed, "Message", $"The script block {what}", cause);
}
