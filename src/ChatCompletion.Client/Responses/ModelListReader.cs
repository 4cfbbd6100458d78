using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads a list of models in the forms that servers send: <c>data</c>, which may be null, <c>models</c>, or a bare list.</summary>
internal static class ModelListReader
{
    /// <summary>Reads the list.</summary>
    /// <param name="body">The body's bytes.</param>
    /// <param name="exchange">Where the body came from.</param>
    /// <param name="endpoint">Who was asked.</param>
    /// <exception cref="ChatException">The body is an error or no list of models.</exception>
    public static IReadOnlyList<ChatModel> Read(ReadOnlySpan<byte> body, HttpExchange exchange, ChatEndpoint endpoint)
    {
        object? value;
        var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF');
        try
        {
            value = JsonText.Parse(text);
        }
        catch (JsonException malformed)
        {
            CutJson.Complete(body.TrimStart(BodyStart.Blank), out var isCut);
            var failure = NoList(text, endpoint, endpoint.Mask.Keep(malformed));
            failure.IsCutShort = isCut || string.IsNullOrWhiteSpace(text);
            throw failure;
        }
        if (value is JsonDictionary map)
        {
            if (JsonFields.IsTruthy(map["error"])) throw ErrorFactory.FromAnswer(map["error"]!, exchange, endpoint);
            if (!map.Contains("data") && !map.Contains("models")) throw NoList(text, endpoint, null);
            value = map["data"] as JsonList ?? map["models"] as JsonList ?? [];
        }
        if (value is not JsonList list) throw NoList(text, endpoint, null);
        // Some servers wrap an error in a list.
        if (list.OfType<JsonDictionary>().Select(static item => item["error"]).FirstOrDefault(JsonFields.IsTruthy) is { } error) throw ErrorFactory.FromAnswer(error, exchange, endpoint);
        return [.. list.Select(item => ToModel(endpoint.Mask.ApplyToData(item), endpoint.Provider.Name)).Where(static model => model.Id.Length > 0)];
    }

    private static ChatModel ToModel(object? item, string provider)
    {
        if (item is not JsonDictionary map) return new ChatModel { Id = Name(item), Provider = provider };
        var model = new ChatModel
        {
            Id = Name(map["id"] ?? map["name"] ?? map["model"]),
            Object = SafeText.NeutraliseName(Take(map, "object") as string),
            OwnedBy = SafeText.NeutraliseName(Take(map, "owned_by") as string),
            Created = Take(map, "created") is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Provider = provider,
        };
        map.Remove("id");
        model.AdditionalProperties = map.Count > 0 ? map : null;
        return model;
    }

    private static string Name(object? value) => SafeText.NeutraliseName(Convert.ToString(value, CultureInfo.InvariantCulture)) ?? "";

    /// <summary>Takes a field out if it is of the documented kind; otherwise it stays as it is.</summary>
    private static object? Take(JsonDictionary map, string name)
    {
        var value = map[name];
        if (value is null || (name == "created" ? value is long and > 0 and < 253402300800 : value is string)) map.Remove(name);
        return map.Contains(name) ? null : value;
    }

    private static ChatProtocolException NoList(string text, ChatEndpoint endpoint, Exception? cause)
    {
        var masked = endpoint.Mask.ApplyToCut(text);
        return new ChatProtocolException($"{endpoint.Provider.Name} sent no list of models: {SafeText.Excerpt(masked, 300)}", cause)
        {
            Body = SafeText.Excerpt(masked, 8192),
            Advice = "Check the base URL: it mostly ends in /v1. Some servers have no list of models; then name one with -Model.",
        };
    }
}
