using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The content of a file that a parameter names. Paths are literal, and relative to PowerShell's current location.</summary>
internal sealed record MediaFile(string Name, byte[] Bytes)
{
    /// <summary>The maximum size of one file in bytes: OpenAI's limit for a request.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="parameter">The parameter that names the file.</param>
    /// <param name="path">The full path.</param>
    /// <param name="shown">The path as given, for errors.</param>
    /// <param name="stop">Stops reading.</param>
    /// <param name="pattern">The call that takes a pattern of files, for errors. Default: Get-ChildItem as the parameter's value.</param>
    /// <exception cref="ChatRequestException">It is not a file on a disk, cannot be read, is empty, or is too large.</exception>
    public static async Task<MediaFile> ReadAsync(
        string parameter, string path, string shown, CancellationToken stop, string? pattern = null)
    {
        try
        {
            if (Directory.Exists(path))
                throw Errors.Wrong(parameter, $"-{parameter}: {shown} is a folder. Name its files: (Get-ChildItem {shown} -File).");
            // Windows reports a wildcard as an invalid name.
            if (path.AsSpan().ContainsAny('*', '?') && !File.Exists(path)) throw Missing(parameter, shown, pattern, null);
            // Opening a named pipe can block forever, and opening a device can have side effects.
            if (FileStat.Of(path, followsLink: true) is { IsRegular: false }) throw NoFile(parameter, shown);
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
            if (!file.CanSeek) throw NoFile(parameter, shown);
            var bytes = await ReadAsync(file, file.Length, parameter, shown, stop).ConfigureAwait(false);
            return bytes.Length > 0
                ? new MediaFile(Path.GetFileName(path), bytes)
                : throw Errors.Wrong(parameter, $"-{parameter}: {shown} is empty.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(parameter, shown, pattern, missing);
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Errors.Wrong(parameter, $"-{parameter}: {shown} cannot be read: {SafeText.Excerpt(unreadable.Message, 300)}", unreadable);
        }
    }

    /// <summary>Resolves a parameter's value to the full path of a file on disk.</summary>
    /// <exception cref="ChatRequestException">It is not the path of a file.</exception>
    public static string Resolve(SessionState session, string parameter, string path)
    {
        try
        {
            if (path.Contains('\0', StringComparison.Ordinal)) throw new PSArgumentException("It contains a null character.");
            var full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : throw Errors.Wrong(
                parameter, $"-{parameter} takes a file; {SafeText.Excerpt(path, 300)} is in the PowerShell provider {provider.Name}.");
        }
        catch (Exception unknown) when (unknown is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or ProviderInvocationException or PSInvalidOperationException or NotSupportedException or PSArgumentException)
        {
            var reason = SafeText.Excerpt(unknown.Message, 300);
            throw Errors.Wrong(parameter, $"-{parameter}: {SafeText.Excerpt(path, 300)} is not the path of a file: {reason}", unknown);
        }
    }

    /// <summary>Checks the length first but does not trust it: a file can grow, and files such as those in /proc report none.</summary>
    private static async Task<byte[]> ReadAsync(FileStream file, long length, string parameter, string shown, CancellationToken stop)
    {
        if (length > MaxBytes) throw TooLarge(parameter, shown, length);
        var bytes = new byte[length > 0 ? length : 64 * 1024];
        var count = 0;
        while (true)
        {
            if (count == bytes.Length)
            {
                var next = new byte[1];
                if (await file.ReadAsync(next, stop).ConfigureAwait(false) == 0) return bytes;
                if (count >= MaxBytes) throw TooLarge(parameter, shown, null);
                Array.Resize(ref bytes, Math.Min(count * 2 + 1, MaxBytes));
                bytes[count++] = next[0];
            }
            var read = await file.ReadAsync(bytes.AsMemory(count), stop).ConfigureAwait(false);
            if (read == 0) return bytes.AsSpan(0, count).ToArray();
            count += read;
        }
    }

    private static ChatRequestException Missing(string parameter, string shown, string? pattern, Exception? cause) => Errors.Wrong(
        parameter,
        $"-{parameter}: there is no file {shown}. Paths are literal; for a pattern use {pattern ?? $"-{parameter} (Get-ChildItem *.png)"}.",
        cause);

    private static ChatRequestException NoFile(string parameter, string shown) =>
        Errors.Wrong(parameter, $"-{parameter}: {shown} is a pipe or a device, not a file on a disk. Name a file.");

    private static ChatRequestException TooLarge(string parameter, string shown, long? length)
    {
        var size = length is { } known ? string.Create(CultureInfo.InvariantCulture, $"has {known / 1048576.0:0.#} MiB") : "does not end";
        return Errors.Wrong(
            parameter,
            $"-{parameter}: {shown} {size}; at most {MaxBytes / 1048576} MiB can be sent. Make it smaller, or give its URL.");
    }
}
