using System.Buffers;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes the body of a request in a canonical form, so that equal requests have equal bytes. For example, the order of the entries of a
/// PowerShell hashtable differs between processes.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Reads any body that can be written.</summary>
    public static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = JsonText.MaxDepth };

    /// <summary>Gets the canonical form of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="digests">Creates digests that replace values with names like those of secrets.</param>
    /// <param name="except">The top-level fields to omit.</param>
    /// <returns>The canonical form, and the replaced secrets.</returns>
    public static (ReadOnlyMemory<byte> Form, IReadOnlyList<string> Secrets) Of(
        ReadOnlyMemory<byte> body, SecretDigests digests, params string[] except)
    {
        using var document = JsonDocument.Parse(body, ReaderOptions);
        var secrets = new List<string>();
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, body.Length));
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        var copy = new BodyCopy(writer)
        {
            IsSorted = true,
            Secret = value =>
            {
                secrets.Add(value.ToString());
                return digests.Of(value.GetRawText());
            },
        };
        copy.Write(document.RootElement.EnumerateObject().Where(field => !except.Contains(field.Name)));
        writer.Flush();
        return (buffer.WrittenMemory, secrets);
    }
}
