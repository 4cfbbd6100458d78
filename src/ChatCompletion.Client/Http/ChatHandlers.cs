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

    private static readonly ConcurrentDictionary<PoolKey, Lazy<HttpMessageInvoker>> Networks = new();
    private static readonly Lazy<HttpMessageInvoker> Mock = new(static () => new HttpMessageInvoker(new MockHandler()));

    /// <summary>Gets the pool for a provider. Providers with the same proxy and connect timeout share one.</summary>
    public static HttpMessageInvoker For(ChatProvider provider, TimeSpan connectTimeout)
    {
        if (provider.Preset.IsMock) return Mock.Value;
        return Networks.GetOrAdd(
            new PoolKey(provider.Proxy, provider.ProxyUseDefaultCredentials, connectTimeout),
            static key => new(() => new HttpMessageInvoker(Create(key)))).Value;
    }

    /// <summary>Creates a pool with a proxy; <see langword="null"/> for none.</summary>
    /// <param name="connectTimeout">The time limit for connecting.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="usesDefaultCredentials">Whether to sign in to the proxy with the account of this process.</param>
    /// <remarks>It does not follow redirects and keeps no cookies: both can carry data to another host.</remarks>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout, IWebProxy? proxy = null, bool usesDefaultCredentials = false) => new()
    {
        Proxy = proxy,
        UseProxy = proxy is not null,
        DefaultProxyCredentials = usesDefaultCredentials ? CredentialCache.DefaultCredentials : null,
        AllowAutoRedirect = false,
        UseCookies = false,
        // The trace ids and baggage of this process stay in it.
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        ConnectCallback = static async (context, stop) =>
            await DualStackConnector.Shared.ConnectAsync(context.DnsEndPoint, stop).ConfigureAwait(false),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = DrainTime,
        MaxResponseHeadersLength = MaxHeaderKiB,
    };

    private static HttpMessageHandler Create(PoolKey key)
    {
        if (key.Proxy is not null) return CreateFor(new WebProxy(key.Proxy));
        return new SystemNetwork(CreateFor, SystemProxy.Find, isLookupSlow: !OperatingSystem.IsLinux());

        SocketsHttpHandler CreateFor(IWebProxy? proxy) => Create(key.ConnectTimeout, proxy, key.UsesDefaultCredentials);
    }

    private readonly record struct PoolKey(string? Proxy, bool UsesDefaultCredentials, TimeSpan ConnectTimeout);
}
