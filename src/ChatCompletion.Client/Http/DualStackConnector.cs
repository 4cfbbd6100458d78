using System.Net;
using System.Net.Sockets;

namespace ChatCompletions;

/// <summary>
/// Connects to a host that has several addresses: if one does not answer soon, the next is tried beside it, and the first connection wins
/// (RFC 8305). On Windows a refused connection to <c>::1</c> takes two seconds, and many local servers listen on IPv4 only.
/// </summary>
/// <param name="resolve">Gets the addresses of a host, the preferred one first.</param>
/// <param name="open">Connects to an address and port.</param>
internal sealed class DualStackConnector(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPAddress, int, CancellationToken, Task<Stream>> open)
{
    /// <summary>How long an address may take before the next is tried; RFC 8305 recommends it.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    /// <summary>The same for addresses of this machine, which answer at once.</summary>
    private static readonly TimeSpan LocalDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>The connector of this process.</summary>
    public static DualStackConnector Shared { get; } = new(Dns.GetHostAddressesAsync, OpenAsync);

    /// <summary>Connects to a host.</summary>
    /// <param name="target">The host and port.</param>
    /// <param name="stop">Ends all attempts.</param>
    /// <exception cref="SocketException">No address can be connected to; the failure is that of the preferred address.</exception>
    public async Task<Stream> ConnectAsync(DnsEndPoint target, CancellationToken stop)
    {
        if (IPAddress.TryParse(target.Host, out var literal)) return await open(literal, target.Port, stop).ConfigureAwait(false);
        var addresses = Alternate(await resolve(target.Host, stop).WaitAsync(stop).ConfigureAwait(false));
        if (addresses.Count == 0) throw new SocketException((int)SocketError.HostNotFound);
        var delay = addresses.TrueForAll(IPAddress.IsLoopback) ? LocalDelay : Delay;
        using var race = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var attempts = new List<Task<Stream>>();
        Task<Stream>? winner = null;
        try
        {
            winner = await RaceAsync(addresses, target.Port, delay, attempts, race.Token).ConfigureAwait(false);
            return await winner.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller recognizes its own token, and reports a time limit otherwise as a broken connection.
            throw new OperationCanceledException(stop);
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in attempts)
                if (attempt != winner) _ = DropAsync(attempt);
        }
    }

    /// <summary>Starts the attempts one after another.</summary>
    /// <returns>The first that succeeds; if none does, that of the preferred address.</returns>
    private async Task<Task<Stream>> RaceAsync(
        List<IPAddress> addresses, int port, TimeSpan delay, List<Task<Stream>> attempts, CancellationToken stop)
    {
        var pending = new List<Task>();
        while (attempts.Count < addresses.Count || pending.Count > 0)
        {
            if (attempts.Count < addresses.Count)
            {
                attempts.Add(open(addresses[attempts.Count], port, stop));
                pending.Add(attempts[^1]);
            }
            // After the last address there is nothing to do but wait.
            var pause = Task.Delay(attempts.Count < addresses.Count ? delay : Timeout.InfiniteTimeSpan, stop);
            var first = await Task.WhenAny([.. pending, pause]).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            if (first == pause) continue;
            if (first.IsCompletedSuccessfully) return (Task<Stream>)first;
            pending.Remove(first);
        }
        return attempts[0];
    }

    /// <summary>Alternates between the address families, beginning with that of the preferred address.</summary>
    private static List<IPAddress> Alternate(IPAddress[] addresses)
    {
        var families = addresses.ToLookup(address => address.AddressFamily == addresses[0].AddressFamily);
        var (preferred, other) = (families[true].ToList(), families[false].ToList());
        var order = new List<IPAddress>();
        for (var i = 0; i < Math.Max(preferred.Count, other.Count); i++)
        {
            if (i < preferred.Count) order.Add(preferred[i]);
            if (i < other.Count) order.Add(other[i]);
        }
        return order;
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken stop)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connection of an attempt that another one has overtaken.</summary>
    private static async Task DropAsync(Task<Stream> attempt)
    {
        try
        {
            var connection = await attempt.ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception overtaken) when (overtaken is SocketException or OperationCanceledException)
        {
            // Its failure does not matter.
        }
    }
}
