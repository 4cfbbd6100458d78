namespace ChatCompletions.Help;

/// <summary>The use of a parameter in one parameter set.</summary>
/// <param name="Mandatory">Whether it is mandatory.</param>
/// <param name="Position">Its position; <see langword="null"/> if it can only be named.</param>
/// <param name="ByValue">Whether it accepts piped objects.</param>
/// <param name="ByPropertyName">Whether it accepts a property of piped objects.</param>
internal sealed record ParameterUse(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>The text for pipeline input in the help.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
