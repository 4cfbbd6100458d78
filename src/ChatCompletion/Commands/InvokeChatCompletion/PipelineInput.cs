using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// The only place that decides what pipeline input means, by the kinds of its objects and by the kind of -Message. An object can yield a
/// question at once; messages and context yield one at the end.
/// </summary>
internal sealed class PipelineInput
{
    private const string ModelType = "ChatCompletions.ChatModel";

    private readonly ChatMessage? _message;
    private readonly ScriptQuestion? _script;
    private readonly FileQuestion? _files;
    private readonly ContextText? _context;
    private readonly Action<string> _warn;
    private readonly bool _hasMessages;
    private readonly bool _hasQuestion;
    private readonly ChatList<ChatMessage> _conversation = [];
    private InputKind? _kind;
    private bool _isContinued;

    /// <summary>Reads -Message.</summary>
    /// <param name="message">The value of -Message.</param>
    /// <param name="isGiven">Whether -Message is given at all.</param>
    /// <param name="hasMessages">Whether -Messages is given.</param>
    /// <param name="historyAsks">Whether -History ends with a message that needs an answer.</param>
    /// <param name="maxContextChars">The maximum number of characters of context.</param>
    /// <param name="files">Reads the content of piped files; <see langword="null"/> without -FileContent.</param>
    /// <param name="commands">Runs a script block.</param>
    /// <param name="warn">Writes a warning.</param>
    /// <exception cref="ChatRequestException">
    /// -Message is neither text, a message nor a script block; or it is missing beside -FileContent.
    /// </exception>
    public PipelineInput(
        object? message,
        bool isGiven,
        bool hasMessages,
        bool historyAsks,
        int maxContextChars,
        FileQuestion? files,
        CommandInvocationIntrinsics commands,
        Action<string> warn)
    {
        _hasMessages = hasMessages;
        _hasQuestion = isGiven || hasMessages || historyAsks;
        _files = files;
        _warn = warn;
        if (!isGiven && files is not null)
            throw Errors.Wrong("Message", "-FileContent needs a question about each file. Give -Message, such as 'Summarize this file.'.");
        if (!isGiven) return;
        switch (PlainValue.Unwrap(message))
        {
            case ScriptBlock script:
                _script = new ScriptQuestion(commands, script, new ColumnCheck(script, warn));
                return;
            case ChatMessage ready:
                _message = ready;
                break;
            default:
                _message = new ChatMessage { Role = ChatRole.User, Content = QuestionText(message) };
                break;
        }
        _context = new ContextText(maxContextChars, warn);
    }

    /// <summary>Whether any object other than <see langword="null"/> arrived.</summary>
    public bool Any => _kind is not null;

    /// <summary>Whether the input itself names the provider: models, and answers that are continued.</summary>
    public bool NamesProvider => _kind is InputKind.Model || (_script is null && _kind is InputKind.Answer);

    /// <summary>Whether -Message is given.</summary>
    public bool HasMessage => _message is not null;

    /// <summary>The question of a call without input.</summary>
    /// <exception cref="ChatRequestException">There is no question.</exception>
    public Question WithoutInput()
    {
        if (_script is not null)
            throw Errors.Wrong(
                "Message",
                "-Message is a script block, which makes a question from each piped object, but nothing is piped. "
                + "Pipe objects, or give -Message as text.");
        return _hasQuestion
            ? new Question(Own())
            : throw Errors.Wrong("Message",
                "There is no question. Give -Message, -Messages or a -History that ends with a user message, or pipe texts or messages.");
    }

    /// <summary>Whether the piped chunks do not include the last one, which holds the whole answer.</summary>
    public bool LacksLastChunk => _script is null && _files is null && _kind == InputKind.Answer && !_isContinued;

    /// <summary>Reads an object.</summary>
    /// <returns>The questions that the object forms by itself.</returns>
    /// <exception cref="ChatRequestException">The object cannot be a question.</exception>
    public IEnumerable<Question> Take(object? item)
    {
        if (PlainValue.Unwrap(item) is null) return [];
        if (IsFormatting(item))
            throw Errors.Wrong(
                "InputObject",
                "Output of Format-Table, Format-List, Format-Wide or Format-Custom is piped. It holds formatting data, not the objects. "
                + "Use Select-Object in its place, or send the formatted text: … | Out-String | Invoke-ChatCompletion ….");
        var kind = KindOf(item);
        if (_script is not null)
        {
            _kind = kind;
            var question = _script.Ask(item);
            if (kind == InputKind.Model) question = OfModel(question, item);
            return [_files?.Ask(question, item) ?? question];
        }
        if (_files is not null)
        {
            _kind = kind;
            return PlainValue.Unwrap(item) is IList list
                // Lazy: the first file is asked about before the others are read.
                ? list.Cast<object?>().Select(file => _files.Ask(new Question(Own(), file) { IsItem = true }, file))
                : [_files.Ask(new Question(Own(), item), item)];
        }
        if (_context is not null && kind == InputKind.Other) kind = InputKind.Text;
        if (_kind is not null && _kind != kind)
            throw Errors.Wrong(
                "InputObject",
                $"The pipeline mixes kinds of input: {Describe(_kind.Value)} and {Describe(kind)}. Pipe one kind at a time.");
        _kind = kind;
        switch (kind)
        {
            case InputKind.Message:
                _conversation.Add(MessageReader.Read("InputObject", item));
                return [];
            case InputKind.Conversation:
                ChatList<ChatMessage> conversation = [.. MessageReader.ReadAll("InputObject", item)];
                return [new Question([.. conversation, .. Own()], conversation)];
            case InputKind.Model:
                return _hasQuestion
                    ? [OfModel(new Question(Own(), item), item)]
                    : throw Errors.Wrong("Message", "A model is piped, but there is no question for it. Give -Message or -Messages.");
            case InputKind.Text when _context is not null:
                if (FileQuestion.IsListed(item))
                    _warn("Only the names, sizes and dates of the piped files are sent, not their contents. "
                        + "To ask about the content of each file, add -FileContent.");
                _context.Add(item);
                return [];
            case InputKind.Text:
                return Texts(item);
            case InputKind.Answer:
                return Continue(item);
            case InputKind.Other when MessagesJson.IsBody(ObjectFields.Of(item)):
                throw Errors.Wrong("InputObject", $"The body of a request cannot be used as a question. {MessagesJson.HowToSplat}");
            default:
                throw Errors.Wrong(
                    "InputObject",
                    $"An object of type {MessageText.TypeName(item)} cannot be used as a question. "
                    + "Make a question from each: … | Invoke-ChatCompletion { \"Classify: $($_.Subject)\" }. "
                    + "Or ask one question about all: … | Invoke-ChatCompletion 'Which of these look wrong?'.");
        }
    }

