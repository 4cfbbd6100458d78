namespace ChatCompletions.Tests;

/// <summary>
/// The cases of the official test suite of JSON Schema (https://github.com/json-schema-org/JSON-Schema-Test-Suite, draft 2020-12). The
/// variable JSON_SCHEMA_TEST_SUITE names the folder of another copy.
/// </summary>
internal static class SchemaSuite
{
    /// <summary>The folder of the copy that belongs to these tests.</summary>
    public static readonly string Own = Path.Combine(AppContext.BaseDirectory, "Fixtures", "json-schema-suite");

    /// <summary>The folder of the cases that are run.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("JSON_SCHEMA_TEST_SUITE") is { Length: > 0 } other ? other : Own;

    /// <summary>The names of the files with cases.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.json").Select(static path => Path.GetFileName(path)).Order();

    /// <summary>The cases of a file.</summary>
    public static IEnumerable<(string Name, object? Schema, IReadOnlyList<(string Name, object? Value, bool IsValid)> Values)> Read(string folder, string file)
    {
        foreach (var group in ((JsonList)StrictJson.Parse(File.ReadAllText(Path.Combine(folder, file)))!).Cast<JsonDictionary>())
        {
            var values = ((JsonList)group["tests"]!).Cast<JsonDictionary>().Select(static one => ((string)one["description"]!, one["data"], (bool)one["valid"]!));
            yield return ((string)group["description"]!, group["schema"], [.. values]);
        }
    }

    /// <summary>Makes a schema ready to check values; <see langword="null"/> where it is refused.</summary>
    public static SchemaNode? Compile(object? schema, out string? refusal)
    {
        refusal = null;
        try
        {
            return SchemaCompiler.Compile(schema)[0];
        }
        catch (ChatRequestException refused)
        {
            refusal = refused.Message;
            return null;
        }
    }
}
