using System.Text;

namespace ChatCompletions.Tests.Requests;

/// <summary>The parts of a message as they are sent, and as they are shown in one line each.</summary>
public class MediaPartTests
{
    [Fact]
    public void Each_kind_has_the_form_that_the_API_documents()
    {
        Assert.Equal("""{"type":"text","text":"a"}""", MediaParts.Text("a").ToString());
        Assert.Equal("""{"type":"image_url","image_url":{"url":"https://h/a.png"}}""", MediaParts.Image("https://h/a.png", null).ToString());
        Assert.Equal("""{"type":"image_url","image_url":{"url":"https://h/a.png","detail":"low"}}""", MediaParts.Image("https://h/a.png", "low").ToString());
        Assert.Equal("""{"type":"file","file":{"filename":"a.pdf","file_data":"data:x"}}""", MediaParts.File("a.pdf", "data:x").ToString());
        Assert.Equal("""{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}""", MediaParts.Audio("RIFF"u8, "wav").ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1000)]
    public void A_data_URI_holds_every_byte(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(static at => (byte)(at * 7)).ToArray();

        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(bytes), MediaParts.DataUri("image/png", bytes));
    }

    [Theory]
    [InlineData("""["a",{"type":"text","text":"b"},null,5]""", "a|b")]
    [InlineData("""["",{"type":"text","text":""},"c"]""", "c")]
    [InlineData("""[{"type":"thinking","thinking":"why"},{"type":"reasoning","text":"why"},"c"]""", "c")]
    [InlineData("""[{"type":"image_url","image_url":{"url":"https://h/a.png"}}]""", "[image https://h/a.png]")]
    [InlineData("""[{"type":"image_url","image_url":{"url":"DATA:image/png;base64,AAAA"}}]""", "[image]")]
    [InlineData("""[{"type":"image_url","image_url":{}},{"type":"image_url"}]""", "[image]|[image]")]
    [InlineData("""[{"type":"file","file":{"filename":"a.pdf","file_id":"f1"}}]""", "[file a.pdf]")]
    [InlineData("""[{"type":"file","file":{"file_id":"f1"}}]""", "[file f1]")]
    [InlineData("""[{"type":"file","file":{}},{"type":"file"}]""", "[file]|[file]")]
    [InlineData("""[{"type":"input_audio","input_audio":{"data":"x"}},{"type":"video"},{"kind":"x"}]""", "[audio]|[video]|[part]")]
    [InlineData("""[{"type":"video","text":"told"}]""", "told")]
    [InlineData("[]", "")]
    public void Parts_are_outlined_a_line_each(string parts, string expected) =>
        Assert.Equal(expected.Replace('|', '\n'), ContentParts.Outline(RequestProbe.List(parts)));

    [Theory]
    [InlineData("[]", false)]
    [InlineData("""["a",{"type":"text","text":"b"},{"type":"thinking"},5]""", false)]
    [InlineData("""[{"type":"text"}]""", true)]
    [InlineData("""["a",{"type":"image_url"}]""", true)]
    public void Only_parts_without_text_need_an_outline(string parts, bool hasOther) =>
        Assert.Equal(hasOther, ContentParts.HasOther(RequestProbe.List(parts)));

    [Theory]
    [InlineData("SYSTEM", "system")]
    [InlineData("Developer", "developer")]
    [InlineData("uSer", "user")]
    [InlineData("Assistant", "assistant")]
    [InlineData("TOOL", "tool")]
    [InlineData("Tutor", "Tutor")]
    [InlineData(" user", " user")]
    [InlineData("", "")]
    public void A_known_role_is_written_in_lower_case_and_another_as_it_is(string role, string expected) =>
        Assert.Equal(expected, ChatRole.Normalise(role));

    [Theory]
    [InlineData("%PDF-1.7", "a.bin", "application/pdf")]
    [InlineData("GIF89a", "a.bin", "image/gif")]
    [InlineData("GIF89a", "a.md", "text/markdown")]
    [InlineData("plain", "a", "text/plain")]
    [InlineData("pl\0in", "a", "application/octet-stream")]
    public void A_document_without_a_known_name_is_told_by_its_bytes(string text, string name, string expected) =>
        Assert.Equal(expected, MediaType.OfDocument(name, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_no_text() =>
        Assert.Equal("application/octet-stream", MediaType.OfDocument("a", [0x61, 0xFF, 0x61]));
}