    /// <summary>The question that all input forms together, once it is complete.</summary>
    public Question? Rest()
    {
        if (_conversation.Count > 0) return new Question([.. _conversation, .. Own()], _conversation);
        return _context is { Any: true } ? new Question([_context.AppendTo(_message!)]) : null;
    }

    /// <summary>Each text is one question. The input keeps the properties that Get-Content and others add to a text.</summary>
    private static List<Question> Texts(object? item) => PlainValue.Unwrap(item) is IList list
        ? [.. list.Cast<object?>().Select(static text => TextQuestion(text) with { IsItem = true })]
        : [TextQuestion(item)];

    /// <summary>A fragment of JSON ends the pipeline: otherwise each following line would be a question that you pay for.</summary>
    private static Question TextQuestion(object? item)
    {
        var text = (string)PlainValue.Unwrap(item)!;
        var fault = MessagesJson.Fault(text, out var isPiece);
        if (fault is null) return new Question([new ChatMessage { Role = ChatRole.User, Content = text }], item);
        var wrong = Errors.Wrong("InputObject", fault);
        return isPiece ? throw wrong : new Question([], item) { Failure = wrong };
    }

    private static string QuestionText(object? message)
    {
        var text = MessageText.Read("Message", message);
        var fault = MessagesJson.Fault(text, out var isPiece);
        return fault is null || isPiece ? text : throw Errors.Wrong("Message", $"-Message: {fault}");
    }

    /// <summary>Continues an answer: its conversation, then the question. In a stream, the last chunk holds the whole answer.</summary>
    private IEnumerable<Question> Continue(object? item)
    {
        if (_message is null && !_hasMessages)
            throw Errors.Wrong(
                "Message",
                "An answer is piped, but there is no question that continues it. Give -Message, such as 'And why?'. "
                + "To ask about answers as texts: … | ForEach-Object Content | Invoke-ChatCompletion.");
        if (AnswerReader.IsChoice(item)) return [ContinueChoice(item)];
        var answer = AnswerReader.Whole(item);
        if (answer is null) return [];
        _isContinued = true;
        var conversation = AnswerReader.Conversation("InputObject", answer)!;
        var model = (PlainValue.Unwrap(answer) as ChatCompletion)?.AskedModel ?? Field(answer, "Model");
        return [new Question(Own(), item, Field(answer, "Provider"), model) { Conversation = conversation }];
    }

    /// <summary>Continues one of several choices. A choice from a file or a job no longer has its conversation.</summary>
    private Question ContinueChoice(object? item)
    {
        _isContinued = true;
        return PlainValue.Unwrap(item) is ChatChoice { Answer: { } answer } choice
            ? new Question(Own(), item, answer.Provider, answer.AskedModel ?? answer.Model) { Conversation = [.. answer.HistoryOf(choice)] }
            : throw Errors.Wrong("InputObject", AnswerReader.LostChoice);
    }

    private static Question OfModel(Question question, object? item) =>
        question with { Provider = Field(item, "Provider"), Model = Field(item, "Id"), IsModel = true };

    /// <summary>Whether an object is output of a Format command.</summary>
    private static bool IsFormatting(object? item) => item is not null && PSObject.AsPSObject(item).TypeNames is [var type, ..]
        && type.Contains("Microsoft.PowerShell.Commands.Internal.Format.", StringComparison.Ordinal);

    private static string? Field(object? item, string name) => PlainValue.Unwrap(ObjectFields.Of(item)?.Find(name)) as string;

    private List<ChatMessage> Own() => _message is null ? [] : [_message];

    private static InputKind KindOf(object? item) => PlainValue.Unwrap(item) switch
    {
        string => InputKind.Text,
        ChatModel => InputKind.Model,
        _ when MessageReader.IsDeserialized(item, ModelType) => InputKind.Model,
        _ when AnswerReader.IsAnswer(item) => InputKind.Answer,
        _ when MessageReader.LooksLikeMessage(item) => InputKind.Message,
        IList { Count: > 0 } list when list.Cast<object?>().All(MessageReader.LooksLikeMessage) => InputKind.Conversation,
        IList { Count: > 0 } list when list.Cast<object?>().All(static text => PlainValue.Unwrap(text) is string) => InputKind.Text,
        _ => InputKind.Other,
    };

    private static string Describe(InputKind kind) => kind switch
    {
        InputKind.Message => "messages",
        InputKind.Conversation => "lists of messages",
        InputKind.Answer => "answers",
        InputKind.Model => "models",
        InputKind.Text => "texts",
        _ => "other objects",
    };
}
