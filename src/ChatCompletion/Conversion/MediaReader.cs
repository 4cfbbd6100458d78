using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Creates content parts from the values of -Image, -File and -Audio. Only values of these parameters are opened as files. A URL is never
/// opened here: the server opens it.
/// </summary>
internal sealed class MediaReader(SessionState session, PipelineThread thread, CancellationToken stop)
{
    /// <summary>Creates the part for an image.</summary>
    /// <exception cref="ChatRequestException">It cannot be read, or is not an image.</exception>
    public JsonDictionary Image(string source, string? detail)
    {
        const string Parameter = "Image";
        if (Url(Parameter, source) is not null) return MediaParts.Image(source, detail);
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
                ? MediaParts.Image(source, detail)
                : throw Errors.Wrong(Parameter, "-Image: the data URI of an image must begin with data:image/.");
        var file = Read(Parameter, source);
        var type = MediaType.OfImage(file.Bytes) ?? throw Errors.Wrong(
            Parameter, $"-Image: {Shown(source)} is not an image in a supported format: PNG, JPEG, GIF, WebP, BMP, TIFF, HEIC, AVIF.");
        return MediaParts.Image(MediaParts.DataUri(type, file.Bytes), detail);
    }

    /// <summary>Creates the part for a document.</summary>
    /// <exception cref="ChatRequestException">It cannot be read.</exception>
    public JsonDictionary File(string source)
    {
        const string Parameter = "File";
        if (Url(Parameter, source) is { } url) return MediaParts.File(Uri.UnescapeDataString(url.Segments[^1].Trim('/')), source);
        var file = Read(Parameter, source);
        return MediaParts.File(file.Name, MediaParts.DataUri(MediaType.OfDocument(file.Name, file.Bytes), file.Bytes));
    }

    /// <summary>Creates the part for a recording.</summary>
    /// <exception cref="ChatRequestException">It cannot be read, or is not a recording.</exception>
    public JsonDictionary Audio(string source)
    {
        const string Parameter = "Audio";
        if (Url(Parameter, source) is not null)
            throw Errors.Wrong(
                Parameter,
                "-Audio takes a file: servers do not accept URLs of recordings. "
                + "Download it first: Invoke-WebRequest … -OutFile call.wav.");
        var file = Read(Parameter, source);
        var format = MediaType.AudioFormat(file.Bytes) ?? throw Errors.Wrong(
            Parameter, $"-Audio: {Shown(source)} is not a recording in a supported format: WAV, MP3, FLAC, OGG, M4A, AAC.");
        return MediaParts.Audio(file.Bytes, format);
    }

    /// <summary>Reads a file in a background task, so that Ctrl+C works even if a network share does not respond.</summary>
    private MediaFile Read(string parameter, string source)
    {
        var path = MediaFile.Resolve(session, parameter, source);
        return thread.Await(Task.Run(() => MediaFile.ReadAsync(parameter, path, Shown(source), stop), stop));
    }

    private static Uri? Url(string parameter, string source)
    {
        var isUrl = source.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isUrl) return null;
        return Uri.TryCreate(source, UriKind.Absolute, out var url)
            ? url
            : throw Errors.Wrong(parameter, $"-{parameter}: {Shown(source)} is not a valid URL.");
    }

    private static string Shown(string source) => SafeText.Excerpt(source, 300);
}
