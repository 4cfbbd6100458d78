namespace ChatCompletions.Help;

/// <summary>A type that a cmdlet takes by the pipeline, or writes.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Description">What it is.</param>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);
