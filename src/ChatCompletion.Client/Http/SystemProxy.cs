using System.Net;

namespace ChatCompletions;

/// <summary>
/// The system's proxy, save for this machine: a proxy cannot reach a server here, and would read a key that goes over plain
/// http. The platform asks it all the same where the variable HTTP_PROXY is set.
/// </summary>
internal sealed class SystemProxy(IWebProxy system) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => system.Credentials;
        set => system.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : system.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || system.IsBypassed(host);
}
