using System.Collections;

namespace ChatCompletions;

/// <summary>
/// The secrets that a provider's settings hold in clear. They are never written to a file. A provider in memory may have them: they are
/// bound to its address and masked like its key, and not shown where providers are listed.
/// </summary>
internal static class ProviderSecrets
{
    private const int MinDigits = 6;
    private const string InMemory = "or keep the provider in memory only: -Scope Session.";

    /// <summary>Finds the secrets, with the parameter that each came by.</summary>
    public static IEnumerable<(string Parameter, SecretField Field)> Find(ChatProvider provider) => In("Defaults", provider.Defaults)
        .Concat(In("Headers", provider.Headers)).Concat(In("Query", provider.Query)).Concat(In("ApiBase", provider.ApiBase));

    /// <summary>The secrets in a URL: named ones in its query, and parts of its path that look like a key.</summary>
    public static IEnumerable<SecretField> FindInUrl(Uri url)
    {
        var fields = new JsonDictionary();
        foreach (var (name, value) in EndpointUrl.QueryOf(url)) fields[name] = value;
        var parts = url.AbsolutePath.Split('/').Select(Uri.UnescapeDataString).Where(SecretValues.IsSecret);
        return SecretFields.Find(fields).Concat(parts.Select(static part => new SecretField("path", part, IsNamed: false)));
    }

    /// <summary>Refuses what would be saved in clear.</summary>
    /// <exception cref="ChatRequestException">A setting is a secret; the message says which, and what to do.</exception>
    public static void Check(ChatProvider provider)
    {
        CheckName("ApiKeyVariable", provider.ApiKeyVariable, "It takes the name of the environment variable that holds the key.");
        // A secret may be named after its service, such as sk-work.
        if (provider.SecretName?.Count(char.IsAsciiDigit) >= MinDigits) CheckName("SecretName", provider.SecretName, "It takes the name of a secret in the vault; the key itself is given with -ApiKey.");
        CheckName("Vault", provider.Vault, "It takes the name of a vault.");
        CheckName("Model", provider.Model, "It takes the name of a model.");
        CheckName("ApiVersion", provider.ApiVersion, "It takes a version, such as 2024-10-21.");
        if (provider.Scope != ChatProvider.UserScope) return;
        foreach (var (parameter, field) in Find(provider))
        {
            var what = field.IsNamed ? "is named like a secret" : "looks like a key";
            var path = SafeText.Excerpt(field.Path, 100);
            throw Refusal(parameter, $"holds '{path}', which {what} and would be saved in clear. {Advice(parameter)}");
        }
    }

    /// <summary>The provider as it may be shown.</summary>
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

    /// <summary>A URL with its secrets masked.</summary>
    public static string? Redact(string? apiBase)
    {
        if (!Uri.TryCreate(apiBase?.Trim(), UriKind.Absolute, out var url)) return apiBase;
        var shown = apiBase!;
        foreach (var field in FindInUrl(url))
            foreach (var form in new[] { Uri.EscapeDataString(field.Value), field.Value })
                shown = shown.Replace(form, SecretFields.Mask, StringComparison.Ordinal);
        return shown;
    }

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
