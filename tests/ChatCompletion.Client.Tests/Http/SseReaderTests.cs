using System.Text;

namespace ChatCompletions.Tests;

public class SseReaderTests
{
    /// <summary>Every kind of line end, comment and field there is.</summary>
    private const string Sample = "\uFEFF: hello\r\n\r\ndata: one\r\n\r\ndata:two\n\ndata: three\r\rid: 7\nretry: 10\nevent: message\ndata: {\"a\":\ndata: \"ü😊世\"}\n\n"
        + ":\n\nevent: error\r\ndata: bad\r\n\r\nerror: worse\n\nwhat is this\ndata\n\ndata:  x\n\n\n\ndata: [DONE]";

    private static readonly string[] Events =
        ["Data:one", "Data:two", "Data:three", "Data:{\"a\":\n\"ü😊世\"}", "Error:bad", "Error:worse", "Data:", "Data: x", "Done:[DONE]"];

    [Fact]
    public async Task F2_Every_kind_of_line_is_understood() => Assert.Equal(Events, await ReadAsync(Sample));

    [Fact]
    public async Task F2_H4_Every_place_to_split_a_stream_gives_the_same_events()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample);
        for (var split = 1; split < bytes.Length; split++)
            Assert.Equal(Events, await ReadAsync(bytes, split, bytes.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task F2_Reads_of_any_size_give_the_same_events(int size) =>
        Assert.Equal(Events, await ReadAsync(Encoding.UTF8.GetBytes(Sample), [.. Enumerable.Repeat(size, Sample.Length * 2)]));

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData("data: a\n\r\ndata: b\r\n\n")]
    [InlineData("\uFEFFdata: a\n\ndata: b\n\n")]
    [InlineData("data:a\n\ndata:b\n\n")]
    [InlineData("data: a\n\ndata: b")]
    [InlineData("data: a\n\ndata: b\n")]
    [InlineData("data: a\r\n\r\ndata: b\r")]
    [InlineData(": ping\ndata: a\n: ping\n\n:\n\ndata: b\n\n")]
    [InlineData("id: 1\nevent: x\ndata: a\nretry: 5\n\nid\nevent: y\ndata: b\n\n")]
    [InlineData("\n\n\r\n\rdata: a\n\n\n\n\ndata: b\n\n\n")]
    public async Task H8_Line_ends_blanks_and_other_fields_do_not_matter(string stream) =>
        Assert.Equal(["Data:a", "Data:b"], await ReadAsync(stream));

    [Fact]
    public async Task Only_one_blank_after_the_colon_is_dropped() =>
        Assert.Equal(["Data:  a ", "Data:\tb"], await ReadAsync("data:   a \n\ndata:\tb\n\n"));

    [Fact]
    public async Task Several_data_lines_are_joined_by_line_feeds() =>
        Assert.Equal(["Data:a\nb\n\nc"], await ReadAsync("data: a\ndata: b\r\ndata\ndata:c\n\n"));

    [Fact]
    public async Task A_byte_order_mark_counts_only_at_the_start()
    {
        var (events, stray) = await ReadAllAsync(Encoding.UTF8.GetBytes("data: a\n\n\uFEFFdata: b\n\n"));

        Assert.Equal(["Data:a"], events);
        Assert.Equal("\uFEFFdata: b", stray);
    }

    [Theory]
    [InlineData("data: [DONE]")]
    [InlineData("data:[DONE]\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: [DONE] \n\n")]
    [InlineData("data: [DONE]\r\n")]
    [InlineData("event: done\ndata: [DONE]\n\n")]
    public async Task The_end_mark_needs_no_empty_line_after_it(string stream) =>
        Assert.Equal("Done", (await ReadAsync("data: a\n\n" + stream))[1].Split(':')[0]);

    [Fact]
    public async Task The_end_mark_is_handed_out_before_the_stream_goes_on()
    {
        var reads = 0;
        using var reader = new SseReader(Read, 1000);

        Assert.True(await reader.ReadAsync());
        Assert.Equal(SseEventKind.Done, reader.Kind);
        Assert.Equal(1, reads);

        ValueTask<int> Read(Memory<byte> target)
        {
            reads++;
            "data: [DONE]\n"u8.CopyTo(target.Span);
            return ValueTask.FromResult(13);
        }
    }

    [Fact]
    public async Task F3_An_error_event_holds_for_one_event_only() =>
        Assert.Equal(["Error:a", "Data:b"], await ReadAsync("event: error\ndata: a\n\ndata: b\n\n"));

    [Fact]
    public async Task F3_An_error_event_without_data_says_nothing_of_the_next_one() =>
        Assert.Equal(["Data:b"], await ReadAsync("event: error\n\ndata: b\n\n"));

    [Fact]
    public async Task F3_A_field_named_error_is_an_error() =>
        Assert.Equal(["Data:a", """Error:{"code":500}"""], await ReadAsync("data: a\n\nerror: {\"code\":500}"));

    [Fact]
    public async Task F4_Lines_that_are_no_field_are_kept_for_the_error_message()
    {
        var (events, stray) = await ReadAllAsync(Encoding.UTF8.GetBytes("oops\ndata: a\n\nInternal: über\n<html>\n\ndata: b"));

        Assert.Equal(["Data:a", "Data:b"], events);
        Assert.Equal("oops\nInternal: über\n<html>", stray);
    }

    [Fact]
    public async Task Stray_text_is_kept_only_to_a_readable_length()
    {
        var line = new string('x', 1000) + "\n";
        var (_, stray) = await ReadAllAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 100))));

        Assert.InRange(stray.Length, 2000, 5000);
    }

    [Theory]
    [InlineData(16_000)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(1_000_000)]
    public async Task A_long_line_outgrows_the_buffer_and_comes_whole(int length)
    {
        var text = string.Concat(Enumerable.Range(0, (length / 6) + 1).Select(static number => $"{number:x5}ä"))[..length];
        var events = await ReadAsync($"data: first\n\ndata: {text}\n\ndata: last\n\n");

        Assert.Equal(["Data:first", "Data:" + text, "Data:last"], events);
    }

    [Fact]
    public async Task Many_data_lines_outgrow_the_buffer_and_come_whole()
    {
        var lines = Enumerable.Range(0, 30_000).Select(static number => $"line {number}").ToList();

        Assert.Equal(["Data:" + string.Join('\n', lines)], await ReadAsync(string.Concat(lines.Select(static line => $"data: {line}\n"))));
    }

    [Fact]
    public async Task One_data_line_is_kept_while_other_lines_fill_the_buffer()
    {
        var stream = "data: kept\n" + string.Concat(Enumerable.Repeat(": comment that goes on and on\n", 5000)) + "\n";

        Assert.Equal(["Data:kept"], await ReadAsync(stream));
    }

    [Fact]
    public async Task Comments_inside_an_event_do_not_count_towards_its_length()
    {
        var stream = "data: kept\n" + string.Concat(Enumerable.Repeat(": a sign of life\nid: 1\n", 20_000)) + "\ndata: last\n\n";
        var (events, _) = await ReadAllAsync(Encoding.UTF8.GetBytes(stream), maxEventBytes: 100_000);

        Assert.Equal(["Data:kept", "Data:last"], events);
    }

    [Theory]
    [InlineData("data: ", "")]
    [InlineData("", "")]
    [InlineData("data: x\ndata: ", "\ndata: x\n\n")]
    public async Task An_event_over_the_limit_is_refused(string before, string after)
    {
        var bytes = Encoding.UTF8.GetBytes(before + new string('x', 200_000) + after);

        var failure = await Assert.ThrowsAsync<ChatProtocolException>(() => ReadAllAsync(bytes, maxEventBytes: 100_000));
        Assert.Contains("an event of more than", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_below_the_limit_is_taken_however_many_there_are()
    {
        var (events, _) = await ReadAllAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"data: {new string('x', 50_000)}\n\n", 20))), maxEventBytes: 60_000);

        Assert.Equal(20, events.Count);
    }

    [Fact]
    public async Task Nothing_at_all_is_no_event() => Assert.Empty(await ReadAsync(""));

    private static Task<List<string>> ReadAsync(string stream) => ReadAsync(Encoding.UTF8.GetBytes(stream), int.MaxValue);

    private static async Task<List<string>> ReadAsync(byte[] bytes, params int[] sizes) => (await ReadAllAsync(bytes, sizes)).Events;

    private static async Task<(List<string> Events, string Stray)> ReadAllAsync(byte[] bytes, int[]? sizes = null, int maxEventBytes = 64 * 1024 * 1024)
    {
        var at = 0;
        var read = 0;
        using var reader = new SseReader(Read, maxEventBytes);
        var events = new List<string>();
        while (await reader.ReadAsync()) events.Add($"{reader.Kind}:{Encoding.UTF8.GetString(reader.Data)}");
        return (events, reader.NonFieldText);

        ValueTask<int> Read(Memory<byte> target)
        {
            var size = sizes is not null && read < sizes.Length ? sizes[read++] : int.MaxValue;
            var count = Math.Min(Math.Min(size, target.Length), bytes.Length - at);
            bytes.AsMemory(at, count).CopyTo(target);
            at += count;
            return ValueTask.FromResult(count);
        }
    }
}
