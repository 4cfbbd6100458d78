using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>Validates the merged body of a request, before anything is sent.</summary>
internal static class RequestRules
{
    private const string AdditionalParameters = "AdditionalParameters";

    private static readonly NumberRule[] Numbers =
    [
        new("max_tokens", "MaxTokens", 1, int.MaxValue, IsWhole: true),
        new("max_completion_tokens", "MaxCompletionTokens", 1, int.MaxValue, IsWhole: true),
        new("temperature", "Temperature", 0, 2),
        new("top_p", "TopP", 0, 1),
        new("n", "N", 1, 128, IsWhole: true),
        new("frequency_penalty", "FrequencyPenalty", -2, 2),
        new("presence_penalty", "PresencePenalty", -2, 2),
        new("seed", "Seed", long.MinValue, long.MaxValue, IsWhole: true),
    ];

    /// <summary>Validates a body.</summary>
    /// <param name="body">The merged body.</param>
    /// <param name="preset">The preset of the provider.</param>
    /// <param name="streaming">Whether a stream is requested.</param>
    /// <exception cref="ChatRequestException">A rule is violated. The message names the parameter and the rule.</exception>
    public static void Check(RequestBody body, ProviderPreset preset, bool streaming)
    {
        CheckModelAndMessages(body);
        foreach (var rule in Numbers) rule.Check(body[rule.Field]);
        CheckTogether(body);
        CheckLogProbs(body, preset);
        CheckLogitBias(body["logit_bias"]);
        CheckStop(body["stop"]);
        ToolRules.Check(body);
        CheckResponseFormat(body["response_format"]);
        CheckMetadata(body["metadata"], preset);
        if (body["safety_identifier"] is string { Length: > 64 })
            throw new ChatRequestException("SafetyIdentifier", "-SafetyIdentifier (safety_identifier) is longer than 64 characters.");
        if (body.Has("stream_options") && !streaming)
            throw new ChatRequestException(AdditionalParameters, "'stream_options' can only be used with -Stream.");
    }

    /// <summary>Gets warnings about requests that are valid, but probably not intended.</summary>
    public static IEnumerable<string> Warnings(RequestBody body)
    {
        if (ToolCallWarnings.Of((IEnumerable)body["messages"]!) is { } cut) yield return cut;
        if (FormatWarning(body) is { } format) yield return format;
    }

    private static string? FormatWarning(RequestBody body)
    {
        if (body.HasOtherSchema)
        {
            return "-AdditionalParameters replaces the response_format of -As. "
                + "The answer is still validated against the schema of -As.";
        }

        if (body["response_format"] is not IDictionary format || format["type"] is not "json_object") return null;
        return Messages(body).Any(static message => JsonText.Write(message.Content).Contains("json", StringComparison.OrdinalIgnoreCase))
            ? null
            : "-ResponseFormat json_object is set, but no message mentions JSON. Ask for JSON in the instructions or the question: "
              + "otherwise the server rejects the request, or the model writes white space up to the token limit.";
    }

    private static void CheckModelAndMessages(RequestBody body)
    {
        if (body["model"] is not string model || string.IsNullOrWhiteSpace(model))
            throw new ChatRequestException(
                "Model",
                "No model is named and the provider has no default. Give -Model; Get-ChatModel lists the models, "
                + "Set-ChatProvider -Model sets a default.");
        if (body["messages"] is null or ICollection { Count: 0 })
            throw new ChatRequestException("Messages", "There is no message to send. Give -Message, -Messages or pipe a text.");
        if (body["messages"] is not IEnumerable or string or IDictionary)
            throw new ChatRequestException(
                "Messages", "-Messages (messages) is a list of messages, such as @{ role = 'user'; content = 'Hi' }.");
        var results = new ToolResultRules();
        foreach (var message in Messages(body))
        {
            results.Add(message);
            if (string.IsNullOrWhiteSpace(message.Role))
                throw new ChatRequestException(
                    "Messages", "-Messages: Each message needs a role: system, developer, user, assistant or tool.");
            if (message.Role == ChatRole.Tool && string.IsNullOrEmpty(message.ToolCallId))
                throw new ChatRequestException(
                    "Messages", "-Messages: A message of role tool needs tool_call_id, the id of the call that it answers.");
        }
        results.End();
    }

