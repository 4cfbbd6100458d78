using System.Collections.Concurrent;

namespace ChatCompletions.Commands;

/// <summary>The models that providers last listed in this process, for tab completion, which contacts no server.</summary>
internal static class SeenModels
{
    private static readonly ConcurrentDictionary<string, string[]> Lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Stores a list.</summary>
    /// <param name="source">The provider's name, or the address of a call without a provider.</param>
    /// <param name="models">Its models. Ids that are unfit for completion are left out.</param>
    public static void Keep(string source, IEnumerable<ChatModel> models) =>
        Lists[source] = [.. models.Where(static model => model.HasExactId).Select(static model => model.Id).Where(WordCompleter.IsFit)];

    /// <summary>The models last listed; empty if there was no list.</summary>
    public static IEnumerable<string> Of(string source) => Lists.TryGetValue(source, out var models) ? models : [];
}
