namespace ChatCompletions.Tests;

/// <summary>The official test suite of JSON Schema: what is accepted gets the right verdict, and what is refused is known.</summary>
public sealed class SchemaSuiteTests
{
    /// <summary>The suite treats formats as notes; here they are rules.</summary>
    private const string Formats = "format.json";

    public static TheoryData<string> Files => [.. SchemaSuite.Files(SchemaSuite.Folder).Where(static file => file != Formats)];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_verdict_is_wrong(string file)
    {
        var wrong = from one in SchemaSuite.Read(SchemaSuite.Folder, file)
                    let schema = SchemaSuite.Compile(one.Schema, out _)
                    where schema is not null
                    from value in one.Values
                    let violation = schema.Check(value.Value, new SchemaCheck())
                    where (violation is null) != value.IsValid
                    select $"{one.Name}: {value.Name}: {(violation is null ? "accepted" : $"{violation.Path} {violation.Rule}")}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_schemas_that_look_beyond_themselves_are_refused()
    {
        var refusals = new List<string>();
        var (accepted, refused) = (0, 0);
        foreach (var file in SchemaSuite.Files(SchemaSuite.Own))
        {
            foreach (var one in SchemaSuite.Read(SchemaSuite.Own, file))
            {
                if (SchemaSuite.Compile(one.Schema, out var refusal) is not null) accepted += one.Values.Count;
                else refused += one.Values.Count;
                if (refusal is not null) refusals.Add(refusal);
            }
        }
        Assert.Equal((Accepted: 933, Refused: 253), (Accepted: accepted, Refused: refused));
        string[] known = ["'unevaluatedItems'", "'unevaluatedProperties'", "'$dynamicAnchor'", "'$id'", "2020-12/schema\" does not exist", "'enum'", "format"];
        Assert.All(refusals, refusal => Assert.Contains(known, words => refusal.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public void Formats_are_rules_for_strings()
    {
        foreach (var (name, schema, values) in SchemaSuite.Read(SchemaSuite.Own, Formats))
        {
            if (SchemaSuite.Compile(schema, out _) is not { } node) continue;
            foreach (var value in values) Assert.True((node.Check(value.Value, new SchemaCheck()) is null) == value.Value is not string, $"{name}: {value.Name}");
        }
    }
}
