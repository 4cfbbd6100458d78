namespace ChatCompletions;

/// <summary>
/// A rule of a schema that a value violates. Texts are created only on demand, because most violations only rule out a branch.
/// </summary>
internal sealed class SchemaViolation
{
    private const int MaxNameLength = 100;

    private readonly string _rule;
    private readonly object? _value;
    private readonly bool _showsValue;
    private readonly string? _step;
    private readonly SchemaViolation? _inner;

    /// <summary>Creates a violation without showing the value.</summary>
    /// <param name="rule">The rule, such as "must be a string".</param>
    public SchemaViolation(string rule) => _rule = rule;

    /// <summary>Creates a violation that shows the value.</summary>
    /// <param name="rule">The rule, such as "must be a string".</param>
    /// <param name="value">The actual value.</param>
    public SchemaViolation(string rule, object? value) => (_rule, _value, _showsValue) = (rule, value, true);

    private SchemaViolation(string step, SchemaViolation inner) => (_rule, _step, _inner, Depth) = ("", step, inner, inner.Depth + 1);

    /// <summary>The depth of the violation below the validated value.</summary>
    public int Depth { get; }

    /// <summary>The JSON path of the violation, such as <c>$.items[2].name</c>.</summary>
    public string Path => $"${string.Concat(Chain().Select(static one => one._step))}";

    /// <summary>The rule, and the actual value.</summary>
    public string Rule => Chain().Last() is { _showsValue: true } last
        ? $"{last._rule}; it is {Preview(last._value)}"
        : Chain().Last()._rule;

    /// <summary>Gets the violation as seen from the object that contains the value.</summary>
    public SchemaViolation InProperty(string name) => new(PathSegment(name), this);

    /// <summary>Gets the violation as seen from the array that contains the value.</summary>
    public SchemaViolation InItem(int index) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{index}]"), this);

    /// <summary>Gets the start of a value's JSON.</summary>
    public static string Preview(object? value) => SafeText.Excerpt(JsonText.Write(value), MaxNameLength);

    /// <summary>Gets the JSON path segment of a property.</summary>
    public static string PathSegment(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '$')
            ? $".{name}"
            : $"['{SafeText.Excerpt(name, MaxNameLength)}']";

    private IEnumerable<SchemaViolation> Chain()
    {
        for (var one = this; one is not null; one = one._inner) yield return one;
    }
}
