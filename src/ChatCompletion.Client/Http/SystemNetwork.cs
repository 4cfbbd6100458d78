using System.Net;

namespace ChatCompletions;

/// <summary>
/// Sends requests of providers without a proxy of their own: to this machine directly, and to other hosts through the system's proxy.
/// </summary>
/// <param name="create">Creates a pool of connections that use a proxy; <see langword="null"/> for none.</param>
/// <param name="proxy">Gets the system's proxy.</param>
/// <param name="isLookupSlow">
/// Whether the system may take seconds to choose a proxy: Windows and macOS can run a script for it, and block the thread meanwhile.
/// </param>
internal sealed class SystemNetwork(Func<IWebProxy?, HttpMessageHandler> create, Func<IWebProxy> proxy, bool isLookupSlow)
    : HttpMessageHandler
{
    private readonly Lazy<HttpMessageInvoker> _direct = new(() => new HttpMessageInvoker(create(null)));
    private readonly Lazy<HttpMessageInvoker> _proxied = new(() => new HttpMessageInvoker(create(proxy())));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A proxy cannot reach a server on this machine, and could read a key that is sent over plain http.
        if (SystemProxy.IsThisMachine(request.RequestUri!)) return _direct.Value.SendAsync(request, cancellationToken);
        return isLookupSlow ? SendOnThreadPoolAsync(request, cancellationToken) : _proxied.Value.SendAsync(request, cancellationToken);
    }

    /// <summary>The caller may be PowerShell's pipeline thread, on which Ctrl+C must work.</summary>
    private async Task<HttpResponseMessage> SendOnThreadPoolAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var sending = Task.Run(() => _proxied.Value.SendAsync(request, stop), stop);
        try
        {
            return await sending.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = DropAsync(sending);
            throw;
        }
    }

    /// <summary>Closes a response that arrives after the stop.</summary>
    private static async Task DropAsync(Task<HttpResponseMessage> sending)
    {
        try
        {
            (await sending.ConfigureAwait(false)).Dispose();
        }
        catch (Exception late) when (late is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it any longer.
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var pool in new[] { _direct, _proxied })
            if (disposing && pool.IsValueCreated) pool.Value.Dispose();
        base.Dispose(disposing);
    }
}
