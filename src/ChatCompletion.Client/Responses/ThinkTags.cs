namespace ChatCompletions;

/// <summary>Takes the thoughts out of the text of an answer, choice by choice.</summary>
internal sealed class ThinkTags
{
    private readonly SortedDictionary<int, ThinkTagSplitter> _splitters = [];

    /// <summary>Divides the text of what an event says of a choice.</summary>
    public void Split(ref ChoiceFields fields)
    {
        if (!fields.HasMessage && fields.FinishReason is null) return;
        // Its text still has the tags, so it cannot be compared with the pieces.
        fields.FullMessage = null;
        var isWhole = fields is { HasMessage: true, IsDelta: false };
        if (isWhole || !_splitters.TryGetValue(fields.Index, out var splitter)) _splitters[fields.Index] = splitter = new ThinkTagSplitter();
        if (fields.Message.Content is { } content) Put(ref fields.Message, splitter.Add(content), replace: true);
        if (isWhole || fields.FinishReason is not null) Put(ref fields.Message, splitter.End(), replace: false);
    }

    /// <summary>What was held back of choices that did not end, as further pieces of them.</summary>
    public IEnumerable<ChoiceFields> End()
    {
        foreach (var (index, splitter) in _splitters)
        {
            var fields = new ChoiceFields { Index = index, HasMessage = true, IsDelta = true };
            Put(ref fields.Message, splitter.End(), replace: false);
            if (fields.Message.HasContent) yield return fields;
        }
    }

    private static void Put(ref MessageFields message, (string Text, string Thought) divided, bool replace)
    {
        if (replace) message.Content = divided.Text;
        else if (divided.Text.Length > 0) message.Content += divided.Text;
        if (divided.Thought.Length > 0) message.AddReasoning(divided.Thought);
    }
}
