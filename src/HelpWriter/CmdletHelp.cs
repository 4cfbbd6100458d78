namespace ChatCompletions.Help;

/// <summary>The help of a cmdlet.</summary>
internal sealed record CmdletHelp
{
    /// <summary>The verb of its name.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun of its name.</summary>
    public required string Noun { get; init; }

    /// <summary>What it does, in a sentence or two.</summary>
    public required IReadOnlyList<string> Synopsis { get; init; }

    /// <summary>The description.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Its parameters, in the order of the source.</summary>
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>The default parameter set.</summary>
    public required string DefaultSet { get; init; }

    /// <summary>The types of pipeline input.</summary>
    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    /// <summary>The types of output.</summary>
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
            var names = Parameters.SelectMany(static parameter => parameter.Sets.Keys);
            var sets = names.Where(static set => set != ParameterHelp.AllSets).Distinct().ToList();
            return sets.Count == 0 ? [ParameterHelp.AllSets] : sets.OrderBy(set => set != DefaultSet);
        }
    }
}
