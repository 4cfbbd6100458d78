namespace ChatCompletions;

/// <summary>Compiles a schema for validation, and rejects unsupported schemas before a request is sent.</summary>
internal sealed class SchemaCompiler
{
    private const string Root = "$";

    /// <summary>Up to draft 7, all keywords next to a <c>$ref</c> are ignored.</summary>
    private static readonly string[] OldDrafts =
    [
        "http://json-schema.org/draft-03/schema", "http://json-schema.org/draft-04/schema",
        "http://json-schema.org/draft-06/schema", "http://json-schema.org/draft-07/schema",
    ];

    private static readonly string[] Drafts =
        [.. OldDrafts, "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema"];

    private readonly Dictionary<string, SchemaNode> _byPointer = [];
    private readonly Dictionary<string, SchemaNode> _anchors = [];
    private readonly List<SchemaNode> _nodes = [];
    private readonly List<(ReferenceRule Rule, KeywordReader Reader)> _references = [];
    private readonly string? _id;
    private readonly bool _ignoresSiblings;

    private SchemaCompiler(object? schema)
    {
        if (schema is not JsonDictionary map) return;
        _id = (map["$id"] as string)?.TrimEnd('#');
        _ignoresSiblings = OldDrafts.Contains((map["$schema"] as string)?.TrimEnd('#'));
    }

    /// <summary>Compiles a schema. Returns the schema and all schemas inside it; the root comes first.</summary>
    /// <exception cref="ChatRequestException">The schema is invalid, or has an unsupported keyword.</exception>
    public static IReadOnlyList<SchemaNode> Compile(object? schema)
    {
        var compiler = new SchemaCompiler(schema);
        if (compiler.Make(schema, Root, "") is null)
            throw new ChatRequestException("As", "-As: a schema must be an object, true or false.");
        compiler.Resolve();
        SchemaGraph.Check(compiler._nodes);
        return compiler._nodes;
    }

    /// <summary>Escapes a name for a JSON pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Compiles the schema at a location.</summary>
    /// <returns><see langword="null"/> if the value is not a schema.</returns>
    public SchemaNode? Make(object? schema, string location, string pointer)
    {
        if (schema is bool isAll) return Add(new SchemaNode(location) { Rules = isAll ? [] : [new NeverRule()] }, pointer);
        if (schema is not JsonDictionary map) return null;
        var node = Add(new SchemaNode(location, map), pointer);
        var reader = new KeywordReader(map, location, pointer, this);
        SchemaKeywords.Check(reader, isRoot: location == Root);
        CheckDraft(reader);
        if (reader.Text("$anchor") is { } anchor && !_anchors.TryAdd(anchor, node))
            throw reader.Wrong($"another schema has the same $anchor {SchemaViolation.Preview(anchor)}.");
        node.Rules = SchemaKeywords.Read(reader);
        if (_ignoresSiblings && map.Contains("$ref") && !SchemaKeywords.IsPlainReference(map))
            throw reader.Wrong(
                "the draft in $schema ignores keywords next to a $ref, and newer drafts do not. Put both into 'allOf'.");
        foreach (var keyword in (string[])["$defs", "definitions"]) reader.SchemaMap(keyword);
        return node;
    }

    /// <summary>Registers a reference, which is resolved when all schemas are known.</summary>
    public void AddReference(ReferenceRule rule, KeywordReader reader) => _references.Add((rule, reader));

    private SchemaNode Add(SchemaNode node, string pointer)
    {
        _byPointer.Add(pointer, node);
        _nodes.Add(node);
        return node;
    }

    private static void CheckDraft(KeywordReader reader)
    {
        if (reader.Text("$schema") is { } draft && !Drafts.Contains(draft.TrimEnd('#')))
            throw reader.Wrong(
                $"$schema {SchemaViolation.Preview(draft)} is not a known draft of JSON Schema. Remove it, or use {Drafts[^1]}.");
    }

    private void Resolve()
    {
        foreach (var (rule, reader) in _references)
        {
            rule.Target = Find(rule.Reference)
                ?? throw reader.Wrong($"$ref {SchemaViolation.Preview(rule.Reference)} does not exist in the schema. "
                    + "It must refer to a schema inside it, such as #/$defs/Person.");
            rule.Target.IsShared = true;
        }
    }

    /// <summary>
    /// Finds the referenced schema. A reference is a JSON pointer or an anchor, after the <c>$id</c> of the root or nothing.
    /// </summary>
    private SchemaNode? Find(string reference)
    {
        var mark = reference.IndexOf('#', StringComparison.Ordinal);
        var address = mark < 0 ? reference : reference[..mark];
        if (address.Length > 0 ? address != _id : mark < 0) return null;
        var fragment = mark < 0 ? "" : Uri.UnescapeDataString(reference[(mark + 1)..]);
        return fragment is "" or ['/', ..] ? _byPointer.GetValueOrDefault(fragment) : _anchors.GetValueOrDefault(fragment);
    }
}
