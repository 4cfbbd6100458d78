using System.Text.Json;

namespace ChatCompletions;

/// <summary>An object that can write itself as JSON, with the field names of the API.</summary>
internal interface IJsonWritable
{
    /// <summary>Writes one JSON value.</summary>
    public void WriteJson(Utf8JsonWriter writer);
}
