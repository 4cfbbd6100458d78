namespace ChatCompletions;

/// <summary>
/// The value of the field <c>fallbacks</c>: models, other providers, and maps from patterns to lists of these.
/// </summary>
internal sealed class FallbackList
{
    private const string Parameter = "Fallbacks";
    private const int MaxNamed = 5;

    private static readonly string[] Secrets = ["api_key", "apikey", "api_base", "apibase", "base_url", "headers"];

    private readonly List<ChatTarget> _targets = [];
    private readonly List<FallbackMap> _maps = [];

    /// <summary>Reads the list from plain values.</summary>
    /// <exception cref="ChatRequestException">An item has none of the documented forms.</exception>
    public FallbackList(IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            if (item is JsonDictionary map && !IsTarget(map)) AddMaps(map);
            else _targets.Add(Target(item));
        }
        if (_targets.Count + _maps.Count == 0) throw Invalid("is empty. Give it models, such as gpt-4o-mini, or leave it out.");
    }

    /// <summary>The names of all providers in the list, to be checked before anything is sent.</summary>
    public IEnumerable<string> Providers => _targets
        .Concat(_maps.SelectMany(static map => map.Targets))
        .Select(static target => target.Provider)
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the fallback targets of a model, in order and without duplicates. The model itself is never among them.</summary>
    /// <param name="provider">The provider of the first target.</param>
    /// <param name="model">Its model; <see langword="null"/> for the provider's default model.</param>
    /// <param name="find">Finds a provider by its name.</param>
    public IReadOnlyList<ChatTarget> For(ChatProvider provider, string? model, Func<string, ChatProvider> find)
    {
        model ??= provider.OwnModel;
        var seen = new HashSet<string>(StringComparer.Ordinal) { Key(provider, model) };
        return [.. _targets.Concat(Best(provider, model)).Where(target => seen.Add(KeyOf(target)))];

        string KeyOf(ChatTarget target)
        {
            var resolved = target.Provider is { } name ? find(name) : provider;
            return Key(resolved, target.Model ?? resolved.OwnModel);
        }
    }

    /// <summary>Gets a warning about fallbacks that have no effect for a provider and model.</summary>
    /// <param name="provider">The provider of the first target.</param>
    /// <param name="model">Its model; <see langword="null"/> for the provider's default model.</param>
    /// <param name="targets">The targets that <see cref="For"/> found.</param>
    /// <returns>The warning; <see langword="null"/> if all have an effect.</returns>
    public string? Unused(ChatProvider provider, string? model, IReadOnlyList<ChatTarget> targets)
    {
        model ??= provider.OwnModel;
        var first = new ChatTarget(provider.Name, model);
        if (_maps.Count == 0 || Best(provider, model).Count > 0)
            return targets.Count > 0 ? null : $"-{Parameter} names only {first} itself. If it fails, there is no fallback.";
        var patterns = string.Join(", ", _maps.Take(MaxNamed).Select(static map => $"'{SafeText.Excerpt(map.Pattern, 100)}'"));
        var effect = targets.Count == 0 ? "If it fails, there is no fallback." : "Their fallbacks are not used.";
        var more = _maps.Count > MaxNamed ? ", …" : "";
        return $"-{Parameter}: no pattern matches {first} ({patterns}{more}). {effect}";
    }

    /// <summary>The targets of the most specific pattern that matches; of two equal ones, that with the provider's name wins.</summary>
    private IReadOnlyList<ChatTarget> Best(ChatProvider provider, string? model)
    {
        string[] names = [$"{provider.Name}/{model}", $"{provider.Preset.Name}/{model}", model ?? ""];
        return _maps
            .Select(map => (map, Rank: Array.FindIndex(names, map.Matches)))
            .Where(static found => found.Rank >= 0)
            .OrderByDescending(static found => found.map.Specificity)
            .ThenBy(static found => found.Rank)
            .Select(static found => found.map.Targets)
            .FirstOrDefault([]);
    }

    private void AddMaps(JsonDictionary map)
    {
        foreach (var (pattern, list) in map.Pairs())
        {
            RejectSecret(pattern);
            if (pattern.Length == 0) throw Invalid("holds an empty pattern. Use * for every model.");
            var targets = list is JsonList several ? several.ConvertAll(Target) : [Target(list)];
            if (targets.Count == 0) throw Invalid($"names no target for the pattern '{SafeText.Excerpt(pattern, 100)}'.");
            _maps.Add(new FallbackMap(pattern, targets));
        }
    }

    private static ChatTarget Target(object? item)
    {
        if (item is string { Length: > 0 } model) return new ChatTarget(null, model);
        if (item is not JsonDictionary map || !IsTarget(map))
        {
            throw Invalid("takes models, other providers such as @{ provider = 'work'; model = 'gpt-4o' }, "
                + "and maps such as @{ 'openai/*' = @('gpt-4o-mini') }.");
        }
        foreach (var (field, value) in map.Pairs())
        {
            RejectSecret(field);
            if (!IsTargetField(field))
                throw Invalid($"knows no field '{SafeText.Excerpt(field, 100)}'. A target has a provider, a model, or both.");
            if (value is not string { Length: > 0 }) throw Invalid($"needs a text as {field}.");
        }
        return new ChatTarget(Text(map, "provider"), Text(map, "model"));
    }

    private static void RejectSecret(string field)
    {
        if (!Secrets.Contains(field, StringComparer.OrdinalIgnoreCase)) return;
        throw Invalid($"takes no {field}: each provider has its own key and address. "
            + "Set it up with Set-ChatProvider and name it here: @{ provider = 'work' }.");
    }

    /// <summary>A dictionary with one of the two fields is a target; any other is a map of patterns.</summary>
    private static bool IsTarget(JsonDictionary map) => map.Pairs().Any(static pair => IsTargetField(pair.Key));

    private static bool IsTargetField(string field) =>
        field.Equals("provider", StringComparison.OrdinalIgnoreCase) || field.Equals("model", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonDictionary map, string field) =>
        map.Pairs().FirstOrDefault(pair => pair.Key.Equals(field, StringComparison.OrdinalIgnoreCase)).Value as string;

    private static string Key(ChatProvider provider, string? model) => $"{provider.Name.ToUpperInvariant()}\n{model}";

    private static ChatRequestException Invalid(string what) => new(Parameter, $"-{Parameter} {what}");
}
