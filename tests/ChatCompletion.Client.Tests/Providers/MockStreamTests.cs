namespace ChatCompletions.Tests;

/// <summary>The body of the Mock provider's answers, read in each way in which a stream can be read.</summary>
public class MockStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Each_way_of_reading_gives_the_same_bytes(int size)
    {
        Assert.Equal("onetwo", await ReadAsync(size, static (stream, buffer) => stream.ReadAsync(buffer.AsMemory(), Stop).AsTask()));
        Assert.Equal("onetwo", await ReadAsync(size, static (stream, buffer) => stream.ReadAsync(buffer, 0, buffer.Length, Stop)));
        Assert.Equal("onetwo", await ReadAsync(size, static (stream, buffer) => Task.FromResult(stream.Read(buffer, 0, buffer.Length))));
    }

    [Fact]
    public async Task A_read_ends_with_its_piece_and_stays_within_its_range()
    {
        using var stream = Stream();
        var buffer = new byte[10];

        Assert.Equal(3, await stream.ReadAsync(buffer.AsMemory(1), Stop));
        Assert.Equal("\0one\0\0\0\0\0\0"u8, buffer);
        Assert.Equal(2, stream.Read(buffer, 4, 2));
        Assert.Equal("\0onetw\0\0\0\0"u8, buffer);
        Assert.Equal(1, await stream.ReadAsync(buffer, 9, 1, Stop));
        Assert.Equal("\0onetw\0\0\0o"u8, buffer);
        Assert.Equal(0, stream.Read(buffer, 0, 10));
    }

    [Fact]
    public async Task A_cancelled_read_gives_nothing()
    {
        using var stream = Stream();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stream.ReadAtLeastAsync(new byte[3], 3, cancellationToken: cancelled).AsTask());

        Assert.Equal(3, await stream.ReadAtLeastAsync(new byte[3], 3, cancellationToken: Stop));
    }

    [Fact]
    public void It_can_be_read_and_nothing_else()
    {
        using var stream = Stream();
        stream.Flush();

        Assert.Equal((CanRead: true, CanSeek: false, CanWrite: false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 0);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        Assert.Throws<NotSupportedException>(() => stream.Write([1], 0, 1));
    }

    private static MockStream Stream() => new(["one"u8.ToArray(), "two"u8.ToArray()], TimeSpan.Zero);

    private static async Task<string> ReadAsync(int size, Func<Stream, byte[], Task<int>> read)
    {
        using var stream = Stream();
        var (all, buffer) = (new List<byte>(), new byte[size]);
        while (await read(stream, buffer) is > 0 and var count) all.AddRange(buffer.AsSpan(0, count));
        return System.Text.Encoding.ASCII.GetString([.. all]);
    }
}
