using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Converts a provider to and from the JSON of its file. The file contains no secrets.</summary>
internal static class ProviderJson
{
    /// <summary>Writes a provider as indented JSON, so that people can read and repair the file.</summary>
    public static byte[] Write(ChatProvider provider)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.WriterOptions with { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Fields(provider)) writer.WriteOptional(name, value);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Reads the JSON of a provider's file.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a field has the wrong type.</exception>
    /// <exception cref="ChatRequestException">A setting is invalid.</exception>
    public static ChatProvider Read(string name, string json)
    {
        if (JsonText.Parse(json) is not JsonDictionary map) throw new JsonException("It is not a JSON object.");
        var provider = new ChatProvider
        {
            Name = name,
            Scope = ChatProvider.UserScope,
            Type = Text(map, "type") ?? throw new JsonException("It has no type."),
            ApiBase = Text(map, "apiBase"),
            ApiVersion = Text(map, "apiVersion"),
            AuthType = Text(map, "authType"),
            ApiKeyVariable = Text(map, "apiKeyVariable"),
            Vault = Text(map, "vault"),
            SecretName = Text(map, "secretName"),
            Model = Text(map, "model"),
            InstructionsRole = Text(map, "instructionsRole"),
            Defaults = Map(map, "defaults"),
            Headers = Map(map, "headers"),
            SecretHeaders = Map(map, "secretHeaders"),
            Query = Map(map, "query"),
            Proxy = Text(map, "proxy"),
            ProxyUseDefaultCredentials = Flag(map, "proxyUseDefaultCredentials"),
            ConnectTimeoutSec = Number(map, "connectTimeoutSec"),
            FirstByteTimeoutSec = Number(map, "firstByteTimeoutSec"),
            IdleTimeoutSec = Number(map, "idleTimeoutSec"),
            TimeoutSec = Number(map, "timeoutSec"),
            NumRetries = Whole(map, "numRetries"),
            MaxRetryDelaySec = Number(map, "maxRetryDelaySec"),
            MaxResponseMiB = Whole(map, "maxResponseMiB"),
            ThinkTags = Flag(map, "thinkTags"),
        };
        ProviderRules.Check(provider);
        return provider;
    }

    private static IEnumerable<(string Name, object? Value)> Fields(ChatProvider provider) =>
    [
        ("type", provider.Type),
        ("apiBase", provider.ApiBase),
        ("apiVersion", provider.ApiVersion),
        ("authType", provider.AuthType),
        ("apiKeyVariable", provider.ApiKeyVariable),
        ("vault", provider.Vault),
        ("secretName", provider.SecretName),
        ("model", provider.Model),
        ("instructionsRole", provider.InstructionsRole),
        ("defaults", provider.Defaults),
        ("headers", provider.Headers),
        ("secretHeaders", provider.SecretHeaders),
        ("query", provider.Query),
        ("proxy", provider.Proxy),
        ("proxyUseDefaultCredentials", provider.ProxyUseDefaultCredentials ? true : null),
        ("connectTimeoutSec", provider.ConnectTimeoutSec),
        ("firstByteTimeoutSec", provider.FirstByteTimeoutSec),
        ("idleTimeoutSec", provider.IdleTimeoutSec),
        ("timeoutSec", provider.TimeoutSec),
        ("numRetries", provider.NumRetries),
        ("maxRetryDelaySec", provider.MaxRetryDelaySec),
        ("maxResponseMiB", provider.MaxResponseMiB),
        ("thinkTags", provider.ThinkTags ? true : null),
    ];

    private static string? Text(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        string text => text,
        _ => throw new JsonException($"{name} is not a string."),
    };

    private static JsonDictionary? Map(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        JsonDictionary inner => inner,
        _ => throw new JsonException($"{name} is not an object."),
    };

    private static int? Whole(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw new JsonException($"{name} is not a whole number."),
    };

    private static bool Flag(JsonDictionary map, string name) => map[name] switch
    {
        null => false,
        bool flag => flag,
        _ => throw new JsonException($"{name} is neither true nor false."),
    };

    private static double? Number(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        long or double or decimal => Convert.ToDouble(map[name], CultureInfo.InvariantCulture),
        _ => throw new JsonException($"{name} is not a number."),
    };
}
