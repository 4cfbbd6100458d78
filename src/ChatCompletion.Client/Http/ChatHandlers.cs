using System.Collections.Concurrent;
using System.Net;

namespace ChatCompletions;

/// <summary>The connection pools of this process: one for all servers, and the mock in place of a network.</summary>
internal static class ChatHandlers
{
    /// <summary>
    /// How long an answer that nobody reads further may run on before its connection is closed. What follows the end mark of a
    /// stream is there at once; an answer that the user stopped must end soon.
    /// </summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(25);

    /// <summary>The headers of an answer, in KiB; a server that never ends them is given up.</summary>
    private const int MaxHeaderKiB = 64;

    private static readonly ConcurrentDictionary<(string? Proxy, TimeSpan ConnectTimeout), Lazy<HttpMessageInvoker>> Networks = new();
    private static readonly Lazy<HttpMessageInvoker> Mock = new(static () => new HttpMessageInvoker(new MockHandler()));

    /// <summary>The pool for a provider: shared by all that have the same proxy and the same limit for connecting.</summary>
    public static HttpMessageInvoker For(ChatProvider provider, TimeSpan connectTimeout)
    {
        if (provider.Preset.IsMock) return Mock.Value;
        return Networks.GetOrAdd((provider.Proxy, connectTimeout), static key => new(() => new HttpMessageInvoker(Create(key.ConnectTimeout, key.Proxy)))).Value;
    }

    /// <summary>A pool with a time limit for connecting. Redirects are not followed and cookies not kept: both can carry data elsewhere.</summary>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout, string? proxy = null) => new()
    {
        Proxy = proxy is null ? new SystemProxy(HttpClient.DefaultProxy) : new WebProxy(proxy),
        AllowAutoRedirect = false,
        UseCookies = false,
        // Tracing of the process, and what it carries along as baggage, is nobody else's business.
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = DrainTime,
        MaxResponseHeadersLength = MaxHeaderKiB,
    };
}
