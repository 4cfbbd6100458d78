namespace ChatCompletions;

/// <summary>Who is asked when an answer fails, as the field <c>fallbacks</c> documents it: models, other providers, and maps from patterns to lists of these.</summary>
internal sealed class FallbackList
{
    private const string Parameter = "Fallbacks";
    private const int MaxNamed = 5;

    private static readonly string[] Secrets = ["api_key", "apikey", "api_base", "apibase", "base_url", "headers"];

    private readonly List<ChatTarget> _targets = [];
    private readonly List<FallbackMap> _maps = [];

    /// <summary>Reads the list from plain values.</summary>
    /// <exception cref="ChatRequestException">An item is none of the documented forms.</exception>
    public FallbackList(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            if (item is JsonDictionary map && !IsTarget(map)) AddMaps(map);
            else _targets.Add(Target(item));
        }
        if (_targets.Count + _maps.Count == 0) throw Wrong("is empty. Give it models, such as gpt-4o-mini, or leave it out.");
    }

    /// <summary>All providers that are named, so that an unknown one is found before anything is sent.</summary>
    public IEnumerable<string> Providers => _targets.Concat(_maps.SelectMany(static map => map.Targets)).Select(static target => target.Provider).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who is asked after a target has failed, in order, each once and never the failed one again.</summary>
    /// <param name="provider">The provider that failed.</param>
    /// <param name="model">Its model; <see langword="null"/> for the provider's own.</param>
    /// <param name="find">Finds a provider by its name.</param>
    public IReadOnlyList<ChatTarget> For(ChatProvider provider, string? model, Func<string, ChatProvider> find)
    {
        model ??= provider.OwnModel;
        var asked = new HashSet<string>(StringComparer.Ordinal) { Key(provider, model) };
        return [.. _targets.Concat(Best(provider, model)).Where(target => asked.Add(KeyOf(target)))];

        string KeyOf(ChatTarget target)
        {
            var whom = target.Provider is { } name ? find(name) : provider;
            return Key(whom, target.Model ?? whom.OwnModel);
        }
    }

    /// <summary>Describes fallbacks that have no effect for a provider and model.</summary>
    /// <param name="provider">The provider that is asked first.</param>
    /// <param name="model">Its model; <see langword="null"/> for the provider's own.</param>
    /// <param name="targets">The targets that <see cref="For"/> found.</param>
    /// <returns>The warning; <see langword="null"/> if there is nothing to warn of.</returns>
    public string? Unused(ChatProvider provider, string? model, IReadOnlyList<ChatTarget> targets)
    {
        model ??= provider.OwnModel;
        var asked = new ChatTarget(provider.Name, model);
        if (_maps.Count == 0 || Best(provider, model).Count > 0)
            return targets.Count > 0 ? null : $"-{Parameter} names only {asked} itself. If it fails, nobody else is asked.";
        var patterns = string.Join(", ", _maps.Take(MaxNamed).Select(static map => $"'{SafeText.Excerpt(map.Pattern, 100)}'"));
        var effect = targets.Count == 0 ? "If it fails, nobody else is asked." : "Their fallbacks are not asked.";
        return $"-{Parameter}: no pattern matches {asked} ({patterns}{(_maps.Count > MaxNamed ? ", …" : "")}). {effect}";
    }

    /// <summary>The list of the pattern that says most of the model; where two say as much, the one that names the provider.</summary>
    private IReadOnlyList<ChatTarget> Best(ChatProvider provider, string? model)
    {
        string[] names = [$"{provider.Name}/{model}", $"{provider.Preset.Name}/{model}", model ?? ""];
        return _maps
            .Select(map => (map, Rank: Array.FindIndex(names, map.Matches)))
            .Where(static found => found.Rank >= 0)
            .OrderByDescending(static found => found.map.Weight)
            .ThenBy(static found => found.Rank)
            .Select(static found => found.map.Targets)
            .FirstOrDefault([]);
    }

    private void AddMaps(JsonDictionary map)
    {
        foreach (var (pattern, list) in map.Pairs())
        {
            CheckSecret(pattern);
            if (pattern.Length == 0) throw Wrong("holds an empty pattern. Use * for every model.");
            var targets = list is JsonList several ? several.ConvertAll(Target) : [Target(list)];
            if (targets.Count == 0) throw Wrong($"has nobody to ask for the pattern '{SafeText.Excerpt(pattern, 100)}'.");
            _maps.Add(new FallbackMap(pattern, targets));
        }
    }

    private static ChatTarget Target(object? item)
    {
        if (item is string { Length: > 0 } model) return new ChatTarget(null, model);
        if (item is not JsonDictionary map || !IsTarget(map))
            throw Wrong("takes models, other providers such as @{ provider = 'work'; model = 'gpt-4o' }, and maps such as @{ 'openai/*' = @('gpt-4o-mini') }.");
        foreach (var (field, value) in map.Pairs())
        {
            CheckSecret(field);
            if (!IsName(field)) throw Wrong($"knows no field '{SafeText.Excerpt(field, 100)}'. A target has a provider, a model, or both.");
            if (value is not string { Length: > 0 }) throw Wrong($"needs a text as {field}.");
        }
        return new ChatTarget(Text(map, "provider"), Text(map, "model"));
    }

    private static void CheckSecret(string field)
    {
        if (Secrets.Contains(field, StringComparer.OrdinalIgnoreCase))
            throw Wrong($"takes no {field}: each provider has its own key and address. Set it up with Set-ChatProvider and name it here: @{{ provider = 'work' }}.");
    }

    /// <summary>A dictionary with one of the two fields is a target; any other is a map of patterns.</summary>
    private static bool IsTarget(JsonDictionary map) => map.Pairs().Any(static pair => IsName(pair.Key));

    private static bool IsName(string field) => field.Equals("provider", StringComparison.OrdinalIgnoreCase) || field.Equals("model", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonDictionary map, string field) => map.Pairs().FirstOrDefault(pair => pair.Key.Equals(field, StringComparison.OrdinalIgnoreCase)).Value as string;

    private static string Key(ChatProvider provider, string? model) => $"{provider.Name.ToUpperInvariant()}\n{model}";

    private static ChatRequestException Wrong(string what) => new(Parameter, $"-{Parameter} {what}");
}
