using System.Numerics;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Parses JSON without any loss: every number keeps its exact value, and a duplicate property name is an error. A number is a long, a
/// <see cref="BigInteger"/> or a double if that is exact; otherwise it is a <see cref="BigDecimal"/>.
/// </summary>
internal static class StrictJson
{
    /// <summary>Parses one JSON value.</summary>
    /// <exception cref="JsonException">The text is not one JSON value, or an object has duplicate property names.</exception>
    public static object? Parse(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), JsonText.ReaderOptions);
        reader.Read();
        var value = Read(ref reader);
        reader.Read();
        return value;
    }

    private static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadObject(ref reader);
            case JsonTokenType.StartArray:
                var list = new JsonList();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(Read(ref reader));
                return list;
            case JsonTokenType.String: return JsonStrings.Read(ref reader);
            case JsonTokenType.Number: return ReadNumber(ref reader);
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            default: return null;
        }
    }

    private static JsonDictionary ReadObject(ref Utf8JsonReader reader)
    {
        var map = new JsonDictionary();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonStrings.Read(ref reader);
            if (map.Contains(name)) throw new JsonException($"the property '{SafeText.Excerpt(name, 100)}' occurs twice in one object.");
            reader.Read();
            map.Add(name, Read(ref reader));
        }
        return map;
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        try
        {
            return JsonNumbers.ReadExact(ref reader);
        }
        catch (FormatException tooLarge)
        {
            throw new JsonException(tooLarge.Message, tooLarge);
        }
    }
}
