using System.Globalization;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>An answer that a real server gave, as a file of <c>curl -i</c>: a status line, headers, an empty line, the body.</summary>
internal sealed class CaptureFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");

    public CaptureFile(string name)
    {
        Name = name;
        Bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var end = Bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        Head = Encoding.Latin1.GetString(Bytes.AsSpan(0, end)).Split("\r\n");
        Body = Bytes[(end + 4)..];
    }

    public static IEnumerable<string> Names => CaptureTests.Captures.Select(static row => row.Data.Item1);

    public string Name { get; }

    /// <summary>The status line and the headers.</summary>
    public string[] Head { get; }

    public byte[] Bytes { get; }

    public byte[] Body { get; }

    public int Status => int.Parse(Head[0].Split(' ')[1], CultureInfo.InvariantCulture);

    public bool IsModels => Name.Contains("models", StringComparison.Ordinal);

    /// <summary>Whether the call was one for a stream; the answer may be a whole body nevertheless.</summary>
    public bool IsStreamCall => Name.Contains("stream", StringComparison.Ordinal) && !Name.Contains("nonstream", StringComparison.Ordinal) && !Name.Contains("stream_false", StringComparison.Ordinal)
        || Name.Contains("ping", StringComparison.Ordinal);

    /// <summary>Whether the body is a stream of events.</summary>
    public bool IsEvents => ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;

    public string? ContentType => Header("content-type");

    /// <summary>The media type and body in memory, of which only so many bytes come.</summary>
    public BytesHandler Cut(int length) => new(Body[..length], ContentType, Status);

    public string? Header(string name) => Head.Where(line => IsHeader(line, name)).Select(static line => line.Split(':', 2)[1].Trim()).FirstOrDefault();

    public static bool IsHeader(string line, string name) => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);
}
