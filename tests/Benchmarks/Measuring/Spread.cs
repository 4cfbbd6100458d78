using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>Median, minimum and maximum of some values.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return new(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }

    public override string ToString() => Min == Max ? Text(Median) : $"{Text(Median)} ({Text(Min)} – {Text(Max)})";

    /// <summary>A number with as many digits as mean something.</summary>
    public static string Text(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
