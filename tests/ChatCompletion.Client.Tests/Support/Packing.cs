using System.IO.Compression;

namespace ChatCompletions.Tests;

/// <summary>Packs bodies as servers do.</summary>
internal static class Packing
{
    public static byte[] Pack(string coding, params IEnumerable<byte[]> pieces)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(coding)),
        })
        {
            foreach (var piece in pieces) packer.Write(piece);
        }
        return packed.ToArray();
    }
}
