using System.Net;

namespace ChatCompletions;

/// <summary>
/// The proxy that environment variables name, except for loopback addresses: .NET would use it there too. User name and password are
/// removed from the proxy's URL, because .NET quotes the URL when the proxy fails; they are still used as credentials.
/// </summary>
internal sealed class SystemProxy(IWebProxy system) : IWebProxy
{
    private static readonly string[] Variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    public ICredentials? Credentials
    {
        get => system.Credentials;
        set => system.Credentials = value;
    }

    /// <summary>Gets the proxy of this process: that of the environment variables, otherwise that of the system's settings.</summary>
    /// <remarks>
    /// The proxy of the system's settings is returned as it is: .NET tries the next one of a list such as <c>PROXY a; DIRECT</c> only if
    /// it sees its own type. A proxy that a program has set can contain a password, as a variable can.
    /// </remarks>
    public static IWebProxy Find() => Find(HttpClient.DefaultProxy, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Find()"/>
    internal static IWebProxy Find(IWebProxy system, Func<string, string?> environment) =>
        system.GetType().Assembly != typeof(HttpClient).Assembly
        || Array.Exists(Variables, variable => !string.IsNullOrEmpty(environment(variable)))
            ? new SystemProxy(system)
            : system;

    /// <summary>Gets the passwords in the proxy variables.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static IEnumerable<string> Secrets(Func<string, string?> environment)
    {
        foreach (var variable in Variables)
        {
            if (environment(variable) is not { } url || url.LastIndexOf('@') is not (> 0 and var end)) continue;
            var scheme = url.IndexOf("://", StringComparison.Ordinal);
            var start = scheme < 0 || scheme > end ? 0 : scheme + 3;
            foreach (var secret in SecretParts.OfUserInfo(url[start..end])) yield return secret;
        }
    }

    /// <summary>Whether an address is on this machine: a loopback address, or a name such as app.localhost (RFC 6761).</summary>
    public static bool IsThisMachine(Uri address)
    {
        if (address.IsLoopback) return true;
        var host = address.IdnHost.TrimEnd('.');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : WithoutUser(system.GetProxy(destination));

    public bool IsBypassed(Uri host) => IsThisMachine(host) || system.IsBypassed(host);

    private static Uri? WithoutUser(Uri? proxy) =>
        proxy is { UserInfo.Length: > 0 } ? new UriBuilder(proxy) { UserName = "", Password = "" }.Uri : proxy;
}
