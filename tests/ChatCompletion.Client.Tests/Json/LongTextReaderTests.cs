using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Long strings are read faster than the general reader reads them, and to the same text.</summary>
public class LongTextReaderTests
{
    private static readonly string Filler = new('x', 1100);

    /// <summary>What may stand in a string, and what may not; each character is a byte.</summary>
    private static Gen<string> Raw => Nasty.Pieces(Gen.Frequency(
        (20, Gen.Elements("word ", "\u00C3\u00A4", "\u00F0\u009F\u0098\u008A", "\\n", "\\t", "\\r", "\\b", "\\f", "\\/", "\\\\", "\\\"", "\\u00e4", "\\uD83D\\uDE0A", "\\u0000", "\u007F")),
        (4, Gen.Elements("\\ud83d", "\\ude0a", "\u00FF", "\u00C3", "\u00F0\u009F", "\u00ED\u00A0\u0080")),
        (1, Gen.Elements("\n", "\0", "\\x", "\\u12", "\\u 123", "\\u+123", "\\u12g4", "\\", "\""))));

    [Fact]
    public void A_long_string_is_read_as_the_general_reader_reads_it() => Property.HoldsForText(Raw, raw =>
    {
        var json = Property.Bytes($"\"{raw}{Filler}{raw}\",1");
        var isRead = LongTextReader.TryRead(json, out var text, out var length);

        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            Assert.True(reader.Read());
            // A quote inside can make it a short one, which is none of ours.
            Assert.Equal(reader.BytesConsumed >= 1024, isRead);
            if (!isRead) return Task.CompletedTask;
            Assert.Equal((Text: JsonStrings.Read(ref reader), Length: reader.BytesConsumed), (Text: text, Length: length));
        }
        catch (JsonException)
        {
            Assert.False(isRead);
        }
        return Task.CompletedTask;
    }, 3000);

    [Fact]
    public async Task What_comes_after_a_long_text_is_read_too()
    {
        var content = Encoding.UTF8.GetString(JsonEncodedText.Encode(Filler + "\n\"ä\\").EncodedUtf8Bytes);
        var answer = (await Ask.BodyAsync($$"""
            {"id":"c1","choices":[{"index":0,"message":{"content": "{{content}}" , "reasoning_content":"{{content}}","refusal":"no"},"finish_reason":"stop"}],"usage":{"total_tokens":5},"model":"m-1","more":[1]}
            """)).Answer;

        Assert.Equal(
            (Content: Filler + "\n\"ä\\", ReasoningContent: Filler + "\n\"ä\\", Refusal: "no", FinishReason: "stop"),
            (answer.Content, answer.ReasoningContent, answer.Choices[0].Message.Refusal, answer.Choices[0].FinishReason));
        Assert.Equal(
            (Id: "c1", Model: "m-1", TotalTokens: 5, More: "[1]"),
            (answer.Id, answer.Model, answer.Usage!.TotalTokens, More: JsonText.Write(answer.AdditionalProperties!["more"])));
    }

    [Fact]
    public void A_text_of_any_length_is_read_the_same_with_and_without_escapes()
    {
        foreach (var (body, isOurs) in new[] { (Filler, true), (Filler + "\\n", true), (new string('x', 17 * 1024 * 1024), true), (new string('x', 17 * 1024 * 1024) + "\\n", false) })
        {
            var json = Encoding.UTF8.GetBytes($"\"{body}\"");
            Assert.Equal(isOurs, LongTextReader.TryRead(json, out var text, out _));
            if (isOurs) Assert.Equal(body.Replace("\\n", "\n", StringComparison.Ordinal), text);
        }
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\u12")]
    [InlineData("\n")]
    [InlineData("\" x")]
    [InlineData("\\n")]
    public async Task A_long_text_that_is_broken_is_a_broken_answer_with_its_text(string end)
    {
        var outcome = await Ask.WholeAsync(Ask.Client(BytesHandler.Json($$"""{"choices":[{"message":{"content":"{{Filler}}\n{{end}}""")));

        Assert.Equal(Filler, outcome.Failure!.Completion?.Content?[..Filler.Length]);
    }
}
