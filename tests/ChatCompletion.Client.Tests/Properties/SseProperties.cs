using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>The reader of server-sent events, on streams of any kind.</summary>
public class SseProperties
{
    [Fact]
    public void F2_It_finds_what_a_plain_reader_finds() => Property.HoldsForText(Nasty.Stream, async stream =>
    {
        var expected = ReferenceSse.Read(Property.Bytes(stream));
        var (events, stray) = await ReadAsync(stream);
        Assert.Equal(expected.Events, events);
        if (expected.Stray.Length < 500) Assert.Equal(Shown(expected.Stray), stray);
    }, 4000);

    [Fact]
    public void H4_However_a_stream_is_cut_the_events_are_the_same() => Property.Holds(Nasty.Stream.Zip(Nasty.Sizes), async cut =>
    {
        var (stream, sizes) = (cut.Item1, cut.Item2);
        var (whole, inPieces) = (await ReadAsync(stream), await ReadAsync(stream, sizes.Length > 0 ? sizes : [1]));
        Assert.Equal(whole.Events, inPieces.Events);
        Assert.Equal(whole.Stray, inPieces.Stray);
    }, 3000);

    [Fact]
    public void H8_Line_ends_of_any_kind_mean_the_same()
    {
        var line = Gen.Elements("", "", "data: a", "data: b", "data", "event: error", "error: c", ": d", "id: 1", "what", "data: [DONE]");
        var lines = Gen.ArrayOf(line.Zip(Gen.Elements("\n", "\r", "\r\n")));
        Property.Holds(lines, async mixed =>
        {
            var text = new StringBuilder();
            var before = "";
            foreach (var (content, end) in mixed.Select(static item => (item.Item1, item.Item2)))
            {
                // A line feed right after a carriage return would belong to it.
                before = content.Length == 0 && before == "\r" && end == "\n" ? "\r" : end;
                text.Append(content).Append(before);
            }
            var plain = string.Concat(mixed.Select(static item => item.Item1 + "\n"));
            Assert.Equal(await ReadAsync(plain), await ReadAsync(text.ToString()), static (one, other) => one.Events.SequenceEqual(other.Events) && one.Stray == other.Stray);
        }, 3000);
    }

    [Fact]
    public void Any_bytes_at_all_are_read_in_bounded_memory() => Property.HoldsForText(Nasty.Bytes.Zip(Gen.Choose(0, 60)).Select(static pair => string.Concat(Enumerable.Repeat(pair.Item1, pair.Item2))), async bytes =>
    {
        const int limit = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            await ReadAsync(bytes, maxEventBytes: limit, keep: false);
        }
        catch (ChatProtocolException tooLong)
        {
            Assert.Contains("an event of more than", tooLong.Message, StringComparison.Ordinal);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000 + bytes.Length);
    }, 1500);

    private static async Task<(List<string> Events, string Stray)> ReadAsync(string stream, int[]? sizes = null, int maxEventBytes = 1 << 26, bool keep = true)
    {
        var bytes = Property.Bytes(stream);
        var (at, read) = (0, 0);
        using var reader = new SseReader(Read, maxEventBytes);
        var events = new List<string>();
        while (await reader.ReadAsync())
            if (keep) events.Add($"{reader.Kind}:{Encoding.Latin1.GetString(reader.Data)}");
        return (events, reader.NonFieldText);

        ValueTask<int> Read(Memory<byte> target)
        {
            var size = sizes is null ? int.MaxValue : sizes[read++ % sizes.Length];
            var count = Math.Min(Math.Min(size, target.Length), bytes.Length - at);
            bytes.AsMemory(at, count).CopyTo(target);
            at += count;
            return ValueTask.FromResult(count);
        }
    }

    private static string Shown(string stray) => string.Join('\n', stray.Split('\n').Select(static line => Encoding.UTF8.GetString(Property.Bytes(line)))).Trim();
}
