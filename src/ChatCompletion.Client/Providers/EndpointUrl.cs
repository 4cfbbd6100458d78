using System.Collections;

namespace ChatCompletions;

/// <summary>Parses base URLs, and builds request URLs from them.</summary>
internal static class EndpointUrl
{
    private const string ChatPath = "/chat/completions";
    private const string ModelsPath = "/models";
    private const string AzurePath = "/openai";
    private const string ApiVersionName = "api-version";

    /// <summary>
    /// Parses a base URL. Trailing slashes and a trailing <c>/chat/completions</c> are removed. A URL without a path gets <c>/v1</c>, the
    /// path of nearly all servers.
    /// </summary>
    /// <param name="text">The URL.</param>
    /// <param name="parameter">The parameter that contains the URL, for error messages.</param>
    /// <param name="variable">The environment variable that contains the URL, if it is not from a parameter.</param>
    /// <param name="style">The URL style of the service.</param>
    /// <exception cref="ChatRequestException">The text is not an http or https URL, or it contains a user name or password.</exception>
    public static Uri ParseBase(string text, string parameter, string? variable = null, UrlStyle style = UrlStyle.Standard)
    {
        var source = variable is null ? "-" + parameter : "The environment variable " + variable;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new ChatRequestException(parameter, $"{source} is not a URL with http or https, such as https://llm.example.com/v1.");
        if (uri.UserInfo.Length > 0)
            throw new ChatRequestException(
                ChatErrorKind.InsecureRequest,
                parameter,
                $"{source} contains a user name or password. Remove it from the URL: a key belongs in a vault or an environment variable.");

        var path = uri.AbsolutePath.TrimEnd('/');
        var isFull = path.EndsWith(ChatPath, StringComparison.OrdinalIgnoreCase);
        if (isFull) path = path[..^ChatPath.Length].TrimEnd('/');
        else if (path.Length == 0 && style == UrlStyle.Standard) path = "/v1";
        return new UriBuilder(uri) { Path = path, Fragment = "" }.Uri;
    }

    /// <summary>Gets the URL of chat completions.</summary>
    /// <param name="apiBase">The base URL.</param>
    /// <param name="style">The URL style of the service.</param>
    /// <param name="apiVersion">The API version; <see langword="null"/> if there is none.</param>
    /// <param name="model">The model; Azure's URLs contain it.</param>
    /// <param name="query">Parameters that are added to the query.</param>
    public static Uri Chat(Uri apiBase, UrlStyle style, string? apiVersion, string? model, JsonDictionary? query)
    {
        if (style != UrlStyle.Azure) return Combine(apiBase, ChatPath, apiVersion, query);
        var root = AzureRoot(apiBase);
        if (HasDeployment(apiBase))
        {
            return apiVersion is not null || HasVersion(apiBase)
                ? Combine(apiBase, ChatPath, apiVersion, query)
                : throw NeedsVersion(apiBase);
        }

        return IsClassic(apiBase, apiVersion)
            ? Combine(root, $"/deployments/{Uri.EscapeDataString(model ?? "")}{ChatPath}", apiVersion, query)
            : Combine(root, "/v1" + ChatPath, apiVersion, query);
    }

    /// <summary>Gets the URL that lists models.</summary>
    /// <param name="apiBase">The base URL.</param>
    /// <param name="style">The URL style of the service.</param>
    /// <param name="apiVersion">The API version; <see langword="null"/> if there is none.</param>
    /// <param name="query">Parameters that are added to the query.</param>
    public static Uri Models(Uri apiBase, UrlStyle style, string? apiVersion, JsonDictionary? query)
    {
        if (style != UrlStyle.Azure) return Combine(apiBase, ModelsPath, apiVersion, query);
        if (HasDeployment(apiBase) && apiVersion is null && !HasVersion(apiBase)) throw NeedsVersion(apiBase);
        var isClassic = HasDeployment(apiBase) || IsClassic(apiBase, apiVersion);
        return Combine(AzureRoot(apiBase), isClassic ? ModelsPath : "/v1" + ModelsPath, apiVersion, query);
    }

    /// <summary>Whether two URLs have the same scheme, host and port, so that a key for one may be sent to the other.</summary>
    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether an Azure URL already defines the API version: in its query, or as /openai/v1, which needs none.</summary>
    public static bool DefinesVersion(Uri apiBase) => HasVersion(apiBase) || IsV1(apiBase);

    /// <summary>Gets the URL without its query, which can contain secrets.</summary>
    public static string Display(Uri uri) => uri.GetLeftPart(UriPartial.Path);

    /// <summary>Gets the query parameters of a URL.</summary>
    public static IEnumerable<(string Name, string Value)> QueryOf(Uri uri)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=');
            yield return (Uri.UnescapeDataString(at < 0 ? pair : pair[..at]), at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..]));
        }
    }

    /// <summary>Appends a path to a base URL. The query of the URL is kept; parameters of the same name are replaced.</summary>
    private static Uri Combine(Uri apiBase, string command, string? apiVersion, JsonDictionary? query)
    {
        var builder = new UriBuilder(apiBase) { Path = apiBase.AbsolutePath.TrimEnd('/') + command };
        var given = new List<(string Name, string Value)>();
        foreach (DictionaryEntry pair in query ?? new JsonDictionary()) given.Add(((string)pair.Key, (string)pair.Value!));
        if (apiVersion is not null) given.Add((ApiVersionName, apiVersion));
        if (given.Count == 0) return builder.Uri;
        var kept = builder.Query.TrimStart('?').Split('&').Where(pair => pair.Length > 0
            && !given.Exists(one => IsNamed(pair, one.Name)));
        var added = given.Select(static one => $"{Uri.EscapeDataString(one.Name)}={Uri.EscapeDataString(one.Value)}");
        builder.Query = string.Join('&', kept.Concat(added));
        return builder.Uri;
    }

    /// <summary>With an API version, Azure's URLs name the deployment in the path; without one, they start with /openai/v1.</summary>
    private static bool IsClassic(Uri apiBase, string? apiVersion) =>
        (apiVersion is not null || HasVersion(apiBase)) && !IsV1(apiBase);

    private static bool IsNamed(string pair, string name) =>
        string.Equals(name, Uri.UnescapeDataString(pair.Split('=')[0]), StringComparison.OrdinalIgnoreCase);

    private static bool IsV1(Uri apiBase) =>
        apiBase.AbsolutePath.TrimEnd('/').EndsWith(AzurePath + "/v1", StringComparison.OrdinalIgnoreCase);

    private static bool HasDeployment(Uri apiBase) =>
        apiBase.AbsolutePath.Contains(AzurePath + "/deployments/", StringComparison.OrdinalIgnoreCase);

    private static bool HasVersion(Uri apiBase) => apiBase.Query.Contains(ApiVersionName + "=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the /openai URL of the Azure resource.</summary>
    private static Uri AzureRoot(Uri apiBase)
    {
        var path = apiBase.AbsolutePath.TrimEnd('/');
        // Only a whole segment counts: /openai-gateway is another path.
        var at = (path + "/").IndexOf(AzurePath + "/", StringComparison.OrdinalIgnoreCase);
        return new UriBuilder(apiBase) { Path = (at < 0 ? path : path[..at]) + AzurePath }.Uri;
    }

    private static ChatRequestException NeedsVersion(Uri apiBase) =>
        new("ApiVersion", $"The address {Display(apiBase)} names a deployment, so it needs -ApiVersion, such as 2024-10-21.");
}
