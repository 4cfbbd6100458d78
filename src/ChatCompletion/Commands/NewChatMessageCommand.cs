using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Creates a message for a conversation.</summary>
/// <remarks>
/// This command sends nothing. Pipe the messages to Invoke-ChatCompletion: together they form one conversation. Each piped text becomes one
/// message; several texts given to -Content become the lines of one message. Hashtables and objects with role or author, and content or
/// text, become messages, as with -Messages and -History of Invoke-ChatCompletion.
///
/// Add images, documents and recordings to the text with -Image, -File and -Audio. Files are read completely when the message is created,
/// and only from these parameters: a text that looks like a path stays text. A named pipe or a device is refused. Your provider's
/// documentation says which kinds of files a model accepts.
/// </remarks>
/// <example>
/// <para>Ask with instructions</para>
/// <code>
/// $messages = @(
///     New-ChatMessage 'You answer in one sentence.' -Role system
///     New-ChatMessage 'What is a runbook?'
/// )
/// $messages | Invoke-ChatCompletion
/// </code>
/// <para>Piped messages together form one conversation.</para>
/// </example>
/// <example>
/// <para>Teach the model with examples</para>
/// <code>
/// $examples = @(
///     New-ChatMessage 'Volume D: is at 99 %'
///     New-ChatMessage 'storage' -Role assistant
///     New-ChatMessage 'No route to host'
///     New-ChatMessage 'network' -Role assistant
/// )
/// $task = 'Classify in one word.'
/// Invoke-ChatCompletion 'Fan 2 down' -Instructions $task -History $examples
/// </code>
/// <para>The assistant's messages show the model what its answers should look like.</para>
/// </example>
/// <example>
/// <para>Send the end of a log as one message</para>
/// <code>
/// $log = New-ChatMessage (Get-Content error.log -Tail 20)
/// $log | Invoke-ChatCompletion 'What went wrong here?'
/// </code>
/// <para>Several texts given to -Content become the lines of one message; if you pipe them, each becomes a message.</para>
/// </example>
/// <example>
/// <para>Turn the rows of a transcript into messages</para>
/// <code>
/// Import-Csv transcript.csv |
///     New-ChatMessage -AssistantAuthor Bot |
///     Invoke-ChatCompletion 'Who agreed?'
/// </code>
/// <para>The rows have the columns author and text. Rows by Bot become the assistant's messages, all others the user's.</para>
/// </example>
/// <example>
/// <para>Ask about an image</para>
/// <code>
/// New-ChatMessage 'Which unit shows an error?' -Image rack.jpg -Detail low |
///     Invoke-ChatCompletion
/// </code>
/// <para>
/// The image is read from the file and sent with the question. A URL, such as https://example.com/rack.jpg, is passed on, and the server
/// opens it.
/// </para>
/// </example>
/// <example>
/// <para>Ask about a document</para>
/// <code>
/// $question = New-ChatMessage 'When does it end?' -File contract.pdf
/// $question | Invoke-ChatCompletion
/// </code>
/// <para>For a text file, it is simpler to put its text into the question: (Get-Content error.log -Raw).</para>
/// </example>
/// <example>
/// <para>Return the result of a tool</para>
/// <code>New-ChatMessage '{ "FreeGB": 12 }' -Role tool -ToolCallId call_1</code>
/// <para>
/// Use the id of the call from the ToolCalls of the answer's message. The result follows that message in the conversation.
/// </para>
/// </example>
[Cmdlet(VerbsCommon.New, "ChatMessage")]
[OutputType(typeof(ChatMessage))]
public sealed partial class NewChatMessageCommand : ChatCmdlet
{
    private readonly List<JsonDictionary> _media = [];

    /// <summary>
    /// The text (content), or several texts, which become its lines; or hashtables and objects with role or author, and content or text,
    /// each of which becomes a message. It must not be empty. You can omit it with -Image, -File or -Audio.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Content { get; set; }

    /// <summary>
    /// The role of the author (role): system and developer set the model's behaviour, user asks, assistant is the model, tool is the
    /// result of a tool call. Default: user. For objects it applies to those without a role, and their authors are ignored.
    /// </summary>
    /// <value>user</value>
    [Parameter]
    [Brief]
    [ValidateSet(ChatRole.System, ChatRole.Developer, ChatRole.User, ChatRole.Assistant, ChatRole.Tool)]
    public string Role { get; set; } = ChatRole.User;

