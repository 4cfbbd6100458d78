using System.Text.Json;

namespace ChatCompletions;

/// <summary>An object of the API. It lists its fields once, for its JSON and for a journal.</summary>
internal interface IJsonObject : IJsonWritable
{
    /// <summary>Fields without a property. They are written after the others.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The fields that have a property, with or without a value.</summary>
    public IEnumerable<JsonField> Fields();

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteFields(Fields());
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
