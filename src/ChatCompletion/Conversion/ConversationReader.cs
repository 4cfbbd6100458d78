using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Collects the messages of a parameter: single messages, lists, JSON text, and earlier answers with their whole conversation.
/// </summary>
/// <param name="parameter">The parameter's name, for errors.</param>
/// <param name="read">Reads one message.</param>
internal sealed class ConversationReader(string parameter, Func<object?, ChatMessage> read)
{
    private const int MaxDepth = 8;

    private readonly List<ChatMessage> _messages = [];
    private bool _lacksLastChunk;

    /// <summary>Reads the parameter's value.</summary>
    /// <exception cref="ChatRequestException">The value contains something that is not a message.</exception>
    public List<ChatMessage> ReadAll(object? value)
    {
        Add(value, 0);
        if (!_lacksLastChunk) return _messages;
        throw Errors.Wrong(parameter,
            $"-{parameter} contains chunks of a stream, but not the last one, which holds the whole answer. "
            + "Give all chunks, or the last one.");
    }

    private void Add(object? value, int depth)
    {
        if (depth > MaxDepth) throw Errors.Wrong(parameter, $"-{parameter} contains lists that are nested too deeply.");
        switch (PlainValue.Unwrap(value))
        {
            case null:
                break;
            case not null when AnswerReader.IsAnswer(value):
                AddAnswer(value);
                break;
            case string text:
                if (!string.IsNullOrWhiteSpace(text)) Add(PlainValue.FromArgument(parameter, text), depth + 1);
                break;
            case IEnumerable list and not IDictionary and not PSObject:
                foreach (var item in list) Add(item, depth + 1);
                break;
            default:
                _messages.Add(read(value));
                break;
        }
    }

    private void AddAnswer(object? value)
    {
        if (_messages.Count == 0 && AnswerReader.IsLostChoice(value))
            throw Errors.Wrong(parameter, $"-{parameter}: {AnswerReader.LostChoice}");
        var conversation = AnswerReader.Conversation(parameter, value);
        _lacksLastChunk = conversation is null;
        if (conversation is not null) Join(conversation);
    }

    /// <summary>
    /// Adds a conversation, except for the beginning that it shares with earlier messages: each answer of a chat repeats all earlier turns.
    /// </summary>
    private void Join(List<ChatMessage> conversation)
    {
        var own = CountInstructions(_messages);
        var added = CountInstructions(conversation);
        var shared = _messages.Skip(own).Zip(conversation.Skip(added)).TakeWhile(static pair => AreEqual(pair.First, pair.Second)).Count();
        var sameInstructions = own == added && _messages.Take(own).Zip(conversation).All(static pair => AreEqual(pair.First, pair.Second));
        if (shared > 0 && own == 0) _messages.InsertRange(0, conversation.Take(added));
        _messages.AddRange(conversation.Skip(shared > 0 || sameInstructions ? added + shared : 0));
    }

    /// <summary>The number of instructions at the beginning.</summary>
    private static int CountInstructions(List<ChatMessage> messages) =>
        messages.TakeWhile(static message => message.Role is ChatRole.System or ChatRole.Developer).Count();

    private static bool AreEqual(ChatMessage one, ChatMessage other) =>
        ReferenceEquals(one, other) || JsonText.Write(one) == JsonText.Write(other);
}
