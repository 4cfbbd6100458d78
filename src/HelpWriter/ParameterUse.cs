namespace ChatCompletions.Help;

/// <summary>How a parameter is given in one parameter set.</summary>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its place among those without a name; <see langword="null"/> when it is always named.</param>
/// <param name="ByValue">Whether piped objects are its value.</param>
/// <param name="ByPropertyName">Whether a property of piped objects is its value.</param>
internal sealed record ParameterUse(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>The words in which help says what comes by the pipeline.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
