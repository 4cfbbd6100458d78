using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads a list of models. Servers send it as <c>data</c>, which can be null, as <c>models</c>, or as a bare list.</summary>
internal static class ModelListReader
{
    /// <summary>Reads the list.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="endpoint">The endpoint that sent it.</param>
    /// <returns>The models or the failure.</returns>
    public static (IReadOnlyList<ChatModel>? Models, CallFailure? Failure) Read(ReadOnlySpan<byte> body, ChatEndpoint endpoint)
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
            return (null, failure with { IsCutShort = isCut || string.IsNullOrWhiteSpace(text) });
        }
        if (value is JsonDictionary map)
        {
            if (JsonFields.IsTruthy(map["error"])) return (null, Error(map["error"]!, endpoint));
            if (!map.Contains("data") && !map.Contains("models")) return (null, NoList(text, endpoint, null));
            value = map["data"] as JsonList ?? map["models"] as JsonList ?? [];
        }
        if (value is not JsonList list) return (null, NoList(text, endpoint, null));
        // Some servers wrap an error in a list.
        if (list.OfType<JsonDictionary>().Select(static item => item["error"]).FirstOrDefault(JsonFields.IsTruthy) is { } error)
            return (null, Error(error, endpoint));
        var models = list.Select(item => ToModel(endpoint.Mask.ApplyToData(item), endpoint.Provider.Name));
        return ([.. models.Where(static model => model.Id.Length > 0)], null);
    }

    private static CallFailure Error(object error, ChatEndpoint endpoint) =>
        ErrorFactory.FromAnswer(error, endpoint.Provider.Name, endpoint.Mask, endpoint);

    private static ChatModel ToModel(object? item, string provider)
    {
        var map = item as JsonDictionary;
        var id = Convert.ToString(map is null ? item : map["id"] ?? map["name"] ?? map["model"], CultureInfo.InvariantCulture) ?? "";
        var shown = SafeText.NeutraliseName(id);
        if (map is null) return new ChatModel { Id = shown, HasExactId = shown == id, Provider = provider };
        var model = new ChatModel
        {
            Id = shown,
            HasExactId = shown == id,
            Object = SafeText.NeutraliseName(Take(map, "object") as string),
            OwnedBy = SafeText.NeutraliseName(Take(map, "owned_by") as string),
            Created = Take(map, "created") is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Provider = provider,
        };
        map.Remove("id");
        model.AdditionalProperties = map.Count > 0 ? map : null;
        return model;
    }

    /// <summary>Removes and returns a field of the documented kind. A field of another kind stays.</summary>
    private static object? Take(JsonDictionary map, string name)
    {
        var value = map[name];
        if (value is null || (name == "created" ? value is long and > 0 and < 253402300800 : value is string)) map.Remove(name);
        return map.Contains(name) ? null : value;
    }

    private static CallFailure NoList(string text, ChatEndpoint endpoint, Exception? cause)
    {
        var masked = endpoint.Mask.ApplyToCut(text);
        var what = $"{endpoint.Provider.Name} sent no list of models: {SafeText.Excerpt(masked, 300)}";
        return new CallFailure(ChatErrorKind.ProtocolError, what, cause)
        {
            Body = SafeText.Excerpt(masked, 8192),
            Advice = "Check the base URL: it mostly ends in /v1. Some servers have no list of models; then name one with -Model.",
        };
    }
}
