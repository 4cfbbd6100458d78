using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>
/// A piece of a streamed answer, emitted as soon as it arrives: what is new, for one choice. The last one carries the
/// whole answer in <see cref="Completion"/>. Used as text it is its new content.
/// </summary>
public sealed class ChatCompletionChunk
{
    private readonly ChunkHeader _header;

    internal ChatCompletionChunk(ChunkHeader header) => _header = header;

    /// <summary>Which choice the piece belongs to.</summary>
    public int Index { get; internal set; }

    /// <summary>The new text; empty in a piece that brings none.</summary>
    public string Content { get; internal set; } = "";

    /// <summary>The new text of what the model thinks before it answers.</summary>
    public string? ReasoningContent { get; internal set; }

    /// <summary>New fragments of tool calls; the assembled calls are in the completion.</summary>
    public ChatList<ChatToolCall>? ToolCalls { get; internal set; }

    /// <summary>New text of a refusal.</summary>
    public string? Refusal { get; internal set; }

    /// <summary>The role, normally in the first piece of a choice only.</summary>
    public string? Role { get; internal set; }

    /// <summary>Why the choice ended, in its last piece.</summary>
    public string? FinishReason { get; internal set; }

    /// <summary>The log probabilities of the new tokens, if they were asked for.</summary>
    public ChatLogProbs? LogProbs { get; internal set; }

    /// <summary>The whole answer, assembled, with its usage: in the last piece only.</summary>
    public ChatCompletion? Completion { get; internal set; }

    /// <summary>The name of the provider that answers.</summary>
    public string? Provider => _header.Provider;

    /// <summary>The model that answers, in the server's words.</summary>
    public string? Model => _header.Model;

    /// <summary>The answer's id.</summary>
    public string? Id => _header.Id;

    /// <summary>The kind of object in the server's words, normally <c>chat.completion.chunk</c>.</summary>
    public string? Object => _header.Object;

    /// <summary>When the server made the answer.</summary>
    public DateTimeOffset? Created => _header.Created;

    /// <summary>The service tier that was really used.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier => _header.ServiceTier;

    /// <summary>The configuration of the server's backend.</summary>
    [JsonPropertyName("system_fingerprint")]
    public string? SystemFingerprint => _header.SystemFingerprint;

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; internal set; }

    /// <summary>What was piped in for this answer.</summary>
    public object? InputObject => _header.InputObject;

    /// <summary>Which stream the piece belongs to.</summary>
    internal object Stream => _header.Stream;

    /// <summary>How many choices were asked for, where that is known.</summary>
    internal int AskedChoices => _header.AskedChoices;

    /// <summary>Gets the chunk in the API's form: a choice whose message holds the new content.</summary>
    internal ChatChoice ToChoice() => new()
    {
        Index = Index,
        FinishReason = FinishReason,
        LogProbs = LogProbs,
        Message = new ChatMessage
        {
            Role = Role ?? ChatRole.Assistant,
            Content = Content,
            ReasoningContent = ReasoningContent,
            Refusal = Refusal,
            ToolCalls = ToolCalls,
            IsAnswer = true,
        },
    };

    /// <summary>The new text.</summary>
    public override string ToString() => Content;
}
