namespace ChatCompletions.Help;

/// <summary>A parameter of a cmdlet.</summary>
internal sealed record ParameterHelp
{
    /// <summary>The parameter set that means all of them.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The name, without the hyphen.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its values.</summary>
    public required Type Type { get; init; }

    /// <summary>What it means.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Its value when it is not given.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether wildcards are allowed.</summary>
    public bool Wildcards { get; init; }

    /// <summary>How it is given, by the names of the parameter sets.</summary>
    public required IReadOnlyDictionary<string, ParameterUse> Sets { get; init; }

    /// <summary>Whether it is given without a value.</summary>
    public bool IsSwitch => Type.FullName == "System.Management.Automation.SwitchParameter";

    /// <summary>How it is given in a parameter set; <see langword="null"/> when it is no part of it.</summary>
    /// <param name="set">The set's name.</param>
    public ParameterUse? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(AllSets);
}
