using System.Text.Json;

namespace ChatCompletions;

/// <summary>The origin of an answer, and how to read it. No connection is needed, so recorded answers are read in the same way.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Mask">Masks the provider's key.</param>
/// <param name="Limits">The size limits.</param>
internal sealed record AnswerSource(string Provider, SecretMask Mask, ChatLimits Limits)
{
    /// <summary>Whether the text has reasoning between think tags.</summary>
    public bool HasThinkTags { get; init; }

    /// <summary>The pipeline object of the request.</summary>
    public object? InputObject { get; init; }

    /// <summary>The number of requested choices; 0 if unknown.</summary>
    public int AskedChoices { get; init; }

    /// <summary>How deep the answer may be nested.</summary>
    public JsonReaderOptions ReaderOptions { get; init; } = JsonText.ReaderOptions;

    /// <summary>The endpoint, for advice about errors; <see langword="null"/> if the answer does not come from a connection.</summary>
    public ChatEndpoint? Endpoint { get; init; }

    /// <summary>Creates the source of a live answer.</summary>
    public static AnswerSource Of(ChatEndpoint endpoint, ChatLimits limits, SentRequest request) =>
        new(endpoint.Provider.Name, endpoint.Mask, limits)
    {
        HasThinkTags = endpoint.Provider.ThinkTags,
        InputObject = request.InputObject,
        AskedChoices = request.Choices,
        Endpoint = endpoint,
    };

    /// <summary>Creates the failure for an error in the body of a successful response.</summary>
    public CallFailure FailureOf(object error) => ErrorFactory.FromAnswer(error, Provider, Mask, Endpoint);
}
