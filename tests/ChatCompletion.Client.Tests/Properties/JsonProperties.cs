using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>JSON of any kind, in and out.</summary>
public class JsonProperties
{
    private static readonly Gen<object?> Scalars = Gen.OneOf(
        Gen.Constant<object?>(null),
        Gen.Elements<object?>(true, false),
        Gen.Elements<object?>(0L, 1L, -1L, long.MaxValue, long.MinValue, BigInteger.Pow(2, 64), -BigInteger.Pow(10, 300)),
        Gen.Elements<object?>(0.1, -0.0, 1.5e300, double.Epsilon, double.MaxValue, 1e20, -1e-7, 4.35),
        Nasty.Text.Select(static text => (object?)text));

    [Fact]
    public void What_is_written_is_read_again() => Property.Holds(Value(5), value =>
    {
        AssertSame(value, JsonText.Parse(JsonText.Write(value)));
        return Task.CompletedTask;
    }, 1500);

    [Fact]
    public void What_is_read_and_written_stays_as_it_is() => Property.HoldsForText(Nasty.Value, text =>
    {
        object? value;
        try
        {
            value = JsonText.Parse(Encoding.UTF8.GetString(Property.Bytes(text)));
        }
        catch (JsonException)
        {
            return Task.CompletedTask;
        }
        // Half a surrogate pair in a name is written as an escape, and then read as what stands for it.
        var written = JsonText.Write(JsonText.Parse(JsonText.Write(value)));
        using var strict = JsonDocument.Parse(written, new JsonDocumentOptions { MaxDepth = 100 });
        Assert.Equal(written, JsonText.Write(JsonText.Parse(written)));
        return Task.CompletedTask;
    }, 1500);

    [Fact]
    public void Any_text_is_JSON_or_is_refused_as_none() => Property.HoldsForText(Nasty.Bytes, text =>
    {
        try
        {
            JsonText.Parse(text);
        }
        catch (JsonException)
        {
            return Task.CompletedTask;
        }
        using var strict = JsonDocument.Parse(text);
        return Task.CompletedTask;
    }, 1500);

    private static Gen<object?> Value(int depth) => depth == 0 ? Scalars : Gen.Frequency(
        (2, Scalars),
        (2, Gen.ArrayOf(Value(depth - 1)).ScaleSize(static size => size / 3).Select(static items => { var list = new JsonList(); list.AddRange(items); return (object?)list; })),
        (2, Gen.ArrayOf(Nasty.Text.Zip(Value(depth - 1))).ScaleSize(static size => size / 3).Select(static fields =>
        {
            var map = new JsonDictionary();
            foreach (var (name, value) in fields.Select(static field => (field.Item1, field.Item2))) map[name] = value;
            return (object?)map;
        })));

    /// <summary>The same value; a number may have changed its type but not its size.</summary>
    private static void AssertSame(object? one, object? other)
    {
        switch (one)
        {
            case JsonDictionary map:
                var read = Assert.IsType<JsonDictionary>(other);
                Assert.Equal(map.Keys.Cast<string>(), read.Keys.Cast<string>());
                foreach (DictionaryEntry entry in map) AssertSame(entry.Value, read[entry.Key]);
                break;
            case JsonList list:
                var items = Assert.IsType<JsonList>(other);
                Assert.Equal(list.Count, items.Count);
                for (var at = 0; at < list.Count; at++) AssertSame(list[at], items[at]);
                break;
            case double number:
                Assert.Equal(number, other is BigInteger big ? (double)big : Convert.ToDouble(other, CultureInfo.InvariantCulture));
                break;
            default:
                Assert.Equal(one, other);
                break;
        }
    }
}
