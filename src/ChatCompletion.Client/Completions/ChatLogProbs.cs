namespace ChatCompletions;

/// <summary>The log probabilities of an answer's tokens.</summary>
public sealed class ChatLogProbs : IJsonObject
{
    /// <summary>The tokens of the content.</summary>
    public ChatList<ChatTokenLogProb>? Content { get; set; }

    /// <summary>The tokens of a refusal.</summary>
    public ChatList<ChatTokenLogProb>? Refusal { get; set; }

    /// <summary>Fields for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The log probabilities as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("content", Content);
        yield return new("refusal", Refusal);
    }
}
