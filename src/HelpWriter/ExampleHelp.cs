namespace ChatCompletions.Help;

/// <summary>An example of a cmdlet.</summary>
/// <param name="Title">The title, in one line.</param>
/// <param name="Code">The commands.</param>
/// <param name="Remarks">The explanation.</param>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);
