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
        var addresses = Alternate(await resolve(target.Host, stop).ConfigureAwait(false));
        if (addresses.Count == 0) throw new SocketException((int)SocketError.HostNotFound);
        var delay = addresses.TrueForAll(IPAddress.IsLoopback) ? LocalDelay : Delay;
        using var attempts = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pending = new List<Task<Stream>>();
        try
        {
            return await FirstAsync(addresses, target.Port, delay, pending, attempts.Token).ConfigureAwait(false);
        }
        finally
        {
            await attempts.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in pending) _ = DropAsync(attempt);
        }
    }

    private async Task<Stream> FirstAsync(
        List<IPAddress> addresses, int port, TimeSpan delay, List<Task<Stream>> pending, CancellationToken stop)
    {
        Exception? failure = null;
        for (var next = 0; next < addresses.Count || pending.Count > 0;)
        {
            if (next < addresses.Count) pending.Add(open(addresses[next++], port, stop));
            // After the last address there is nothing to do but wait.
            var pause = Task.Delay(next < addresses.Count ? delay : Timeout.InfiniteTimeSpan, stop);
            var first = await Task.WhenAny([.. pending, pause]).ConfigureAwait(false);
            if (first == pause)
            {
                await pause.ConfigureAwait(false);
                continue;
            }
            var attempt = (Task<Stream>)first;
            pending.Remove(attempt);
            try
            {
                return await attempt.ConfigureAwait(false);
            }
            catch (SocketException refused)
            {
                failure ??= refused;
            }
        }
        throw failure!;
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
