namespace ChatCompletions.Help;

/// <summary>A parameter of a cmdlet.</summary>
internal sealed record ParameterHelp
{
    /// <summary>The name of the parameter set that stands for all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The name, without the hyphen.</summary>
    public required string Name { get; init; }

    /// <summary>The type.</summary>
    public required Type Type { get; init; }

    /// <summary>The description.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>The default value.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The aliases.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether wildcards are allowed.</summary>
    public bool Wildcards { get; init; }

    /// <summary>Its use in each parameter set, by the name of the set.</summary>
    public required IReadOnlyDictionary<string, ParameterUse> Sets { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type.FullName == "System.Management.Automation.SwitchParameter";

    /// <summary>Gets its use in a parameter set; <see langword="null"/> if it does not belong to the set.</summary>
    /// <param name="set">The set's name.</param>
    public ParameterUse? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(AllSets);
}
