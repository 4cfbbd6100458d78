namespace ChatCompletions.Help;

/// <summary>An example of a cmdlet.</summary>
/// <param name="Title">What it shows, in one line.</param>
/// <param name="Code">What is typed.</param>
/// <param name="Remarks">What one sees, or should know.</param>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);
