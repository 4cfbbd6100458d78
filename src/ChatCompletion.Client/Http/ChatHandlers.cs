using System.Collections.Concurrent;
using System.Net;

namespace ChatCompletions;

/// <summary>
/// The connection pools of this process: one for each proxy and connect timeout, and the Mock provider instead of a network.
/// </summary>
internal static class ChatHandlers
{
    /// <summary>
    /// How long an unread response may continue before its connection is closed. The bytes after a stream's end mark arrive at once; a
    /// response that the user stopped must end soon.
    /// </summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(25);

    /// <summary>The maximum size of the response headers, in KiB.</summary>
    private const int MaxHeaderKiB = 64;

    private static readonly ConcurrentDictionary<(string? Proxy, TimeSpan ConnectTimeout), Lazy<HttpMessageInvoker>> Networks = new();
    private static readonly Lazy<HttpMessageInvoker> Mock = new(static () => new HttpMessageInvoker(new MockHandler()));

    /// <summary>Gets the pool for a provider. Providers with the same proxy and connect timeout share one.</summary>
    public static HttpMessageInvoker For(ChatProvider provider, TimeSpan connectTimeout)
    {
        if (provider.Preset.IsMock) return Mock.Value;
        return Networks.GetOrAdd(
            (provider.Proxy, connectTimeout),
            static key => new(() => new HttpMessageInvoker(Create(key.ConnectTimeout, key.Proxy)))).Value;
    }

    /// <summary>Creates a pool. It does not follow redirects and keeps no cookies: both can carry data to another host.</summary>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout, string? proxy = null) => new()
    {
        Proxy = proxy is null ? new SystemProxy(HttpClient.DefaultProxy) : new WebProxy(proxy),
        AllowAutoRedirect = false,
        UseCookies = false,
        // The trace ids and baggage of this process stay in it.
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = DrainTime,
        MaxResponseHeadersLength = MaxHeaderKiB,
    };
}
