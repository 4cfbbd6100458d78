namespace ChatCompletions;

/// <summary>An error as the server reported it.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="MeantStatus">
/// The status that the error stands for: the HTTP status, or the one that an error in a body of status 200 means.
/// </param>
internal sealed record ApiError(int StatusCode, int MeantStatus)
{
    /// <summary>The server's code for the error.</summary>
    public string? Code { get; init; }

    /// <summary>The server's type of error.</summary>
    public string? Type { get; init; }

    /// <summary>The request field that the server names.</summary>
    public string? Param { get; init; }

    /// <summary>The wait in seconds that the server asks for.</summary>
    public double? RetryAfter { get; init; }
}
