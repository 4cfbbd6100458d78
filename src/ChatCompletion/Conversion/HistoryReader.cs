using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads earlier messages from wherever they come: messages, earlier answers, or the rows of a transcript, whose authors
/// are names: the assistant's becomes the role assistant, every other one the role user.
/// </summary>
internal sealed class HistoryReader(string? assistantAuthor)
{
    private const string Parameter = "History";

    /// <summary>Reads the history.</summary>
    /// <exception cref="ChatRequestException">Something in it is no message.</exception>
    public List<ChatMessage> ReadAll(object? value)
    {
        var messages = new List<ChatMessage>();
        Add(value, messages, 0);
        return messages;
    }

    private void Add(object? value, List<ChatMessage> messages, int depth)
    {
        if (depth > 8) throw Errors.Wrong(Parameter, "-History holds lists in lists that do not end.");
        switch (PlainValue.Unwrap(value))
        {
            case null:
                break;
            case not null when AnswerReader.IsAnswer(value):
                Add(AnswerReader.Message(value), messages, depth + 1);
                break;
            case string:
                Add(PlainValue.FromArgument(Parameter, value), messages, depth + 1);
                break;
            case IEnumerable list and not IDictionary and not PSObject:
                foreach (var item in list) Add(item, messages, depth + 1);
                break;
            default:
                messages.Add(Read(value));
                break;
        }
    }

    private ChatMessage Read(object? value)
    {
        if (MessageReader.IsMessage(value) && HasContent(value)) return MessageReader.Read(Parameter, value);
        var row = ObjectFields.Of(value)
            ?? throw Errors.Wrong(Parameter, $"-History takes messages, earlier answers, or objects with author and text; a {MessageText.TypeName(value)} is none of these.");
        var text = MessageText.TryRead(row.Find("content") ?? row.Find("text"))
            ?? throw Errors.Wrong(Parameter, "-History: each object needs its text in a property content or text.");
        return new ChatMessage { Role = PlainValue.Unwrap(row.Find("role")) is string role ? ChatRole.Normalise(role) : RoleOf(row), Content = text };
    }

    /// <summary>A message proper has content; a row with a role may have it under another name.</summary>
    private static bool HasContent(object? value) => PlainValue.Unwrap(value) is ChatMessage || ObjectFields.Of(value)?.Find("text") is null;

    private string RoleOf(ObjectFields row)
    {
        if (PlainValue.Unwrap(row.Find("author")) is not string author || string.IsNullOrWhiteSpace(author))
            throw Errors.Wrong(Parameter, "-History: each object needs a property role or author.");
        if (assistantAuthor is null)
            throw Errors.Wrong("AssistantAuthor", "-History holds authors without roles. Say with -AssistantAuthor which author is the assistant; all others are users.");
        return string.Equals(author, assistantAuthor, StringComparison.OrdinalIgnoreCase) ? ChatRole.Assistant : ChatRole.User;
    }
}
