using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

public class LongTextWriterTests
{
    private static readonly string File = "data:image/png;base64," + string.Concat(Enumerable.Repeat("abcXYZ019+/=", 10_000));

    public static TheoryData<string> Texts => new(File, File + "\"", "\\" + File, File + "\n", File + "ü", File + "\u0001", File + "\ud83d\ude0a", File + "<");

    [Theory]
    [MemberData(nameof(Texts))]
    public void Is_written_as_any_other_text(string text)
    {
        var value = new JsonDictionary { ["before"] = text, ["list"] = new JsonList { text, 1, text }, ["after"] = true };

        Assert.Equal(JsonSerializer.Serialize(text, new JsonSerializerOptions { Encoder = JsonText.WriterOptions.Encoder }), JsonText.Write(text));
        Assert.Equal(JsonText.Write(value), JsonText.Write(JsonText.Parse(JsonText.Write(value))));
        Assert.Equal(text, ((JsonDictionary)JsonText.Parse(JsonText.Write(value))!)["before"]);
        Assert.StartsWith("""{"before":"data:""".AsSpan(0, 10), JsonText.Write(value).AsSpan(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_takes_no_more_room_than_its_bytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) JsonText.Write(writer, File);

        Assert.Equal(File.Length + 2, buffer.WrittenCount);
        Assert.InRange(buffer.Capacity, buffer.WrittenCount, (buffer.WrittenCount * 3) / 2);
    }
}
