using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>A model that a provider offers. Its text is its id.</summary>
public sealed class ChatModel
{
    /// <summary>The id of the model, as used with <c>-Model</c>.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The name of the provider that offers it.</summary>
    public string? Provider { get; internal set; }

    /// <summary>The owner of the model, as the server names it.</summary>
    [JsonPropertyName("owned_by")]
    public string? OwnedBy { get; internal set; }

    /// <summary>When the model was created; <see langword="null"/> if the server does not say.</summary>
    public DateTimeOffset? Created { get; internal set; }

    /// <summary>The object type as the server sent it, normally <c>model</c>.</summary>
    public string? Object { get; internal set; }

    /// <summary>Fields of the model for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; internal set; }

    /// <summary>
    /// Whether the id is the server's own. If it held control characters, it is made safe to show, and cannot be requested.
    /// </summary>
    internal bool HasExactId { get; init; } = true;

    /// <summary>The model's id.</summary>
    public override string ToString() => Id;
}
