using System.Collections;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// The secrets that a provider's settings contain in plain text. They are never written to a file. A provider in memory can have them: they
/// are sent only to its own origin, masked like its key, and hidden in lists of providers.
/// </summary>
internal static partial class ProviderSecrets
{
    private const int MinDigits = 6;
    private const string InMemory = "or keep the provider in memory only: -Scope Session.";

    /// <summary>Finds the secrets, with the parameter that contains each.</summary>
    public static IEnumerable<(string Parameter, SecretField Field)> Find(ChatProvider provider) => In("Defaults", provider.Defaults)
        .Concat(In("Headers", provider.Headers)).Concat(In("Query", provider.Query)).Concat(In("ApiBase", provider.ApiBase));

    /// <summary>Finds the secrets in a URL: named parameters of its query, and path segments that look like a key.</summary>
    public static IEnumerable<SecretField> FindInUrl(Uri url)
    {
        // A name can occur more than once.
        var query = EndpointUrl.QueryOf(url).SelectMany(static pair => SecretFields.Find(new JsonDictionary { [pair.Name] = pair.Value }));
        var parts = url.AbsolutePath.Split('/').Select(Uri.UnescapeDataString).Where(SecretValues.IsSecret);
        return query.Concat(parts.Select(static part => new SecretField("path", part, IsNamed: false)));
    }

    /// <summary>Rejects settings that would save a secret in plain text.</summary>
    /// <exception cref="ChatRequestException">A setting is a secret. The message says which, and what to do.</exception>
    public static void Check(ChatProvider provider)
    {
        CheckName("ApiKeyVariable", provider.ApiKeyVariable, "It takes the name of the environment variable that contains the key.");
        // The name of a secret may contain that of its service, such as sk-work.
        if (provider.SecretName?.Count(char.IsAsciiDigit) >= MinDigits)
            CheckName("SecretName", provider.SecretName, "It takes the name of a secret in the vault; give the key itself with -ApiKey.");
        CheckName("Vault", provider.Vault, "It takes the name of a vault.");
        CheckName("Model", provider.Model, "It takes the name of a model.");
        CheckName("ApiVersion", provider.ApiVersion, "It takes a version, such as 2024-10-21.");
        if (provider.Scope != ChatProvider.UserScope) return;
        foreach (var (parameter, field) in Find(provider))
        {
            var what = field.IsNamed ? "is named like a secret" : "looks like a key";
            var path = SafeText.Excerpt(field.Path, 100);
            throw Refusal(parameter, $"contains '{path}', which {what} and would be saved in plain text. {Advice(parameter)}");
        }
    }

    /// <summary>Gets a copy without secrets, for display.</summary>
    public static ChatProvider Redact(ChatProvider provider) => provider with
    {
        Defaults = (JsonDictionary?)SecretFields.Redact(provider.Defaults),
        Headers = (JsonDictionary?)SecretFields.Redact(provider.Headers),
        Query = (JsonDictionary?)SecretFields.Redact(provider.Query),
        ApiBase = Redact(provider.ApiBase),
    };

    private static IEnumerable<(string Parameter, SecretField Field)> In(string parameter, IDictionary? settings) =>
        settings is null ? [] : SecretFields.Find(settings).Select(field => (parameter, field));

    private static IEnumerable<(string Parameter, SecretField Field)> In(string parameter, string? apiBase) =>
        Uri.TryCreate(apiBase?.Trim(), UriKind.Absolute, out var url) ? FindInUrl(url).Select(field => (parameter, field)) : [];

    /// <summary>Masks the secrets in a URL.</summary>
    public static string? Redact(string? apiBase)
    {
        if (!Uri.TryCreate(apiBase?.Trim(), UriKind.Absolute, out var url)) return apiBase;
        var secrets = FindInUrl(url).Select(static field => field.Value).ToHashSet(StringComparer.Ordinal);
        if (secrets.Count == 0) return apiBase;
        // Any character can be escaped, so the parts are compared without their escapes.
        var shown = UrlPart().Replace(
            url.AbsoluteUri, part => secrets.Contains(Uri.UnescapeDataString(part.Value)) ? SecretFields.Mask : part.Value);
        foreach (var secret in secrets)
            foreach (var form in new[] { Uri.EscapeDataString(secret), secret })
                shown = shown.Replace(form, SecretFields.Mask, StringComparison.Ordinal);
        return shown;
    }

    /// <summary>
    /// A path segment, or the name or the value of a query parameter. A value can contain <c>/</c>, <c>?</c> and <c>=</c>.
    /// </summary>
    [GeneratedRegex("(?<=^[^?#]*/)[^/?#]+|(?<=[?&])[^&=#]+|(?<=[?&][^&=#]*=)[^&#]+")]
    private static partial Regex UrlPart();

    private static void CheckName(string parameter, string? name, string advice)
    {
        if (name is not null && SecretValues.IsSecret(name)) throw Refusal(parameter, $"looks like a key itself. {advice}");
    }

    private static string Advice(string parameter) => parameter switch
    {
        "Headers" => "Give its value as a secure string, which goes to the vault (@{ NAME = Read-Host -AsSecureString }), " + InMemory,
        "Query" => "Give the key with -ApiKey, or as a header with a secure string (-Headers), " + InMemory,
        "ApiBase" => "Take it out of the URL and give the key with -ApiKey, or as a header with a secure string (-Headers), " + InMemory,
        _ => "Give it with each call (-AdditionalParameters), or the key with -ApiKey, " + InMemory,
    };

    private static ChatRequestException Refusal(string parameter, string rule) =>
        new(ChatErrorKind.InsecureRequest, parameter, $"-{parameter} {rule}");
}
