namespace ChatCompletions.Tests;

/// <summary>What became of one run of an It.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line of the It; 0 for a failure outside any It.</param>
/// <param name="Name">The name with its templates filled in.</param>
/// <param name="Result">Pester's word: Passed, Failed, Skipped, NotRun.</param>
/// <param name="Message">What failed.</param>
public sealed record ItResult(string File, int Line, string Name, string Result, string Message);
