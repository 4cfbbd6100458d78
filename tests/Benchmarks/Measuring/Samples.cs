using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>What was measured: for each key, such as <c>call.small.ours</c>, a value of each run.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    /// <summary>The values of a key in the order of the runs; none where it was not measured.</summary>
    public IReadOnlyList<double> this[string key] => _values.TryGetValue(key, out var values) ? values : [];

    /// <summary>The keys that begin so.</summary>
    public IEnumerable<string> KeysOf(string start) => _values.Keys.Where(key => key.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Keeps a value.</summary>
    public void Add(string key, double value)
    {
        if (!_values.TryGetValue(key, out var values)) _values[key] = values = [];
        values.Add(value);
    }

    /// <summary>Keeps a value that a script wrote as <c>key value</c>.</summary>
    /// <returns>Whether the line is one.</returns>
    public bool AddLine(string line)
    {
        if (line.Split(' ') is not [var key, var text] || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return false;
        Add(key, value);
        return true;
    }
}
