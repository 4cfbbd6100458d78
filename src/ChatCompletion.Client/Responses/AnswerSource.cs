namespace ChatCompletions;

/// <summary>The origin of an answer, and how it is read. It needs no connection: recorded answers are read in the same way.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Mask">Masks the provider's key.</param>
/// <param name="Limits">The most that is read.</param>
internal sealed record AnswerSource(string Provider, SecretMask Mask, ChatLimits Limits)
{
    /// <summary>Whether the text holds thoughts between think tags.</summary>
    public bool HasThinkTags { get; init; }

    /// <summary>The pipeline object that the answer belongs to.</summary>
    public object? InputObject { get; init; }

    /// <summary>How many choices were requested; 0 if that is not known.</summary>
    public int AskedChoices { get; init; }

    /// <summary>The endpoint, for advice about errors; <see langword="null"/> if the answer does not come from a connection.</summary>
    public ChatEndpoint? Endpoint { get; init; }

    /// <summary>The source of a live answer.</summary>
    public static AnswerSource Of(ChatEndpoint endpoint, ChatLimits limits, SentRequest request) => new(endpoint.Provider.Name, endpoint.Mask, limits)
    {
        HasThinkTags = endpoint.Provider.ThinkTags,
        InputObject = request.InputObject,
        AskedChoices = request.Choices,
        Endpoint = endpoint,
    };

    /// <summary>The failure that an error in the body of a successful response means.</summary>
    public CallFailure FailureOf(object error) => ErrorFactory.FromAnswer(error, Provider, Mask, Endpoint);
}
