using System.Net;
using System.Net.Sockets;

namespace ChatCompletions.Tests;

/// <summary>Connections to hosts with several addresses, of which some do not answer.</summary>
public class DualStackConnectorTests
{
    private static readonly DnsEndPoint Host = new("llm.example.test", 443);
    private static readonly IPAddress V6 = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress V6Second = IPAddress.Parse("2001:db8::2");
    private static readonly IPAddress V4 = IPAddress.Parse("192.0.2.1");

    private readonly List<IPAddress> _tried = [];
    private readonly List<Connection> _opened = [];

    [Fact]
    public async Task The_preferred_address_is_used_alone_if_it_answers()
    {
        var connection = await Connect([V6, V4], static _ => TimeSpan.Zero);
        Assert.Equal(V6, connection.Address);
        Assert.Equal([V6], _tried);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_is_overtaken_and_closed()
    {
        var connection = await Connect([V6, V4], static address => address.Equals(V6) ? null : TimeSpan.Zero);
        Assert.Equal(V4, connection.Address);
        Assert.Equal([V6, V4], _tried);
        Assert.False(connection.IsClosed);
    }

    [Fact]
    public async Task A_slow_connection_that_is_made_after_all_is_closed()
    {
        var late = new TaskCompletionSource<Stream>();
        var slow = new Connection(V6);
        var connector = new DualStackConnector(
            Resolve(V6, V4), (address, _, _) => address.Equals(V6) ? late.Task : Task.FromResult<Stream>(new Connection(address)));
        var connection = (Connection)await connector.ConnectAsync(Host, TestContext.Current.CancellationToken);
        Assert.Equal(V4, connection.Address);
        late.SetResult(slow);
        await slow.Closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(connection.IsClosed);
    }

    [Fact]
    public async Task A_refused_address_is_followed_by_the_next_at_once()
    {
        var connector = new DualStackConnector(
            Resolve(V6, V4), (address, _, _) => address.Equals(V6) ? Refused() : Task.FromResult<Stream>(new Connection(address)));
        Assert.Equal(V4, ((Connection)await connector.ConnectAsync(Host, TestContext.Current.CancellationToken)).Address);
    }

    [Fact]
    public async Task The_families_alternate()
    {
        await Connect([V6, V6Second, V4], static address => address.Equals(V6Second) ? TimeSpan.Zero : null);
        Assert.Equal([V6, V4, V6Second], _tried);
    }

    [Fact]
    public async Task The_failure_of_the_preferred_address_is_thrown()
    {
        var connector = new DualStackConnector(
            Resolve(V4, V6), (address, _, _) => address.Equals(V4) ? Refused() : Refused(SocketError.NetworkUnreachable));
        var error = await Assert.ThrowsAsync<SocketException>(() => connector.ConnectAsync(Host, TestContext.Current.CancellationToken));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_stop_ends_all_attempts()
    {
        using var stop = new CancellationTokenSource();
        var connecting = ConnectUntil([V6, V4], static _ => null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Theory]
    [InlineData("llm.example.test")]
    [InlineData("192.0.2.1")]
    public async Task A_connection_that_is_not_made_in_time_is_a_connect_timeout(string host)
    {
        var connector = new DualStackConnector(Resolve(V6, V4), static async (_, _, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException("not reached");
        });
        var limit = TimeSpan.FromMilliseconds(50);
        using var handler = ChatHandlers.Create(limit);
        handler.ConnectCallback = async (context, stop) => await connector.ConnectAsync(context.DnsEndPoint, stop);
        using var http = new HttpMessageInvoker(handler);
        var options = Ask.NoRetries with { Http = http, Timeouts = new ChatTimeouts { Connect = limit } };
        var failure = (await Ask.WholeAsync(Ask.Client($"http://{host}/v1", options))).Failed<ChatTimeoutException>();
        Assert.Equal(ChatErrorKind.ConnectTimeout, failure.Kind);
    }

    [Fact]
    public async Task The_failure_of_the_preferred_address_counts_even_if_it_comes_last()
    {
        var connector = new DualStackConnector(Resolve(V4, V6), async (address, _, stop) =>
        {
            if (address.Equals(V6)) throw new SocketException((int)SocketError.NetworkUnreachable);
            await Task.Delay(500, stop);
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        var error = await Assert.ThrowsAsync<SocketException>(() => connector.ConnectAsync(Host, TestContext.Current.CancellationToken));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_host_without_addresses_is_not_found()
    {
        var connector = new DualStackConnector(Resolve(), static (_, _, _) => throw new InvalidOperationException());
        var error = await Assert.ThrowsAsync<SocketException>(() => connector.ConnectAsync(Host, TestContext.Current.CancellationToken));
        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_server_that_listens_on_one_family_only_is_reached_soon(string listens)
    {
        if (listens.Contains(':') && !Socket.OSSupportsIPv6) Assert.Skip("This system has no IPv6.");
        var silent = listens.Contains(':') ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        using var listener = new TcpListener(IPAddress.Parse(listens), 0);
        listener.Start();
        var connector = new DualStackConnector(Resolve(silent, IPAddress.Parse(listens)), async (address, port, stop) =>
        {
            // As on Windows, where a refused connection to this machine takes two seconds.
            if (address.Equals(silent)) await Task.Delay(TimeSpan.FromSeconds(30), stop);
            var client = new TcpClient(address.AddressFamily);
            await client.ConnectAsync(address, port, stop);
            return client.GetStream();
        });
        var start = TimeProvider.System.GetTimestamp();
        await using var stream = await connector.ConnectAsync(
            new DnsEndPoint("localhost", ((IPEndPoint)listener.LocalEndpoint).Port), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"{elapsed}");
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolve(params IPAddress[] addresses) =>
        (_, _) => Task.FromResult(addresses);

    private static Task<Stream> Refused(SocketError error = SocketError.ConnectionRefused) =>
        Task.FromException<Stream>(new SocketException((int)error));

    /// <summary>Connects to a host; <paramref name="after"/> says when an address answers, <see langword="null"/> for never.</summary>
    private Task<Connection> Connect(IPAddress[] addresses, Func<IPAddress, TimeSpan?> after) =>
        ConnectUntil(addresses, after, TestContext.Current.CancellationToken);

    private async Task<Connection> ConnectUntil(IPAddress[] addresses, Func<IPAddress, TimeSpan?> after, CancellationToken stop)
    {
        var connector = new DualStackConnector(Resolve(addresses), async (address, port, token) =>
        {
            lock (_tried) _tried.Add(address);
            Assert.Equal(Host.Port, port);
            await Task.Delay(after(address) ?? Timeout.InfiniteTimeSpan, token);
            var connection = new Connection(address);
            lock (_opened) _opened.Add(connection);
            return connection;
        });
        return (Connection)await connector.ConnectAsync(Host, stop);
    }

    private sealed class Connection(IPAddress address) : MemoryStream
    {
        private readonly TaskCompletionSource _closed = new();

        public IPAddress Address => address;

        public bool IsClosed => _closed.Task.IsCompleted;

        public Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
