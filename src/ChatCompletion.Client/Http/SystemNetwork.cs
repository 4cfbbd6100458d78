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
        if (request.RequestUri!.IsLoopback) return _direct.Value.SendAsync(request, cancellationToken);
        // The caller may be PowerShell's pipeline thread, on which Ctrl+C must work.
        return isLookupSlow
            ? Task.Run(() => _proxied.Value.SendAsync(request, cancellationToken), cancellationToken).WaitAsync(cancellationToken)
            : _proxied.Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var pool in new[] { _direct, _proxied })
            if (disposing && pool.IsValueCreated) pool.Value.Dispose();
        base.Dispose(disposing);
    }
}
