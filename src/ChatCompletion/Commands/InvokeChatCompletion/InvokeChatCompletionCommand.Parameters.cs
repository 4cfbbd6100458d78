using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters that say what is asked, and which provider and model answer.
public sealed partial class InvokeChatCompletionCommand
{
    /// <summary>
    /// The question: text, several texts (sent as lines of one message), or a ChatMessage. It is sent as the last message, after any
    /// piped messages. Other piped objects become the context of a text question. A script block makes one question from each piped
    /// object, which it sees as $_: it returns texts, which become the lines of the question, or a ChatMessage. The script block runs as
    /// in ForEach-Object, so variables that it assigns keep their values for the next object. The question must not be empty.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Message { get; set; }

    /// <summary>
    /// The input of the question. Messages (ChatMessage objects, or any object with role and content) together form one conversation; a
    /// list of messages piped as one object is a conversation of its own. An earlier answer, one of its choices, or the last chunk of a
    /// stream is continued by the question. A model from Get-ChatModel is asked the question. With a script block as -Message, each
    /// object makes one question. With a text as -Message, all other objects become its context: texts as lines, objects as JSON with the
    /// properties that PowerShell shows by default, or all properties if their type defines no default. Without -Message, each text is
    /// one question, including each text of a list; if one fails, the others are still asked. Empty input asks nothing.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The conversation (messages): ChatMessage objects, hashtables or objects with role and content, the JSON text of these, or an
    /// earlier answer, which stands for its whole conversation. At least one message; each needs a role. Content is text, or a list of
    /// content parts as the API documents them.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Messages { get; set; }

    /// <summary>
    /// Tells the model what to do and how: tone, style, format. Sent as the first message. Its role is system unless the provider sets
    /// another (see -InstructionsRole of Set-ChatProvider). Replaces a leading system message of -History, -Messages or the input.
    /// </summary>
    [Parameter]
    [Alias("System")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Instructions { get; set; }

    /// <summary>
    /// Earlier messages, sent before -Messages and -Message: ChatMessage objects, earlier answers with their whole conversation, or any
    /// objects with role or author, and content or text, such as the rows of a transcript. Objects that have an author and no role need
    /// -AssistantAuthor. It may be empty. If its last message is the user's, no other question is needed.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? History { get; set; }

    /// <summary>
    /// The author in -History whose messages are the assistant's; the messages of all other authors are the user's. Case is ignored. You
    /// get a warning if no author in -History has this name. Needs -History. The chatbot step's History setting combines both values;
    /// here they are two parameters.
    /// </summary>
    [Parameter]
    [Alias("Assistant")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? AssistantAuthor { get; set; }

    /// <summary>
    /// The provider to use: a name from Set-ChatProvider, a known service such as OpenAI, Helix or Ollama (listed by Get-ChatProvider
    /// -ListAvailable), or Mock, which is built in and needs no account and no network. Default: the default provider; if there is none,
    /// OpenAI, provided that the environment variable OPENAI_API_KEY is set.
    /// </summary>
    [Parameter]
    [Alias("Connection")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    public string? Provider { get; set; }

    /// <summary>
    /// The model's id (model), sent as it is. Required unless the provider has a default; OpenAI's is gpt-4o-mini. Get-ChatModel lists
    /// the models. For LiteLLM the id starts with the vendor, such as anthropic/claude-sonnet-4.
    /// </summary>
    [Parameter]
    [Alias("ModelId", "Model ID")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
    public string? Model { get; set; }

    /// <summary>
    /// Writes the answer in chunks while the model generates it (stream). The Content of each chunk is the next piece of the text; the
    /// last chunk holds the whole answer, with its usage, in the property Completion.
    /// </summary>
    [Parameter]
    [TickBox]
    public SwitchParameter Stream { get; set; }
}
