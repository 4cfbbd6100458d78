using System.Text.Json;

namespace ChatCompletions;

/// <summary>A list of parts of an answer. Its text is JSON, so that a CSV cell shows the content and never a type name.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed class ChatList<T> : List<T>, IJsonWritable
{
    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in this) JsonText.Write(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>The list as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);
}
