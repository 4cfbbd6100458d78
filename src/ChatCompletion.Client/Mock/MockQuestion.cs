using System.Collections;

namespace ChatCompletions;

/// <summary>The fields of a request that the Mock provider uses.</summary>
internal sealed class MockQuestion(JsonDictionary body)
{
    public string Model => body["model"] as string ?? "";

    public bool Stream => body["stream"] is true;

    public bool WithUsage => !Stream || (body["stream_options"] as IDictionary)?["include_usage"] is true;

    public int N => (int)(WholeNumber.Of(body["n"]) ?? 1);

    public long? MaxTokens => WholeNumber.Of(body["max_completion_tokens"] ?? body["max_tokens"]);

    public IEnumerable<string> Stop => (body["stop"] as JsonList)?.OfType<string>() ?? [];

    /// <summary>The answer to return (<c>mock_response</c>, as in LiteLLM).</summary>
    public string? Response => body["mock_response"] as string;

    /// <summary>
    /// The delay before each token, or before an answer that is not streamed (<c>mock_delay</c> in seconds, 0 to 60, as in LiteLLM).
    /// </summary>
    public TimeSpan Delay => TimeSpan.FromSeconds(body["mock_delay"] switch
    {
        long whole => Math.Clamp(whole, 0, 60),
        double real => Math.Clamp(real, 0, 60),
        _ => 0,
    });

    public IDictionary? Format => body["response_format"] as IDictionary;

    /// <summary>The tool that must be called: the named one, or the first one if any is required.</summary>
    public string? Tool => body["tool_choice"] switch
    {
        "required" => ((body["tools"] as JsonList)?[0] as IDictionary)?["function"] is IDictionary first ? first["name"] as string : null,
        IDictionary choice => (choice["function"] as IDictionary)?["name"] as string,
        _ => null,
    };

    /// <summary>The text of the last message.</summary>
    public string LastMessage => Texts().LastOrDefault() ?? "";

    /// <summary>The number of prompt tokens; each word counts as one.</summary>
    public int PromptTokens => Texts().Sum(static text => MockAnswer.Tokens(text).Count);

    private IEnumerable<string> Texts() =>
        (body["messages"] as JsonList ?? []).OfType<IDictionary>().Select(static message => message["content"] switch
        {
            string text => text,
            JsonList parts => ContentParts.JoinText(parts) ?? "",
            _ => "",
        });
}
