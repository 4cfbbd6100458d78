using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads messages in every supported form: ChatMessage, hashtable, ordered dictionary, custom object, JSON text, lists of these, and
/// objects restored from files and jobs. Nothing in a message is opened as a file.
/// </summary>
internal static class MessageReader
{
    private const string TypeName = "ChatCompletions.ChatMessage";

    /// <summary>A message has at least one of these besides its role.</summary>
    private static readonly string[] MessageFields = ["content", "tool_calls", "ToolCalls", "function_call", "refusal", "audio"];

    private static readonly string[] KnownFields = ["role", "content", "name", "tool_call_id", "refusal"];

    /// <summary>Reads the messages of a parameter.</summary>
    /// <exception cref="ChatRequestException">A value is not a message; the error names the parameter.</exception>
    public static List<ChatMessage> ReadAll(string parameter, object? value)
    {
        var messages = new ConversationReader(parameter, message => Read(parameter, message)).ReadAll(value);
        if (messages.Count == 0) throw Errors.Wrong(parameter, $"-{parameter} contains no message. It needs at least one.");
        return messages;
    }

    /// <summary>Whether a value is a ChatMessage, or any object with a role.</summary>
    public static bool IsMessage(object? value) =>
        PlainValue.Unwrap(value) is ChatMessage || IsDeserialized(value, TypeName) || ObjectFields.Of(value)?.Find("role") is not null;

    /// <summary>Whether a piped object is intended as a message. The row of a table can have a column named role, too.</summary>
    public static bool LooksLikeMessage(object? value)
    {
        if (!IsMessage(value)) return false;
        return PlainValue.Unwrap(value) is ChatMessage
            || (ObjectFields.Of(value) is { } fields && MessageFields.Any(field => fields.Find(field) is not null));
    }

    /// <summary>Whether a value is the deserialized form of one of the module's types, from a file or a job.</summary>
    public static bool IsDeserialized(object? value, string typeName) =>
        value is PSObject wrapped && wrapped.TypeNames.Contains("Deserialized." + typeName);

    /// <summary>Reads one message.</summary>
    public static ChatMessage Read(string parameter, object? value)
    {
        if (PlainValue.Unwrap(value) is ChatMessage message) return message;
        var map = ObjectFields.Of(value)
            ?? throw Errors.Wrong(
                parameter,
                $"-{parameter} takes messages with role and content, such as @{{ role = 'user'; content = 'Hello' }}, "
                + $"not a value of type {MessageText.TypeName(value)}.");
        return IsDeserialized(value, TypeName) ? FromDeserialized(parameter, map) : FromMap(parameter, map);
    }

    private static ChatMessage FromMap(string parameter, ObjectFields map)
    {
        if (MessageText.OfCell(map.Find("role")) is not { } role || string.IsNullOrWhiteSpace(role))
        {
            throw Errors.Wrong(parameter, MessagesJson.IsBody(map)
                ? $"-{parameter} takes messages, not the whole body of a request. {MessagesJson.HowToSplat}"
                : $"-{parameter}: each message needs a role: system, developer, user, assistant or tool.");
        }
        var message = new ChatMessage
        {
            Role = ChatRole.Normalise(role),
            Name = Text(parameter, map, "name"),
            ToolCallId = Text(parameter, map, "tool_call_id"),
            Refusal = Text(parameter, map, "refusal"),
            AdditionalProperties = map.Except(parameter, KnownFields),
        };
        SetContent(parameter, message, map.Find("content"));
        if (message.Content is null && message.Parts is null && message.AdditionalProperties is null && message.Refusal is null)
            throw Errors.Wrong(parameter, $"-{parameter}: the message of role {SafeText.Label(role)} has no content.");
        return message;
    }

    /// <summary>Reads a message from a file or a job.</summary>
    /// <exception cref="ChatRequestException">The message is damaged: a property has another type.</exception>
    public static ChatMessage FromDeserialized(string parameter, ObjectFields map) => new()
    {
        Role = Text(parameter, map, "Role") ?? ChatRole.User,
        Content = Text(parameter, map, "Content"),
        Name = Text(parameter, map, "Name"),
        ToolCallId = Text(parameter, map, "ToolCallId"),
        Refusal = Text(parameter, map, "Refusal"),
        ReasoningContent = Text(parameter, map, "ReasoningContent"),
        Annotations = Plain<JsonList>(parameter, map, "Annotations"),
        Audio = Plain<JsonDictionary>(parameter, map, "Audio"),
        AdditionalProperties = Plain<JsonDictionary>(parameter, map, "AdditionalProperties"),
        Parts = Plain<JsonList>(parameter, map, "Parts"),
        ToolCalls = ToolCalls(parameter, Plain<JsonList>(parameter, map, "ToolCalls")),
        IsAnswer = PlainValue.Unwrap(map.Find("Role")) is ChatRole.Assistant,
    };

    private static T? Plain<T>(string parameter, ObjectFields map, string field) where T : class =>
        PlainValue.From(parameter, map.Find(field), 0) switch { null => null, T value => value, _ => throw Damaged(parameter, field) };

    private static ChatRequestException Damaged(string parameter, string field) =>
        Errors.Wrong(parameter, $"-{parameter}: a message is damaged: its {field} has changed since it was written to the file.");

    /// <summary>Reads a tool call from a file or a job.</summary>
    public static ChatToolCall ToolCall(JsonDictionary call) => new()
    {
        Index = call["Index"] as int?,
        Id = call["Id"] as string,
        Type = call["Type"] as string,
        Name = call["Name"] as string,
        Arguments = call["Arguments"] as string,
        AdditionalProperties = call["AdditionalProperties"] as JsonDictionary,
    };

    private static ChatList<ChatToolCall>? ToolCalls(string parameter, JsonList? calls) =>
        calls is null
            ? null
            : [.. calls.Select(call => call is JsonDictionary map ? ToolCall(map) : throw Damaged(parameter, "ToolCalls"))];

    private static void SetContent(string parameter, ChatMessage message, object? content)
    {
        switch (PlainValue.From(parameter, content, 0))
        {
            case null:
                break;
            case string text:
                message.Content = text;
                break;
            case JsonDictionary part:
                message.Parts = [part];
                break;
            case JsonList parts:
                for (var i = 0; i < parts.Count; i++)
                    if (parts[i] is string piece) parts[i] = new JsonDictionary { ["type"] = "text", ["text"] = piece };
                message.Parts = parts;
                break;
            case var single:
                message.Content = MessageText.OfCell(single);
                break;
        }
    }

    private static string? Text(string parameter, ObjectFields map, string field) => PlainValue.Unwrap(map.Find(field)) switch
    {
        null => null,
        string text => text,
        var other => throw Errors.Wrong(
            parameter, $"-{parameter}: a message's {field} must be text, not a value of type {MessageText.TypeName(other)}."),
    };
}
