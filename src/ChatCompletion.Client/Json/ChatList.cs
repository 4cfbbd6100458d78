using System.Text.Json;

namespace ChatCompletions;

/// <summary>A list of answer parts. Its text is JSON, so that a CSV cell shows the content and not a type name.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
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
