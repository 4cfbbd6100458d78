using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ChatCompletions.Commands;

/// <summary>-Message as a script block: makes a question of each piped object, which it sees as $_.</summary>
internal sealed class ScriptQuestion(CommandInvocationIntrinsics commands, ScriptBlock script)
{
    /// <summary>
    /// Runs the script block by ForEach-Object, in the scope in which the block is written, so that assignments last. The array around the
    /// output keeps a single list apart from several objects.
    /// </summary>
    private const string Run = @", @(Microsoft.PowerShell.Core\ForEach-Object -InputObject $args[1] -Process $args[0])";

    /// <summary>
    /// The question of an object. An error in the script block is the object's; what stops a script on purpose (-ErrorAction
    /// Stop, break, exit, Ctrl+C) stops the pipeline.
    /// </summary>
    public Question Ask(object? item)
    {
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
                Failure = new ChatRequestException(ChatErrorKind.QuestionFailed, "Message", $"The script block failed for this item: {SafeText.Excerpt(failed.Message, 500)}", failed),
            };
        }
    }

    /// <summary>Texts are the lines of one message; messages are sent as they are.</summary>
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
        if (lines.Count > 0 && messages.Count > 0) throw Failed("gave messages and texts; it takes one or the other");
        if (messages.Count > 0) return messages;
        var text = string.Join('\n', lines);
        if (string.IsNullOrWhiteSpace(text)) throw Failed("gave no question for this item");
        return [new ChatMessage { Role = ChatRole.User, Content = text }];
    }

    private static string Line(object? output) => MessageText.TryRead(output) ?? PlainValue.Unwrap(output) switch
    {
        bool => throw Failed("gave true or false, which is no question"),
        IFormattable plain when plain.GetType().IsValueType => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Failed($"gave an object of type {MessageText.TypeName(output)}, which is no question. Put it into words, such as {{ \"Classify: $($_.Subject)\" }}"),
    };

    private static ChatRequestException Failed(string what) => new(ChatErrorKind.QuestionFailed, "Message", $"The script block {what}.");
}
