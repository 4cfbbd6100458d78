namespace ChatCompletions;

/// <summary>Moves reasoning between think tags out of the text of each choice.</summary>
internal sealed class ThinkTags
{
    private readonly SortedDictionary<int, ThinkTagSplitter> _splitters = [];

    /// <summary>Splits the text of one choice of an event.</summary>
    public void Split(ref ChoiceFields fields)
    {
        if (!fields.HasMessage && fields.FinishReason is null) return;
        // Its text still has the tags and cannot be compared with the pieces.
        fields.FullMessage = null;
        var isWhole = fields is { HasMessage: true, IsDelta: false };
        if (isWhole || !_splitters.TryGetValue(fields.Index, out var splitter))
            _splitters[fields.Index] = splitter = new ThinkTagSplitter();
        if (fields.Message.Content is { } content) Put(ref fields.Message, splitter.Add(content), replace: true);
        if (isWhole || fields.FinishReason is not null) Put(ref fields.Message, splitter.End(), replace: false);
    }

    /// <summary>Returns the buffered text of choices that did not end as further pieces.</summary>
    public IEnumerable<ChoiceFields> End()
    {
        foreach (var (index, splitter) in _splitters)
        {
            var fields = new ChoiceFields { Index = index, HasMessage = true, IsDelta = true };
            Put(ref fields.Message, splitter.End(), replace: false);
            if (fields.Message.HasContent) yield return fields;
        }
    }

    private static void Put(ref MessageFields message, (string Text, string Reasoning) split, bool replace)
    {
        if (replace) message.Content = split.Text;
        else if (split.Text.Length > 0) message.Content += split.Text;
        if (split.Reasoning.Length > 0) message.AddReasoning(split.Reasoning);
    }
}
