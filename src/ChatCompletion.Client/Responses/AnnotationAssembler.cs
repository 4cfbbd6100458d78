namespace ChatCompletions;

/// <summary>Merges the annotations of a choice. A whole message repeats earlier annotations.</summary>
internal sealed class AnnotationAssembler
{
    private HashSet<string>? _known;

    /// <summary>All annotations so far.</summary>
    public JsonList Items { get; } = [];

    /// <summary>Adds annotations; those of a whole message only if they are new.</summary>
    /// <param name="more">The annotations.</param>
    /// <param name="isWhole">Whether a whole message has them, and not a delta.</param>
    public void Add(JsonList more, bool isWhole)
    {
        if (isWhole && Items.Count > 0) _known ??= Items.Select(JsonText.Write).ToHashSet(StringComparer.Ordinal);
        foreach (var item in more)
            if (_known is null || _known.Add(JsonText.Write(item)) || !isWhole) Items.Add(item);
    }
}
