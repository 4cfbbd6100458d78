using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>The rows of the table, and what each should reach.</summary>
internal static class Table
{
    private const string Bare = "bare reading loop";
    private const string Official = "OpenAI client";
    private const string RestMethod = "Invoke-RestMethod";

    /// <summary>All rows, those of peers included.</summary>
    public static IEnumerable<Row> Rows(Samples samples) => [.. Import(samples), .. Calls(samples), .. Streams(samples), .. Bulk(samples), .. Memory(samples), .. Stops()];

    private static IEnumerable<Row> Import(Samples samples)
    {
        yield return new("Import-Module alone", "import.ours.command", "ms", "an empty binary module", "import.empty.command", Target.Ratio(1.5));
        yield return new("fresh pwsh with the module", "import.ours.process", "ms", "an empty binary module", "import.empty.process");
        yield return new("fresh pwsh with the module", "import.ours.process", "ms", "no module", "import.none.process", Target.Difference(60));
        foreach (var key in samples.KeysOf("import.peer.").Where(static key => key.EndsWith(".command", StringComparison.Ordinal)))
            yield return new("Import-Module alone", "import.ours.command", "ms", key.Split('.')[2], key);
    }

    private static IEnumerable<Row> Calls(Samples samples)
    {
        foreach (var (answer, words) in new[] { ("small", "a small answer"), ("large", "an answer of 1 MB"), ("logprobs", "10 MB of log probabilities") })
        {
            yield return new($"client, {words}", $"call.{answer}.ours", "µs", Bare, $"call.{answer}.bare", answer == "small" ? Target.Ratio(1.15) : null);
            yield return new($"client, {words}", $"call.{answer}.ours", "µs", Official, $"call.{answer}.openai", answer == "logprobs" ? null : Target.Ratio(0.7));
        }
        yield return new("client, request of 1,000 messages", "messages.ours", "µs", Official, "messages.openai");
        yield return new("client, request with an image of 20 MB", "image.time.ours", "µs", Official, "image.time.openai");
        yield return new("bytes allocated to send that image, for each byte sent", "image.ours", "B", Target: Target.Value(2));
        yield return new($"the same, {Official}", "image.openai", "B");
        foreach (var (answer, words) in new[] { ("small", "a small answer"), ("large", "an answer of 1 MB") })
        {
            yield return new($"cmdlet, {words}", $"call.{answer}.cmdlet", "µs", RestMethod, $"call.{answer}.irm", Target.Ratio(0.4));
            if (samples[$"call.{answer}.peer"].Count > 0) yield return new($"cmdlet, {words}", $"call.{answer}.cmdlet", "µs", "peer module", $"call.{answer}.peer");
        }
    }

    private static IEnumerable<Row> Streams(Samples samples)
    {
        foreach (var count in new[] { 100, 10_000, 200_000 })
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"stream.{count}");
            if (samples[$"{key}.ours"].Count == 0 && samples[$"{key}.cmdlet"].Count == 0) continue;
            var words = string.Create(CultureInfo.InvariantCulture, $"of {count:#,0} chunks, each");
            yield return new($"client, stream {words}", $"{key}.ours", "µs", Bare, $"{key}.bare", Target.Ratio(4));
            yield return new($"client, stream {words}", $"{key}.ours", "µs", Official, $"{key}.openai", Target.Ratio(0.2));
            yield return new($"bytes allocated beyond the text, stream {words}", $"{key}.bytes.ours", "B", Official, $"{key}.bytes.openai", count > 100 ? Target.Value(200) : null);
            yield return new($"cmdlet, stream {words}", $"{key}.cmdlet", "µs", Target: count > 100 ? Target.Value(5) : null);
            yield return new($"Show-ChatCompletion, stream {words}", $"{key}.show", "µs");
        }
        yield return new("client, first chunk after its first byte", "first.ours", "ms", Official, "first.openai", Target.Value(1));
        yield return new("cmdlet, first chunk after its first byte", "first.cmdlet", "ms", Target: Target.Value(1));
    }

    private static IEnumerable<Row> Bulk(Samples samples)
    {
        foreach (var limit in new[] { 1, 8, 64 })
        {
            yield return new($"a piped question, -ThrottleLimit {limit}", $"bulk.{limit}", "µs");
            yield return new($"processor time of it, -ThrottleLimit {limit}", $"bulk.{limit}.cpu", "µs");
        }
        yield return new("1,000 questions that take the server 50 ms, -ThrottleLimit 32: share of the ideal", "bulk.slow", "%", Target: new Target(TargetOf.Value, 95, AtLeast: true));
        foreach (var count in Counts(samples)) yield return new($"time of an item of {count:#,0}", $"growth.{count}", "µs");
        var (most, before) = (Counts(samples).LastOrDefault(), Counts(samples).SkipLast(1).LastOrDefault());
        yield return new(string.Create(CultureInfo.InvariantCulture, $"time of an item of {most:#,0}"), $"growth.{most}", "µs", string.Create(CultureInfo.InvariantCulture, $"of {before:#,0}"), $"growth.{before}", Target.Ratio(1.25));
    }

    private static IEnumerable<Row> Memory(Samples samples)
    {
        var (most, before) = (Counts(samples).LastOrDefault(), Counts(samples).SkipLast(1).LastOrDefault());
        yield return new(string.Create(CultureInfo.InvariantCulture, $"peak memory with {most:#,0} piped items"), $"growth.{most}.peak", "MB", string.Create(CultureInfo.InvariantCulture, $"with {before:#,0}"), $"growth.{before}.peak", Target.Ratio(1.15));
        yield return new("live bytes that a chunk of an endless stream leaves behind (its text is 10)", "endless", "B", Target: Target.Value(12));
    }

    private static IEnumerable<Row> Stops()
    {
        foreach (var (stage, words) in new[] { ("headers", "before the headers"), ("stream", "in mid-stream"), ("retry", "in a wait before a retry") })
        {
            yield return new($"client, stop {words}", $"stop.{stage}.client", "ms", Target: Target.Value(100));
            yield return new($"cmdlet, stop {words}", $"stop.{stage}.cmdlet", "ms", Target: Target.Value(100));
        }
    }

    private static IEnumerable<int> Counts(Samples samples) =>
        samples.KeysOf("growth.").Where(static key => !key.EndsWith(".peak", StringComparison.Ordinal)).Select(static key => int.Parse(key["growth.".Length..], CultureInfo.InvariantCulture)).Order();
}
