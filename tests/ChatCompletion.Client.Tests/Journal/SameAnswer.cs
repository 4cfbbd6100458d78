using System.Collections;
using System.Reflection;

namespace ChatCompletions.Tests.Journal;

/// <summary>Compares answers property by property, those that only this library sees among them; and makes one with all of them set.</summary>
internal static class SameAnswer
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What is not the record's: the input and the conversation are the new call's, and a value is made anew of the text.</summary>
    private static readonly string[] NotKept = ["FromJournal", "InputObject", "History", "Answer", "Value"];

    public static void Check(object? expected, object? actual, string path = "answer")
    {
        Assert.True(expected?.GetType() == actual?.GetType(), $"{path}: {expected?.GetType()} became {actual?.GetType()}");
        switch (expected)
        {
            case JsonDictionary map:
                Assert.Equal(map.Keys.Cast<string>(), ((JsonDictionary)actual!).Keys.Cast<string>());
                foreach (var (name, value) in map.Pairs()) Check(value, ((JsonDictionary)actual!)[name], $"{path}.{name}");
                break;
            case IList list:
                Assert.True(list.Count == ((IList)actual!).Count, path);
                for (var i = 0; i < list.Count; i++) Check(list[i], ((IList)actual)[i], $"{path}[{i}]");
                break;
            case not null when expected.GetType().Namespace == nameof(ChatCompletions):
                foreach (var property in Kept(expected.GetType())) Check(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
                break;
            default:
                Assert.True(Equals(expected, actual), $"{path}: {expected} became {actual}");
                break;
        }
    }

    /// <summary>An object with a value in each property. A property that is added later is in it too.</summary>
    public static object Filled(Type type, int depth = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "text \ud83d\ude00 \ud83d";
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 3;
        if (type == typeof(long)) return 4L;
        if (type == typeof(double)) return 5.25;
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.FromUnixTimeSeconds(1723155364);
        if (type == typeof(JsonDictionary)) return JsonText.Parse("""{"b":1,"a":[1.5,true,null,"x"],"huge":123456789012345678901234567890}""")!;
        if (type == typeof(JsonList)) return JsonText.Parse("""[{"type":"text","text":"a"},{"type":"other"}]""")!;
        var filled = Activator.CreateInstance(type)!;
        if (filled is IList list)
        {
            list.Add(Filled(type.GetGenericArguments()[0], depth + 1));
            return filled;
        }
        foreach (var property in Kept(type))
        {
            // Tokens hold tokens, which hold tokens.
            if (property.PropertyType == type || (depth > 6 && property.Name == "TopLogProbs")) continue;
            // These are kept in the server's form, in which half a pair cannot be written.
            if (type == typeof(ChatTokenLogProb) && property.PropertyType == typeof(string)) property.SetValue(filled, "token");
            else if (property.SetMethod is not null) property.SetValue(filled, Filled(property.PropertyType, depth + 1));
            else if (property.GetValue(filled) is IList inner) inner.Add(Filled(property.PropertyType.GetGenericArguments()[0], depth + 1));
        }
        return filled;
    }

    private static IEnumerable<PropertyInfo> Kept(Type type) =>
        type.GetProperties(All).Where(static property => property.GetIndexParameters().Length == 0 && !NotKept.Contains(property.Name) && !property.Name.Contains('.'));
}
