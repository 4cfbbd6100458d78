using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ChatCompletions.Commands;

// Messages from hashtables and objects.
public sealed partial class NewChatMessageCommand
{
    private HistoryReader _rows = null!;

    /// <summary>Warns if no author has the name in -AssistantAuthor.</summary>
    protected override void EndProcessing()
    {
        if (_rows.Warning is { } warning) WriteWarning(warning);
    }

    /// <summary>Whether the content is a message, a row of a transcript, or a list of these.</summary>
    private static bool IsRows(object? content, [NotNullWhen(true)] out IEnumerable<object?>? rows)
    {
        rows = IsRow(content) ? [content] : (PlainValue.Unwrap(content) as IList)?.Cast<object?>();
        if (rows?.Any() == true && rows.All(IsRow)) return true;
        rows = null;
        return false;
    }

    /// <summary>Whether a value is a message or a row. An earlier answer counts as text.</summary>
    private static bool IsRow(object? value)
    {
        if (AnswerReader.IsAnswer(value) || ObjectFields.Of(value) is not { } row) return false;
        return MessageReader.IsMessage(value) || Array.Exists(["author", "content", "text"], field => row.Find(field) is not null);
    }

    private ChatMessage FromRow(object? row)
    {
        var message = _rows.Read(row).Copy();
        var role = SafeText.Excerpt(message.Role, 100);
        if (IsGiven(nameof(Role)) && message.Role != Role.ToLowerInvariant())
            throw Errors.Wrong(
                nameof(Role), $"-Role is {Role}, but the object has the role {role}. Omit -Role, or remove the object's role.");
        if (_media.Count > 0 && message.Role != ChatRole.User)
            throw Errors.Wrong(
                nameof(Role), $"-Image, -File and -Audio can be used only with the role user; the object has the role {role}.");
        message.Name = Name ?? message.Name;
        message.ToolCallId = ToolCallId ?? message.ToolCallId;
        if (message.Role == ChatRole.Tool && message.ToolCallId is null)
            throw Errors.Wrong(
                nameof(ToolCallId),
                "A message of role tool needs tool_call_id, the id of the tool call that it answers. "
                + "Add it to the object, or use -ToolCallId.");
        var mayBeEmpty = PlainValue.Unwrap(row) is ChatMessage || message is not { Parts: null, Refusal: null, AdditionalProperties: null };
        if (!mayBeEmpty) MessageText.Read(nameof(Content), message.Content);
        AddMedia(message);
        return message;
    }
}
