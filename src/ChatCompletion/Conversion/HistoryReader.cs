namespace ChatCompletions.Commands;

/// <summary>
/// Reads messages from all sources: messages, earlier answers, and the rows of a transcript. A row has an author instead of a role: the
/// assistant's rows get the role assistant, all others the role user.
/// </summary>
/// <param name="parameter">The parameter's name, for errors.</param>
/// <param name="assistantAuthor">The assistant's name, if given.</param>
internal sealed class HistoryReader(string parameter, string? assistantAuthor)
{
    private const int MaxNamed = 5;

    private readonly HashSet<string> _authors = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The role of rows without role and author. Without it, such a row is an error.</summary>
    public string? Role { get; init; }

    /// <summary>Whether rows with an author get <see cref="Role"/> too.</summary>
    public bool IgnoresAuthors { get; init; }

    /// <summary>The warning that no row is the assistant's; <see langword="null"/> if one is, or if no row has an author.</summary>
    public string? Warning
    {
        get
        {
            if (_authors.Count == 0 || assistantAuthor is null || _authors.Contains(assistantAuthor)) return null;
            var names = string.Join(", ", _authors.Take(MaxNamed).Select(static author => SafeText.Excerpt(author, 100)));
            return $"-AssistantAuthor '{SafeText.Excerpt(assistantAuthor, 100)}' is not an author in -{parameter}, "
                + $"so all its messages are the user's. The authors are: {names}{(_authors.Count > MaxNamed ? ", …" : "")}.";
        }
    }

    /// <summary>Reads all messages of the parameter; the result may be empty.</summary>
    /// <exception cref="ChatRequestException">The value contains something that is not a message.</exception>
    public List<ChatMessage> ReadAll(object? value) => new ConversationReader(parameter, Read).ReadAll(value);

    /// <summary>Reads one message or row.</summary>
    /// <exception cref="ChatRequestException">The value is neither.</exception>
    public ChatMessage Read(object? value)
    {
        if (PlainValue.Unwrap(value) is ChatMessage message) return message;
        var row = ObjectFields.Of(value) ?? throw Wrong(
            $" takes messages, earlier answers, or objects with author and text; not a value of type {MessageText.TypeName(value)}.");
        var role = MessageText.OfCell(row.Find("role"));
        var hasRole = !string.IsNullOrWhiteSpace(role);
        // A message has content; the row of a table may have a role and a text.
        if (MessagesJson.IsBody(row) || (hasRole && row.Find("text") is null)) return MessageReader.Read(parameter, value);
        return new ChatMessage { Role = hasRole ? ChatRole.Normalise(role!) : RoleOf(row), Content = TextOf(row) };
    }

    private string TextOf(ObjectFields row)
    {
        var text = row.Find("content") ?? row.Find("text");
        return MessageText.OfCell(text) ?? throw Wrong(PlainValue.Unwrap(text) is null or DBNull
            ? ": each object needs its text in a property content or text."
            : ": the property content or text must be text, or a single value such as a number, "
                + $"not a value of type {MessageText.TypeName(text)}.");
    }

    private string RoleOf(ObjectFields row)
    {
        var author = row.Find("author");
        var name = MessageText.OfCell(author);
        if (name is null && PlainValue.Unwrap(author) is not (null or DBNull))
            throw Wrong(
                ": an author must be text, or a single value such as a number or a GUID, "
                + $"not a value of type {MessageText.TypeName(author)}.");
        if (string.IsNullOrWhiteSpace(name) || IgnoresAuthors) return Role ?? throw Wrong(": each object needs a property role or author.");
        if (assistantAuthor is null)
        {
            throw Errors.Wrong("AssistantAuthor",
                $"-{parameter} contains authors without roles. Name the assistant's author with -AssistantAuthor; all others are users.");
        }
        _authors.Add(name);
        return name.Equals(assistantAuthor, StringComparison.OrdinalIgnoreCase) ? ChatRole.Assistant : ChatRole.User;
    }

    private ChatRequestException Wrong(string what) => Errors.Wrong(parameter, $"-{parameter}{what}");
}
