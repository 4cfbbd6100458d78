namespace ChatCompletions;

/// <summary>The rules for base URLs: what people write, and what is asked.</summary>
internal static class EndpointUrl
{
    private const string ChatPath = "/chat/completions";
    private const string ApiVersion = "api-version=";

    /// <summary>
    /// Reads a base URL. Trailing slashes and a trailing <c>/chat/completions</c> are taken off; a URL without any path
    /// gets <c>/v1</c>, where nearly all servers listen.
    /// </summary>
    /// <param name="text">The URL.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <param name="variable">The environment variable it came by instead.</param>
    /// <exception cref="ChatRequestException">It is no http or https URL, or it holds a user name or password.</exception>
    public static Uri ParseBase(string text, string parameter, string? variable = null)
    {
        var source = variable is null ? "-" + parameter : "The environment variable " + variable;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new ChatRequestException(parameter, $"{source} is not a URL with http or https, such as https://llm.example.com/v1.");
        if (uri.UserInfo.Length > 0)
            throw new ChatRequestException(ChatErrorKind.InsecureRequest, parameter, $"{source} holds a user name or password. Take it out of the URL: a key belongs in an environment variable.");

        var path = uri.AbsolutePath.TrimEnd('/');
        var isFull = path.EndsWith(ChatPath, StringComparison.OrdinalIgnoreCase);
        if (isFull) path = path[..^ChatPath.Length].TrimEnd('/');
        else if (path.Length == 0) path = "/v1";
        return new UriBuilder(uri) { Path = path, Fragment = "" }.Uri;
    }

    /// <summary>The URL of a command below the base. Its query is kept; an API version takes the place of the one that is there.</summary>
    public static Uri Combine(Uri apiBase, string command, string? apiVersion)
    {
        var builder = new UriBuilder(apiBase) { Path = apiBase.AbsolutePath.TrimEnd('/') + command };
        if (apiVersion is not null)
        {
            var kept = builder.Query.TrimStart('?').Split('&').Where(static pair => pair.Length > 0 && !pair.StartsWith(ApiVersion, StringComparison.OrdinalIgnoreCase));
            builder.Query = string.Join('&', kept.Append(ApiVersion + Uri.EscapeDataString(apiVersion)));
        }
        return builder.Uri;
    }

    /// <summary>The URL to ask for a completion.</summary>
    public static Uri Chat(Uri apiBase, string? apiVersion) => Combine(apiBase, ChatPath, apiVersion);

    /// <summary>Whether two URLs have the same scheme, host and port, so that a key for the one may go to the other.</summary>
    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Scheme, host, port and path, without a query, which can hold what is not for a log.</summary>
    public static string Display(Uri uri) => uri.GetLeftPart(UriPartial.Path);
}
