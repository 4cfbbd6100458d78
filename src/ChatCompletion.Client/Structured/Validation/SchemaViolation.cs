namespace ChatCompletions;

/// <summary>
/// A rule of a schema that a value breaks. Its texts are made when they are asked for: most violations only rule out a branch.
/// </summary>
internal sealed class SchemaViolation
{
    private const int MaxNameLength = 100;

    private readonly string _rule;
    private readonly object? _value;
    private readonly bool _showsValue;
    private readonly string? _step;
    private readonly SchemaViolation? _inner;

    /// <summary>A rule that needs no value to be understood.</summary>
    /// <param name="rule">What the value must be.</param>
    public SchemaViolation(string rule) => _rule = rule;

    /// <summary>A rule, with the value that breaks it.</summary>
    /// <param name="rule">What the value must be.</param>
    /// <param name="value">What it is.</param>
    public SchemaViolation(string rule, object? value) => (_rule, _value, _showsValue) = (rule, value, true);

    private SchemaViolation(string step, SchemaViolation inner) => (_rule, _step, _inner, Depth) = ("", step, inner, inner.Depth + 1);

    /// <summary>How deep below the checked value the rule was broken.</summary>
    public int Depth { get; }

    /// <summary>Where, as a JSON path such as <c>$.items[2].name</c>.</summary>
    public string Path => $"${string.Concat(Chain().Select(static one => one._step))}";

    /// <summary>What the value must be, and what it is.</summary>
    public string Rule => Chain().Last() is { _showsValue: true } last ? $"{last._rule}; it is {Shown(last._value)}" : Chain().Last()._rule;

    /// <summary>The violation, seen from the object that has the value as a property.</summary>
    public SchemaViolation InProperty(string name) => new(StepTo(name), this);

    /// <summary>The violation, seen from the array that has the value as an item.</summary>
    public SchemaViolation InItem(int index) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{index}]"), this);

    /// <summary>The beginning of a value's JSON.</summary>
    public static string Shown(object? value) => SafeText.Excerpt(JsonText.Write(value), MaxNameLength);

    /// <summary>How a JSON path names a property.</summary>
    public static string StepTo(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '$')
            ? $".{name}"
            : $"['{SafeText.Excerpt(name, MaxNameLength)}']";

    private IEnumerable<SchemaViolation> Chain()
    {
        for (var one = this; one is not null; one = one._inner) yield return one;
    }
}