    private static IEnumerable<MessageParts> Messages(RequestBody body) => MessageParts.All((IEnumerable)body["messages"]!);

    private static void CheckTogether(RequestBody body)
    {
        if (body.Has("max_tokens") && body.Has("max_completion_tokens"))
            throw new ChatRequestException(
                "MaxTokens",
                "-MaxTokens and -MaxCompletionTokens cannot be used together. OpenAI's newer models take -MaxCompletionTokens, "
                + "most other servers -MaxTokens.");
    }

    private static void CheckLogProbs(RequestBody body, ProviderPreset preset)
    {
        if (!body.Has("top_logprobs")) return;
        new NumberRule("top_logprobs", "TopLogProbs", 0, preset.MaxTopLogProbs, IsWhole: true).Check(body["top_logprobs"]);
        if (body["logprobs"] is not true)
            throw new ChatRequestException("TopLogProbs", "-TopLogProbs (top_logprobs) needs -LogProbs.");
    }

    private static void CheckLogitBias(object? value)
    {
        if (value is null) return;
        if (value is not IDictionary biases)
            throw new ChatRequestException(
                "LogitBias", "-LogitBias (logit_bias) takes token ids with their bias, such as @{ 2683 = -100 }.");
        var tokens = new HashSet<string>();
        foreach (DictionaryEntry bias in biases)
        {
            var token = Convert.ToString(bias.Key, CultureInfo.InvariantCulture) ?? "";
            if (!long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new ChatRequestException(
                    "LogitBias", $"-LogitBias (logit_bias): '{SafeText.Label(token)}' is not a token id. Token ids are whole numbers.");
            if (!tokens.Add(token))
                throw new ChatRequestException("LogitBias", $"-LogitBias (logit_bias) contains token {SafeText.Label(token)} twice.");
            new NumberRule($"logit_bias of token {SafeText.Label(token)}", "LogitBias", -100, 100).Check(bias.Value ?? "");
        }
    }

    private static void CheckStop(object? value)
    {
        if (value is null) return;
        var stops = value switch
        {
            string single => [single],
            IEnumerable list => list.Cast<object?>().ToList(),
            _ => new List<object?> { value },
        };
        if (stops.Count > 4) throw new ChatRequestException("Stop", $"-Stop (stop) takes 4 texts at most; there are {stops.Count}.");
        if (stops.Exists(static stop => stop is not string { Length: > 0 }))
            throw new ChatRequestException("Stop", "-Stop (stop) takes texts that are not empty.");
    }

    private static void CheckResponseFormat(object? value)
    {
        if (value is null) return;
        if (value is IDictionary format && format["type"] is string type
            && (type != "json_schema" || format.Contains("json_schema") || format.Contains("schema")))
            return;
        throw new ChatRequestException(
            "ResponseFormat",
            "-ResponseFormat (response_format) is text, json_object, or an object with a type, "
            + "such as @{ type = 'json_schema'; json_schema = @{ … } }.");
    }

    private static void CheckMetadata(object? value, ProviderPreset preset)
    {
        if (value is null) return;
        if (value is not IDictionary pairs)
            throw new ChatRequestException("Metadata", "-Metadata (metadata) is an object, such as @{ ticket = 'INC-42' }.");
        if (!preset.StringMetadata) return;
        if (pairs.Count > 16)
        {
            throw new ChatRequestException(
                "Metadata", $"-Metadata (metadata) takes at most 16 pairs with this provider; there are {pairs.Count}.");
        }

        foreach (DictionaryEntry pair in pairs)
            if (pair.Value is not string)
            {
                throw new ChatRequestException(
                    "Metadata",
                    $"-Metadata (metadata) takes text values only with this provider; "
                    + $"'{SafeText.Label(pair.Key.ToString())}' is not text.");
            }
    }
}
