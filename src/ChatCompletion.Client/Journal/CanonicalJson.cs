using System.Buffers;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes the body of a request in one form only, so that the same request makes the same bytes: PowerShell's hashtables, for one,
/// list their entries in another order in each process.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>How a body is read back: as deep as one can be written.</summary>
    public static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = JsonText.MaxDepth };

    /// <summary>The canonical form of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="digests">Stand for values whose names say that they are secrets.</param>
    /// <param name="except">Names of the outermost object that are left out.</param>
    /// <returns>The form, and the secrets in it.</returns>
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
