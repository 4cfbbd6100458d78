namespace ChatCompletions;

/// <summary>The connection pools of this process: one for all servers, and the mock in place of a network.</summary>
internal static class ChatHandlers
{
    /// <summary>
    /// How long an answer that nobody reads further may run on before its connection is closed. What follows the end mark of a
    /// stream is there at once; an answer that the user stopped must end soon.
    /// </summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(25);

    private static readonly Lazy<HttpMessageInvoker> Network = new(static () => new HttpMessageInvoker(Create(new ChatTimeouts().Connect)));
    private static readonly Lazy<HttpMessageInvoker> Mock = new(static () => new HttpMessageInvoker(new MockHandler()));

    /// <summary>The pool for a provider.</summary>
    public static HttpMessageInvoker For(ProviderPreset preset) => preset.IsMock ? Mock.Value : Network.Value;

    /// <summary>A pool with a time limit for connecting. Redirects are not followed and cookies not kept: both can carry data elsewhere.</summary>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Tracing of the process, and what it carries along as baggage, is nobody else's business.
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = DrainTime,
    };
}
