using System.Diagnostics;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Files of the configuration while other programs have them open. On Windows an open file cannot be replaced.</summary>
public sealed class SharedFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public SharedFileTests() => _temporary.Write("a", "old");

    private string Target => _temporary.PathOf("a");

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(FileShare.None)]
    [InlineData(FileShare.Read)]
    [InlineData(FileShare.ReadWrite)]
    [InlineData(FileShare.ReadWrite | FileShare.Delete)]
    public async Task A_file_that_is_open_for_a_moment_is_replaced_and_read(FileShare share)
    {
        var open = new FileStream(Target, FileMode.Open, FileAccess.Read, share);
        var closing = Task.Run(
            async () =>
            {
                await Task.Delay(300);
                await open.DisposeAsync();
            },
            TestContext.Current.CancellationToken);
        SharedFile.Replace(Target, "new"u8.ToArray());
        Assert.Equal("new", SharedFile.ReadText(Target));
        await closing;
        Assert.Equal(["a"], _temporary.Files);
    }

    [Fact]
    public async Task A_file_that_is_locked_for_a_moment_is_read()
    {
        var locked = new FileStream(Target, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var closing = Task.Run(
            async () =>
            {
                await Task.Delay(300);
                await locked.DisposeAsync();
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("old", SharedFile.ReadText(Target));
        await closing;
    }

    [Fact]
    public void A_permanent_refusal_is_told_soon()
    {
        var folder = _temporary.PathOf("folder");
        Directory.CreateDirectory(Path.Combine(folder, "x"));
        var watch = Stopwatch.StartNew();
        var error = Record.Exception(() => SharedFile.Replace(folder, "new"u8.ToArray()));
        Assert.True(error is IOException or UnauthorizedAccessException, $"{error}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
        Assert.Equal(["a"], _temporary.Files);
    }

    [Fact]
    public async Task Readers_and_writers_at_once_see_whole_files_and_no_error()
    {
        var texts = Enumerable.Range(0, 8).Select(static i => new string((char)('a' + i), 100 + i)).ToArray();
        SharedFile.Replace(Target, Encoding.ASCII.GetBytes(texts[0]));
        await Parallel.ForAsync(0, 6, TestContext.Current.CancellationToken, (worker, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (worker % 2 == 0) SharedFile.Replace(Target, Encoding.ASCII.GetBytes(texts[(worker + i) % texts.Length]));
                else Assert.Contains(SharedFile.ReadText(Target), texts);
            }
            return ValueTask.CompletedTask;
        });
        Assert.Equal(["a"], _temporary.Files);
    }
}
