using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>
/// A chunk of a streamed answer: the new content of one choice, returned as soon as it arrives. The last chunk contains the assembled
/// answer in <see cref="Completion"/>. Its text is its new content.
/// </summary>
public sealed class ChatCompletionChunk
{
    private readonly ChunkHeader _header;

    internal ChatCompletionChunk(ChunkHeader header) => _header = header;

    /// <summary>The index of the choice that the chunk belongs to.</summary>
    public int Index { get; internal set; }

    /// <summary>The new text; empty if the chunk has none.</summary>
    public string Content { get; internal set; } = "";

    /// <summary>The new text of the model's reasoning.</summary>
    public string? ReasoningContent { get; internal set; }

    /// <summary>New fragments of tool calls. <see cref="Completion"/> has the assembled calls.</summary>
    public ChatList<ChatToolCall>? ToolCalls { get; internal set; }

    /// <summary>New text of a refusal.</summary>
    public string? Refusal { get; internal set; }

    /// <summary>The role, normally in the first chunk of a choice only.</summary>
    public string? Role { get; internal set; }

    /// <summary>Why the choice ended; only in its last chunk.</summary>
    public string? FinishReason { get; internal set; }

    /// <summary>The log probabilities of the new tokens, if you requested them.</summary>
    public ChatLogProbs? LogProbs { get; internal set; }

    /// <summary>The assembled answer with its usage; only in the last chunk.</summary>
    public ChatCompletion? Completion { get; internal set; }

    /// <summary>The name of the provider that answers.</summary>
    public string? Provider => _header.Provider;

    /// <summary>The model that answers, as the server names it.</summary>
    public string? Model => _header.Model;

    /// <summary>The id of the answer.</summary>
    public string? Id => _header.Id;

    /// <summary>The object type as the server sent it, normally <c>chat.completion.chunk</c>.</summary>
    public string? Object => _header.Object;

    /// <summary>When the server created the answer.</summary>
    public DateTimeOffset? Created => _header.Created;

    /// <summary>The service tier that processes the request.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier => _header.ServiceTier;

    /// <summary>The server's identifier of its backend configuration.</summary>
    [JsonPropertyName("system_fingerprint")]
    public string? SystemFingerprint => _header.SystemFingerprint;

    /// <summary>Fields of the chunk for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; internal set; }

    /// <summary>The pipeline input of this answer.</summary>
    public object? InputObject => _header.InputObject;

    /// <summary>Identifies the stream. Ids of answers are not unique with every server.</summary>
    internal object Stream => _header.Stream;

    /// <summary>The number of requested choices; 0 if unknown.</summary>
    internal int AskedChoices => _header.AskedChoices;

    /// <summary>Converts the chunk to a choice whose message has the new content.</summary>
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
