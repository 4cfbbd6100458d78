using System.Text;

namespace ChatCompletions.Tests;

/// <summary>
/// A second reader of server-sent events, slow and plain, to judge the real one by: it has all bytes at once, as Latin-1 text, and
/// goes through them line by line.
/// </summary>
internal static class ReferenceSse
{
    /// <summary>The events, each as its kind, a colon and its data, and the lines that are no field.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="flush">Whether an event that is pending when the bytes end counts.</param>
    public static (List<string> Events, string Stray) Read(ReadOnlySpan<byte> bytes, bool flush = true)
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal)) text = text[3..];
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var events = new List<string>();
        var stray = new List<string>();
        var data = new List<string>();
        var isError = false;
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number];
            // What follows the last line end is a line only if the bytes end there, and an empty one ends no event.
            if (number == lines.Length - 1 && (line.Length == 0 || !flush)) break;
            if (line.Length == 0)
            {
                Dispatch();
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (value.StartsWith(' ')) value = value[1..];
            if (name == "data" || (name == "error" && colon > 0))
            {
                data.Add(value);
                isError |= name == "error";
                if (name == "data" && value == "[DONE]") Dispatch();
            }
            else if (name == "event") isError |= value == "error";
            else if (name is not ("" or "id" or "retry")) stray.Add(line);
        }
        if (flush) Dispatch();
        return (events, string.Join('\n', stray));

        void Dispatch()
        {
            var joined = string.Join('\n', data);
            if (data.Count > 0) events.Add($"{(isError ? "Error" : joined.StartsWith("[DONE]", StringComparison.Ordinal) ? "Done" : "Data")}:{joined}");
            data.Clear();
            isError = false;
        }
    }
}
