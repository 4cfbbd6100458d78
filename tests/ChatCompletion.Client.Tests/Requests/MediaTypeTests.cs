using System.Text;

namespace ChatCompletions.Tests.Requests;

public class MediaTypeTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000", "image/png")]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("474946383761", "image/gif")]
    [InlineData("52494646240000005745425056503820", "image/webp")]
    [InlineData("424D46000000000000003600", "image/bmp")]
    [InlineData("49492A0008000000", "image/tiff")]
    [InlineData("4D4D002A00000008", "image/tiff")]
    [InlineData("0000001C6674797061766966", "image/avif")]
    [InlineData("00000018667479706865696300000000", "image/heic")]
    [InlineData("89504E47", null)]
    [InlineData("52494646240000005741564500000000", null)]
    [InlineData("424D20746F20796F75212121", null)]
    [InlineData("", null)]
    public void An_image_is_told_by_its_first_bytes(string hex, string? type) => Assert.Equal(type, MediaType.OfImage(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("52494646240000005741564500000000", "wav")]
    [InlineData("49443303000000000000", "mp3")]
    [InlineData("FFFB9064", "mp3")]
    [InlineData("FFF34064", "mp3")]
    [InlineData("FFF15080", "aac")]
    [InlineData("664C6143", "flac")]
    [InlineData("4F676753", "ogg")]
    [InlineData("00000018667479704D344120", "m4a")]
    [InlineData("FF", null)]
    [InlineData("FFD8FFE0", null)]
    [InlineData("", null)]
    public void A_recording_is_told_by_its_first_bytes(string hex, string? format) => Assert.Equal(format, MediaType.AudioFormat(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("a.pdf", "x", "application/pdf")]
    [InlineData("a.TXT", "%PDF-1.7", "application/pdf")]
    [InlineData("a.CSV", "x;y", "text/csv")]
    [InlineData("a.log", "grüße", "text/plain")]
    [InlineData("noextension", "x", "text/plain")]
    [InlineData("a.bin", "x\0y", "application/octet-stream")]
    public void A_document_is_told_by_its_name(string name, string text, string type) => Assert.Equal(type, MediaType.OfDocument(name, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_text_have_no_known_type() => Assert.Equal("application/octet-stream", MediaType.OfDocument("a.dat", [0xC3, 0x28]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100_001)]
    public void A_data_URI_holds_the_bytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(bytes), MediaParts.DataUri("image/png", bytes));
    }
}
