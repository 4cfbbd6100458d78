using System.Collections.Concurrent;

namespace ChatCompletions.Commands;

/// <summary>The models that providers last listed in this process, for tab completion, which asks no server.</summary>
internal static class SeenModels
{
    private static readonly ConcurrentDictionary<string, string[]> Lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps a list.</summary>
    /// <param name="whom">The provider's name, or the address that was asked by itself.</param>
    /// <param name="models">Its models. Ids that no list could offer are left out.</param>
    public static void Keep(string whom, IEnumerable<ChatModel> models) =>
        Lists[whom] = [.. models.Where(static model => model.HasExactId).Select(static model => model.Id).Where(WordCompleter.IsFit)];

    /// <summary>The models last listed; none where nothing was.</summary>
    public static IEnumerable<string> Of(string whom) => Lists.TryGetValue(whom, out var models) ? models : [];
}
