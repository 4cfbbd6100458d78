namespace ChatCompletions.Help;

/// <summary>All that the help of a cmdlet says.</summary>
internal sealed record CmdletHelp
{
    /// <summary>The verb of its name.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun of its name.</summary>
    public required string Noun { get; init; }

    /// <summary>What it does, in a sentence or two.</summary>
    public required IReadOnlyList<string> Synopsis { get; init; }

    /// <summary>What one should know about it.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Its parameters, in the order of the source.</summary>
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>The parameter set that comes first.</summary>
    public required string DefaultSet { get; init; }

    /// <summary>What can be piped to it.</summary>
    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    /// <summary>Its examples.</summary>
    public required IReadOnlyList<ExampleHelp> Examples { get; init; }

    /// <summary>Its name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of its parameter sets.</summary>
    public IEnumerable<string> Sets
    {
        get
        {
            var sets = Parameters.SelectMany(static parameter => parameter.Sets.Keys).Where(static set => set != ParameterHelp.AllSets).Distinct().ToList();
            return sets.Count == 0 ? [ParameterHelp.AllSets] : sets.OrderBy(set => set != DefaultSet);
        }
    }
}
