namespace ChatCompletions.Help;

/// <summary>A type of a cmdlet's pipeline input or output.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Description">The description.</param>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);
