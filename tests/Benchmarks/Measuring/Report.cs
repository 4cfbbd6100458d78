using System.Globalization;
using System.Text;

namespace ChatCompletions.Benchmarks;

/// <summary>Makes a Markdown table of what was measured.</summary>
internal static class Report
{
    /// <summary>The table, with a line for all that was not measured.</summary>
    public static string Write(Samples samples, IEnumerable<Row> rows, Surroundings surroundings)
    {
        var text = new StringBuilder();
        text.Append("# Benchmark results\n\nWritten by `./build.ps1 Bench`; do not edit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{surroundings}\n\n");
        text.Append("Figures are medians (minimum – maximum) over the runs. What is compared ran in turn against the same loopback server, and its ratio is the median of the pairs' ratios.\n\n");
        text.Append("| what | figure | against | ratio | target | |\n|---|--:|---|--:|---|---|\n");
        var absent = new List<string>();
        foreach (var row in rows)
        {
            if (samples[row.Key].Count == 0) absent.Add(row.Key);
            else text.Append(Line(samples, row)).Append('\n');
        }
        if (absent.Count > 0) text.Append(CultureInfo.InvariantCulture, $"\nNot measured: {string.Join(", ", absent.Distinct())}.\n");
        foreach (var note in surroundings.Notes) text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        return text.ToString();
    }

    private static string Line(Samples samples, Row row)
    {
        var own = samples[row.Key];
        var figure = $"{Spread.Of(own)} {row.Unit}";
        var other = row.AgainstKey is null ? [] : samples[row.AgainstKey];
        if (row.Against is null || other.Count == 0) return Cells(row.What, figure, row.Against is null ? "" : $"{row.Against}: absent", "", row, Spread.Of(own));
        var ratio = Spread.Of(own.Zip(other, static (a, b) => a / b));
        var held = row.Target?.Of == TargetOf.Difference ? Spread.Of(own.Zip(other, static (a, b) => a - b)) : ratio;
        return Cells(row.What, figure, $"{row.Against}: {Spread.Text(Spread.Of(other).Median)} {row.Unit}", row.Target?.Of == TargetOf.Difference ? $"{held} {row.Unit} more" : ratio.ToString(), row,
            row.Target?.Of == TargetOf.Value ? Spread.Of(own) : held);
    }

    private static string Cells(string what, string figure, string against, string ratio, Row row, Spread held)
    {
        var target = row.Target is null ? "" : $"{(row.Target.AtLeast ? "≥" : "≤")} {row.Target.Limit.ToString("0.##", CultureInfo.InvariantCulture)}{(row.Target.Of == TargetOf.Ratio ? " ×" : $" {row.Unit}{(row.Target.Of == TargetOf.Difference ? " more" : "")}")}";
        var met = row.Target is null || (row.Target.Of != TargetOf.Value && ratio.Length == 0) ? "" : row.Target.IsMet(held.Median) ? "met" : "**not met**";
        return $"| {what} | {figure} | {against} | {ratio} | {target} | {met} |";
    }
}
