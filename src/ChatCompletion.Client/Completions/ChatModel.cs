using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>A model that a provider offers. Used as text it is its id.</summary>
public sealed class ChatModel
{
    /// <summary>The model's id, as <c>-Model</c> takes it.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The name of the provider that offers it.</summary>
    public string? Provider { get; internal set; }

    /// <summary>Who owns the model, in the server's words.</summary>
    [JsonPropertyName("owned_by")]
    public string? OwnedBy { get; internal set; }

    /// <summary>When the model was made.</summary>
    public DateTimeOffset? Created { get; internal set; }

    /// <summary>The kind of object in the server's words, normally <c>model</c>.</summary>
    public string? Object { get; internal set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; internal set; }

    /// <summary>Whether the id is the server's own. If it held control characters, it is made safe to show, and cannot be requested.</summary>
    internal bool HasExactId { get; init; } = true;

    /// <summary>The model's id.</summary>
    public override string ToString() => Id;
}
