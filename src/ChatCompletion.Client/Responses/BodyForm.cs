namespace ChatCompletions;

/// <summary>The form of a response body.</summary>
internal enum BodyForm
{
    /// <summary>One JSON document.</summary>
    Document,

    /// <summary>Server-sent events.</summary>
    Events,
}