    /// <summary>
    /// The author whose messages are the assistant's, for objects that have authors; the messages of all other authors are the user's.
    /// Case is ignored. Cannot be used with -Role.
    /// </summary>
    [Parameter]
    [Alias("Assistant")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? AssistantAuthor { get; set; }

    /// <summary>The author's name (name), to distinguish several authors with the same role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Name { get; set; }

    /// <summary>
    /// Images (image_url): paths of PNG, JPEG, GIF, WebP, BMP, TIFF, HEIC or AVIF files of at most 50 MiB each, URLs that the server
    /// opens itself, or data URIs. Paths are literal; for a pattern use (Get-ChildItem *.png).
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string[]? Image { get; set; }

    /// <summary>
    /// How closely the model looks at the images (detail): auto, low, which costs few tokens, or high, which costs many. Default: the
    /// server decides.
    /// </summary>
    [Parameter]
    [Brief]
    [ValidateSet("auto", "low", "high")]
    public string? Detail { get; set; }

    /// <summary>
    /// Documents (file): paths of files of at most 50 MiB each, sent with their names. Most services accept only PDF. A URL is passed on
    /// to the server; few servers open it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string[]? File { get; set; }

    /// <summary>
    /// Recordings (input_audio): paths of WAV, MP3, FLAC, OGG, M4A or AAC files of at most 50 MiB each. OpenAI accepts WAV and MP3.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string[]? Audio { get; set; }

    /// <summary>
    /// The id of the tool call that this message answers (tool_call_id). Required with role tool, and allowed only there.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("tool_call_id")]
    [Text]
    public string? ToolCallId { get; set; }

    /// <summary>Validates the combination of parameters and reads the files, once for all messages.</summary>
    protected override void BeginProcessing() => OrThrow<object?>(() =>
    {
        Check();
        _rows = new HistoryReader(nameof(Content), AssistantAuthor)
        {
            Role = Role.ToLowerInvariant(),
            IgnoresAuthors = IsGiven(nameof(Role)),
        };
        var reader = new MediaReader(SessionState, Thread, StopToken);
        _media.AddRange((Image ?? []).Select(source => reader.Image(source, Detail?.ToLowerInvariant())));
        _media.AddRange((File ?? []).Select(reader.File));
        _media.AddRange((Audio ?? []).Select(reader.Audio));
        return null;
    });

    /// <summary>Creates one message, or one for each object in a list.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(IsRows(Content, out var rows) ? rows.Select(FromRow) : new[] { Make() }, enumerateCollection: true);
        }
        catch (ChatRequestException wrong)
        {
            var record = Errors.Record(wrong, Content);
            if (MyInvocation.ExpectingInput) WriteError(record);
            else ThrowTerminatingError(record);
        }
    }

    private void Check()
    {
        var role = Role.ToLowerInvariant();
        if (AssistantAuthor is not null && IsGiven(nameof(Role)))
            throw Errors.Wrong(nameof(AssistantAuthor), "-AssistantAuthor sets the role of each message, so it cannot be used with -Role.");
        if (role == ChatRole.Tool != ToolCallId is not null)
            throw Errors.Wrong(nameof(ToolCallId), ToolCallId is null
                ? "-Role tool needs -ToolCallId, the id of the tool call that the message answers."
                : "-ToolCallId can be used only with -Role tool.");
        if (role != ChatRole.User && (Image ?? File ?? Audio) is not null)
            throw Errors.Wrong(
                nameof(Role), $"-Image, -File and -Audio can be used only with -Role user; a message of role {role} is text.");
        if (!MyInvocation.ExpectingInput && !IsGiven(nameof(Content)) && (Image ?? File ?? Audio) is null)
            throw Errors.Wrong(nameof(Content), "There is no text and no file. Give -Content, -Image, -File or -Audio, or pipe texts.");
        if (Detail is not null && Image is null)
            throw Errors.Wrong(nameof(Detail), "-Detail sets how closely the model looks at images. It needs -Image.");
    }

    private ChatMessage Make()
    {
        var hasText = MyInvocation.ExpectingInput || IsGiven(nameof(Content)) || _media.Count == 0;
        var text = hasText ? MessageText.Read(nameof(Content), Content) : null;
        var message = new ChatMessage { Role = Role.ToLowerInvariant(), Content = text, Name = Name, ToolCallId = ToolCallId };
        AddMedia(message);
        return message;
    }

    private void AddMedia(ChatMessage message)
    {
        if (_media.Count == 0) return;
        IEnumerable<object?> before = (IEnumerable<object?>?)message.Parts ?? (message.Content is { } text ? [MediaParts.Text(text)] : []);
        message.Parts = [.. before, .. _media];
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
