using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>Validates providers, when they are set and again when they are read from a file.</summary>
internal static class ProviderRules
{
    /// <summary>20 days. Timers support at most 24 days.</summary>
    private const double MaxSeconds = 20 * 24 * 3600;

    /// <summary>An answer is read into one buffer, which is limited to 1 GiB.</summary>
    private const int MaxMiB = 512;

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL"];

    private static readonly string[] NumberedDevices = ["COM", "LPT"];

    /// <summary>Headers that contain keys.</summary>
    private static readonly string[] KeyHeaders = ["Authorization", "Proxy-Authorization", "api-key", "x-api-key", "Cookie", "Set-Cookie"];

    private static readonly string[] ClientHeaders = ["Host", "Transfer-Encoding", "Connection", "Expect", "Accept", "Accept-Encoding"];

    /// <summary>Content headers, besides those that start with Content-. .NET silently drops them from a request.</summary>
    private static readonly string[] BodyHeaders = ["Allow", "Expires", "Last-Modified"];

    /// <summary>Whether a name is valid for a provider, and for its file on every system.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') && !IsDevice(name);

    /// <summary>Whether Windows uses a name for a device, whatever the extension. Names are the same on every system.</summary>
    private static bool IsDevice(string name) =>
        Devices.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.Length == 4 && char.IsAsciiDigit(name[3]) && NumberedDevices.Contains(name[..3], StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a name is valid for an environment variable. An invalid name may be a key, so errors do not repeat it.</summary>
    private static bool IsVariableName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Validates all settings of a provider.</summary>
    /// <exception cref="ChatRequestException">A setting is invalid. The message names the parameter and the rule.</exception>
    public static void Check(ChatProvider provider)
    {
        if (IsDevice(provider.Name))
            throw Wrong("Name", $"-Name cannot be {provider.Name}: Windows uses this name for a device. Choose another name.");
        if (!IsName(provider.Name)) throw Wrong("Name", "-Name takes letters, digits and hyphens, 64 at most.");
        if (ProviderPresets.Find(provider.Type) is null)
        {
            var known = string.Join(", ", ProviderPresets.All.Select(static preset => preset.Name));
            throw Wrong("Type", $"-Type '{SafeText.Excerpt(provider.Type, 64)}' is not a known service. Known services: {known}.");
        }

        if (provider.ApiBase is not null) EndpointUrl.ParseBase(provider.ApiBase, "ApiBase");
        else if (provider.Preset.ApiBase is null && (provider.Preset.BaseVariables.Count == 0 || provider.HasOwnSecrets))
            throw Wrong("ApiBase",
                $"The provider '{provider.Name}' of type {provider.Preset.Name} needs -ApiBase, such as https://llm.example.com/v1.");
        if (provider.KeyCommand is not null && provider.Scope != ChatProvider.SessionScope)
        {
            throw Wrong(
                "ApiKeyCommand",
                "-ApiKeyCommand works with -Scope Session only: a script is not saved in a file, where somebody could change it. "
                + "Put the command into your profile.");
        }

        if (provider.ApiKeyVariable is { } variable && !IsVariableName(variable))
        {
            throw Wrong(
                "ApiKeyVariable",
                "-ApiKeyVariable takes the name of an environment variable: letters, digits and underscores, with no digit first. "
                + "Give the key itself with -ApiKey.");
        }

        if (provider.AuthType is not (null or "Bearer" or "ApiKey")) throw Wrong("AuthType", "-AuthType is Bearer or ApiKey.");
        if (provider.InstructionsRole is not (null or ChatRole.System or ChatRole.Developer))
            throw Wrong("InstructionsRole", "-InstructionsRole is system or developer.");
        ReservedFields.Check("Defaults", provider.Defaults);
        CheckHeaders(provider.Headers);
        CheckHeaders(provider.SecretHeaders);
        foreach (var name in provider.SessionHeaders?.Keys ?? []) CheckHeaderName(name);
        CheckPairs("Query", provider.Query);
        CheckProxy(provider.Proxy);
        CheckLimits(provider);
    }

    /// <summary>Validates the limits of time, size and retries.</summary>
    /// <exception cref="ChatRequestException">A limit is out of range.</exception>
    public static void CheckLimits(ChatProvider provider)
    {
        CheckSeconds("ConnectTimeoutSec", provider.ConnectTimeoutSec);
        CheckSeconds("FirstByteTimeoutSec", provider.FirstByteTimeoutSec);
        CheckSeconds("IdleTimeoutSec", provider.IdleTimeoutSec);
        CheckSeconds("TimeoutSec", provider.TimeoutSec);
        CheckSeconds("MaxRetryDelaySec", provider.MaxRetryDelaySec);
        CheckRetries(provider.NumRetries);
        if (provider.MaxResponseMiB is < 1 or > MaxMiB)
        {
            throw Wrong("MaxResponseMiB", string.Create(
                CultureInfo.InvariantCulture, $"-MaxResponseMiB must be from 1 to {MaxMiB}; it is {provider.MaxResponseMiB}."));
        }
    }

    /// <summary>Validates a header name.</summary>
    public static void CheckHeaderName(string name)
    {
        if (name.Length == 0 || name.Length > 100 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            var shown = SecretValues.IsSecret(name) ? "a name that looks like a key" : $"'{SafeText.Excerpt(name, 64)}'";
            throw Wrong("Headers", $"-Headers: {shown} cannot be a header's name.");
        }
        if (KeyHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new ChatRequestException(
                ChatErrorKind.InsecureRequest,
                "Headers",
                $"-Headers cannot contain {name}: give the key with -ApiKey; -AuthType defines how it is sent.");
        }

        if (ClientHeaders.Concat(BodyHeaders).Contains(name, StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            throw Wrong("Headers", $"-Headers cannot contain {name}: it is set for each request, or belongs to responses.");
    }

    /// <summary>Validates a header value. A line break would start another header.</summary>
    public static void CheckHeaderValue(string name, string value)
    {
        if (value.Any(static c => c is < ' ' or > '~'))
        {
            throw Wrong(
                "Headers", $"-Headers: the value of {name} contains a line break or another character that is not allowed in a header.");
        }
    }

    private static void CheckHeaders(JsonDictionary? headers)
    {
        CheckPairs("Headers", headers);
        foreach (DictionaryEntry header in headers ?? new JsonDictionary())
        {
            CheckHeaderName((string)header.Key);
            CheckHeaderValue((string)header.Key, (string)header.Value!);
        }
    }

    private static void CheckPairs(string parameter, JsonDictionary? pairs)
    {
        foreach (DictionaryEntry pair in pairs ?? new JsonDictionary())
            if (pair.Value is not string)
            {
                throw Wrong(
                    parameter,
                    $"-{parameter} takes names with text values; the value of '{SafeText.Excerpt((string)pair.Key, 64)}' is not text.");
            }
    }

    private static void CheckProxy(string? proxy)
    {
        if (proxy is null) return;
        if (!Uri.TryCreate(proxy, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks4" or "socks5"))
            throw Wrong("Proxy", "-Proxy is a URL, such as http://proxy.example.com:3128.");
        if (uri.PathAndQuery.Length > 1 || uri.Fragment.Length > 0)
            throw Wrong("Proxy", "-Proxy has only a scheme, a host and a port, such as http://proxy.example.com:3128.");
        if (uri.UserInfo.Length > 0)
        {
            throw new ChatRequestException(
                ChatErrorKind.InsecureRequest,
                "Proxy",
                "-Proxy contains a user name or password, which would be shown and saved in plain text. Set the environment variable "
                + "HTTPS_PROXY to that URL and leave -Proxy out: its user and password are used and never shown.");
        }
    }

    /// <summary>Validates a time limit.</summary>
    public static void CheckSeconds(string parameter, double? seconds)
    {
        if (seconds is not null and not (> 0 and <= MaxSeconds))
        {
            throw Wrong(parameter, string.Create(
                CultureInfo.InvariantCulture, $"-{parameter} must be more than 0 and at most {MaxSeconds} seconds; it is {seconds}."));
        }
    }

    /// <summary>Validates the number of retries.</summary>
    public static void CheckRetries(int? retries)
    {
        if (retries is < 0 or > 10)
            throw Wrong("NumRetries", string.Create(CultureInfo.InvariantCulture, $"-NumRetries must be from 0 to 10; it is {retries}."));
    }

    private static ChatRequestException Wrong(string parameter, string message) => new(parameter, message);
}
