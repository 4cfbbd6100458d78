using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Between a provider and the JSON of its file. The file holds no secret.</summary>
internal static class ProviderJson
{
    /// <summary>The provider as indented JSON, for people who read or repair the file.</summary>
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

    /// <summary>Reads a provider's file.</summary>
    /// <exception cref="JsonException">It is no JSON, or not of this form.</exception>
    /// <exception cref="ChatRequestException">It breaks a rule.</exception>
    public static ChatProvider Read(string name, string json)
    {
        if (JsonText.Parse(json) is not JsonDictionary map) throw new JsonException("It is no JSON object.");
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
        _ => throw new JsonException($"{name} is no text."),
    };

    private static JsonDictionary? Map(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        JsonDictionary inner => inner,
        _ => throw new JsonException($"{name} is no object."),
    };

    private static int? Whole(JsonDictionary map, string name) => map[name] switch
    {
        null => null,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw new JsonException($"{name} is no whole number."),
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
        _ => throw new JsonException($"{name} is no number."),
    };
}
