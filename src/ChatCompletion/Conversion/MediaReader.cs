using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Makes the parts of a message from what -Image, -File and -Audio name. Only what is typed to these parameters is opened as a
/// file. An address is never opened here: it goes to the server, which does.
/// </summary>
internal sealed class MediaReader(SessionState session, PipelineThread thread, CancellationToken stop)
{
    /// <summary>An image.</summary>
    /// <exception cref="ChatRequestException">It cannot be read, or is no image.</exception>
    public JsonDictionary Image(string source, string? detail)
    {
        const string Parameter = "Image";
        if (Url(Parameter, source) is not null) return MediaParts.Image(source, detail);
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) ? MediaParts.Image(source, detail) : throw Errors.Wrong(Parameter, "-Image: a data URI of an image begins with data:image/.");
        var file = Read(Parameter, source);
        var type = MediaType.OfImage(file.Bytes) ?? throw Errors.Wrong(Parameter, $"-Image: {Shown(source)} is no image of a known kind: PNG, JPEG, GIF, WebP, BMP, TIFF, HEIC, AVIF.");
        return MediaParts.Image(MediaParts.DataUri(type, file.Bytes), detail);
    }

    /// <summary>A document.</summary>
    /// <exception cref="ChatRequestException">It cannot be read.</exception>
    public JsonDictionary File(string source)
    {
        const string Parameter = "File";
        if (Url(Parameter, source) is { } url) return MediaParts.File(Uri.UnescapeDataString(url.Segments[^1].Trim('/')), source);
        var file = Read(Parameter, source);
        return MediaParts.File(file.Name, MediaParts.DataUri(MediaType.OfDocument(file.Name, file.Bytes), file.Bytes));
    }

    /// <summary>A recording.</summary>
    /// <exception cref="ChatRequestException">It cannot be read, or is no recording.</exception>
    public JsonDictionary Audio(string source)
    {
        const string Parameter = "Audio";
        if (Url(Parameter, source) is not null) throw Errors.Wrong(Parameter, "-Audio takes a file: servers take no address of a recording. Download it first: Invoke-WebRequest … -OutFile call.wav.");
        var file = Read(Parameter, source);
        return MediaParts.Audio(file.Bytes, MediaType.AudioFormat(file.Bytes) ?? throw Errors.Wrong(Parameter, $"-Audio: {Shown(source)} is no recording of a known kind: WAV, MP3, FLAC, OGG, M4A, AAC."));
    }

    /// <summary>A network share may keep its reader waiting: a worker opens the file, so that Ctrl+C still works.</summary>
    private MediaFile Read(string parameter, string source)
    {
        var path = MediaFile.Resolve(session, parameter, source);
        return thread.Await(Task.Run(() => MediaFile.ReadAsync(parameter, path, Shown(source), stop), stop));
    }

    private static Uri? Url(string parameter, string source)
    {
        if (!source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return null;
        return Uri.TryCreate(source, UriKind.Absolute, out var url) ? url : throw Errors.Wrong(parameter, $"-{parameter}: {Shown(source)} is no valid address.");
    }

    private static string Shown(string source) => SafeText.Excerpt(source, 300);
}
