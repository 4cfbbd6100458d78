using System.Net.Http.Headers;

namespace ChatCompletions;

/// <summary>Reads headers as they were sent. Parsing the typed headers takes longer than reading a small answer.</summary>
internal static class HeaderReader
{
    /// <summary>Gets the first value of a header, trimmed; <see langword="null"/> if the header does not exist.</summary>
    public static string? First(HttpHeaders headers, string name)
    {
        if (headers.NonValidated.TryGetValues(name, out var values))
            foreach (var value in values) return value.Trim();
        return null;
    }
}
