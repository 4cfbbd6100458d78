namespace ChatCompletions;

/// <summary>Makes a schema ready to check values, and refuses what no answer could be held to, before anything is sent.</summary>
internal sealed class SchemaCompiler
{
    private const string Root = "$";

    /// <summary>Up to draft 7 nothing beside a <c>$ref</c> counts.</summary>
    private static readonly string[] OldDrafts =
    [
        "http://json-schema.org/draft-03/schema", "http://json-schema.org/draft-04/schema",
        "http://json-schema.org/draft-06/schema", "http://json-schema.org/draft-07/schema",
    ];

    private static readonly string[] Drafts =
        [.. OldDrafts, "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema"];

    private readonly Dictionary<string, SchemaNode> _places = [];
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

    /// <summary>All schemas within a schema, itself first.</summary>
    /// <exception cref="ChatRequestException">The schema is wrong, or has what is not supported.</exception>
    public static IReadOnlyList<SchemaNode> Compile(object? schema)
    {
        var compiler = new SchemaCompiler(schema);
        if (compiler.Make(schema, Root, "") is null)
            throw new ChatRequestException("As", "-As: a schema must be an object, true or false.");
        compiler.Resolve();
        SchemaGraph.Check(compiler._nodes);
        return compiler._nodes;
    }

    /// <summary>A name as a step of a JSON pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Makes the schema at a place.</summary>
    /// <returns><see langword="null"/> where the value is none.</returns>
    public SchemaNode? Make(object? schema, string place, string pointer)
    {
        if (schema is bool isAll) return Add(new SchemaNode(place) { Rules = isAll ? [] : [new NeverRule()] }, pointer);
        if (schema is not JsonDictionary map) return null;
        var node = Add(new SchemaNode(place, map), pointer);
        var reader = new KeywordReader(map, place, pointer, this);
        SchemaKeywords.Check(reader, isRoot: place == Root);
        CheckDraft(reader);
        if (reader.Text("$anchor") is { } anchor && !_anchors.TryAdd(anchor, node))
            throw reader.Wrong($"another schema has the same $anchor {SchemaViolation.Shown(anchor)}.");
        node.Rules = SchemaKeywords.Read(reader);
        if (_ignoresSiblings && map.Contains("$ref") && !SchemaKeywords.IsPlainReference(map))
            throw reader.Wrong(
                "the draft that $schema names ignores what stands beside a $ref, and newer ones do not. Put both into 'allOf'.");
        foreach (var keyword in (string[])["$defs", "definitions"]) reader.SchemaMap(keyword);
        return node;
    }

    /// <summary>Has a reference resolved as soon as all schemas are known.</summary>
    public void Refer(ReferenceRule rule, KeywordReader reader) => _references.Add((rule, reader));

    private SchemaNode Add(SchemaNode node, string pointer)
    {
        _places.Add(pointer, node);
        _nodes.Add(node);
        return node;
    }

    private static void CheckDraft(KeywordReader reader)
    {
        if (reader.Text("$schema") is { } draft && !Drafts.Contains(draft.TrimEnd('#')))
            throw reader.Wrong(
                $"$schema {SchemaViolation.Shown(draft)} is no draft of JSON Schema that is known. Leave it out, or name {Drafts[^1]}.");
    }

    private void Resolve()
    {
        foreach (var (rule, reader) in _references)
        {
            rule.Target = Find(rule.Reference)
                ?? throw reader.Wrong($"$ref {SchemaViolation.Shown(rule.Reference)} means nothing in the schema. "
                    + "It must lead to a schema within it, such as #/$defs/Person.");
            rule.Target.IsShared = true;
        }
    }

    /// <summary>The schema that a reference means: a JSON pointer or an anchor, after the root's own address or nothing.</summary>
    private SchemaNode? Find(string reference)
    {
        var mark = reference.IndexOf('#', StringComparison.Ordinal);
        var address = mark < 0 ? reference : reference[..mark];
        if (address.Length > 0 ? address != _id : mark < 0) return null;
        var fragment = mark < 0 ? "" : Uri.UnescapeDataString(reference[(mark + 1)..]);
        return fragment is "" or ['/', ..] ? _places.GetValueOrDefault(fragment) : _anchors.GetValueOrDefault(fragment);
    }
}
