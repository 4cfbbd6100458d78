using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>The rules that a request must keep, checked on the merged body before anything is sent.</summary>
internal static class RequestRules
{
    private const string AdditionalParameters = "AdditionalParameters";
    private const int MaxList = 300;

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

    /// <summary>Checks a body.</summary>
    /// <param name="body">The merged body.</param>
    /// <param name="preset">The kind of provider it goes to.</param>
    /// <param name="streaming">Whether the answer is to be streamed.</param>
    /// <exception cref="ChatRequestException">A rule is broken; the message names the parameter and the rule.</exception>
    public static void Check(RequestBody body, ProviderPreset preset, bool streaming)
    {
        CheckModelAndMessages(body);
        foreach (var rule in Numbers) rule.Check(body[rule.Field]);
        CheckTogether(body);
        CheckLogProbs(body, preset);
        CheckLogitBias(body["logit_bias"]);
        CheckStop(body["stop"]);
        CheckTools(body);
        CheckResponseFormat(body["response_format"]);
        CheckMetadata(body["metadata"], preset);
        if (body["safety_identifier"] is string { Length: > 64 })
            throw new ChatRequestException("SafetyIdentifier", "-SafetyIdentifier (safety_identifier) is longer than 64 characters.");
        if (body.Has("stream_options") && !streaming)
            throw new ChatRequestException(AdditionalParameters, "'stream_options' goes with -Stream only.");
    }

    /// <summary>Warns of what is allowed but will probably not do what is wanted.</summary>
    public static IEnumerable<string> Warnings(RequestBody body)
    {
        if (ToolCallWarnings.Of((IEnumerable)body["messages"]!) is { } cut) yield return cut;
        if (FormatWarning(body) is { } format) yield return format;
    }

    private static string? FormatWarning(RequestBody body)
    {
        if (body.HasOtherSchema) return "-AdditionalParameters sends a response_format of its own in place of that of -As. The answer is held to -As all the same.";
        if (body["response_format"] is not IDictionary format || format["type"] is not "json_object") return null;
        return ((IEnumerable)body["messages"]!).Cast<object?>().Any(static message => JsonText.Write(Parts(message).Content).Contains("json", StringComparison.OrdinalIgnoreCase))
            ? null
            : "-ResponseFormat json_object is set, but no message mentions JSON. Ask for JSON in the instructions or the question: "
              + "without that the server refuses the request, or the model writes white space up to the token limit.";
    }

    private static void CheckModelAndMessages(RequestBody body)
    {
        if (body["model"] is not string model || string.IsNullOrWhiteSpace(model))
            throw new ChatRequestException("Model", "No model is named and the provider has no default. Give -Model; Get-ChatModel lists the models, Set-ChatProvider -Model sets a default.");
        if (body["messages"] is null or ICollection { Count: 0 })
            throw new ChatRequestException("Messages", "There is no message to send. Give -Message, -Messages or pipe a text.");
        if (body["messages"] is not IEnumerable or string or IDictionary)
            throw new ChatRequestException("Messages", "-Messages (messages) is a list of messages, such as @{ role = 'user'; content = 'Hi' }.");
        var results = new ToolResultRules();
        foreach (var message in (IEnumerable)body["messages"]!)
        {
            results.Add(message);
            var (role, toolCallId, _) = Parts(message);
            if (string.IsNullOrWhiteSpace(role))
                throw new ChatRequestException("Messages", "-Messages: Each message needs a role: system, developer, user, assistant or tool.");
            if (role == ChatRole.Tool && string.IsNullOrEmpty(toolCallId))
                throw new ChatRequestException("Messages", "-Messages: A message of role tool needs tool_call_id, the id of the call that it answers.");
        }
        results.End();
    }

    /// <summary>What the rules look at in a message; those from <c>AdditionalParameters</c> are plain dictionaries.</summary>
    private static (string? Role, string? ToolCallId, object? Content) Parts(object? message) => message switch
    {
        ChatMessage own => (own.Role, own.ToolCallId, (object?)own.Parts ?? own.Content),
        IDictionary map => (map["role"] as string, map["tool_call_id"] as string, map["content"]),
        _ => (null, null, null),
    };

    private static void CheckTogether(RequestBody body)
    {
        if (body.Has("max_tokens") && body.Has("max_completion_tokens"))
            throw new ChatRequestException("MaxTokens", "-MaxTokens and -MaxCompletionTokens cannot be used together. OpenAI's newer models take -MaxCompletionTokens, most other servers -MaxTokens.");
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
            throw new ChatRequestException("LogitBias", "-LogitBias (logit_bias) takes token ids with their bias, such as @{ 2683 = -100 }.");
        var tokens = new HashSet<string>();
        foreach (DictionaryEntry bias in biases)
        {
            var token = Convert.ToString(bias.Key, CultureInfo.InvariantCulture) ?? "";
            if (!long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new ChatRequestException("LogitBias", $"-LogitBias (logit_bias): '{SafeText.Label(token)}' is not a token id. Token ids are whole numbers.");
            if (!tokens.Add(token))
                throw new ChatRequestException("LogitBias", $"-LogitBias (logit_bias) holds token {SafeText.Label(token)} twice.");
            new NumberRule($"logit_bias of token {SafeText.Label(token)}", "LogitBias", -100, 100).Check(bias.Value ?? "");
        }
    }

    private static void CheckStop(object? value)
    {
        if (value is null) return;
        var stops = value switch { string single => [single], IEnumerable list => list.Cast<object?>().ToList(), _ => new List<object?> { value } };
        if (stops.Count > 4) throw new ChatRequestException("Stop", $"-Stop (stop) takes 4 texts at most; there are {stops.Count}.");
        if (stops.Exists(static stop => stop is not string { Length: > 0 }))
            throw new ChatRequestException("Stop", "-Stop (stop) takes texts that are not empty.");
    }

    private static void CheckTools(RequestBody body)
    {
        var tools = body["tools"];
        if (tools is not null && tools is not IList { Count: > 0 })
            throw new ChatRequestException("Tools", "-Tools (tools) takes a list of at least one tool.");
        if (tools is null && !body.Has("tool_choice") && !body.Has("parallel_tool_calls")) return;
        var names = ((IEnumerable?)tools ?? Array.Empty<object>()).Cast<object?>().Select(ToolName).ToList();
        foreach (var (field, parameter) in new[] { ("tool_choice", "ToolChoice"), ("parallel_tool_calls", "ParallelToolCalls") })
            if (body.Has(field) && tools is null)
                throw new ChatRequestException(parameter, $"-{parameter} ({field}) needs -Tools.");
        var choice = body["tool_choice"];
        var chosen = choice is IDictionary map && map["type"] is string kind && map[kind] is IDictionary target ? target["name"] as string : null;
        if (chosen is not null && !names.Contains(chosen))
        {
            var known = SafeText.Label(string.Join(", ", names), MaxList);
            throw new ChatRequestException("ToolChoice", $"-ToolChoice (tool_choice) names '{SafeText.Label(chosen)}', which is none of -Tools: {known}.");
        }
        if (choice is not (null or IDictionary or "auto" or "required" or "none"))
        {
            var shown = SafeText.Label(Convert.ToString(choice, CultureInfo.InvariantCulture));
            throw new ChatRequestException("ToolChoice", $"-ToolChoice (tool_choice) is auto, required, none, a tool's name or an object; it is '{shown}'.");
        }
    }

    private static string ToolName(object? tool)
    {
        var type = (tool as IDictionary)?["type"] as string;
        var name = type is not null && ((IDictionary)tool!)[type] is IDictionary definition ? definition["name"] as string : null;
        return !string.IsNullOrEmpty(name) || type is not (null or "function" or "custom")
            ? name ?? type!
            : throw new ChatRequestException("Tools", "Each tool is an object such as @{ type = 'function'; function = @{ name = 'get_weather'; description = '…'; parameters = @{ … } } }; one of -Tools has no name.");
    }

    private static void CheckResponseFormat(object? value)
    {
        if (value is null) return;
        if (value is IDictionary format && format["type"] is string type && (type != "json_schema" || format.Contains("json_schema") || format.Contains("schema"))) return;
        throw new ChatRequestException("ResponseFormat", "-ResponseFormat (response_format) is text, json_object, or an object with a type, such as @{ type = 'json_schema'; json_schema = @{ … } }.");
    }

    private static void CheckMetadata(object? value, ProviderPreset preset)
    {
        if (value is null) return;
        if (value is not IDictionary pairs) throw new ChatRequestException("Metadata", "-Metadata (metadata) is an object, such as @{ ticket = 'INC-42' }.");
        if (!preset.StringMetadata) return;
        if (pairs.Count > 16) throw new ChatRequestException("Metadata", $"-Metadata (metadata) takes 16 pairs at most with this provider; there are {pairs.Count}.");
        foreach (DictionaryEntry pair in pairs)
            if (pair.Value is not string)
                throw new ChatRequestException("Metadata", $"-Metadata (metadata) takes text values only with this provider; '{SafeText.Label(pair.Key.ToString())}' is none.");
    }

    private sealed record NumberRule(string Field, string Parameter, double Minimum, double Maximum, bool IsWhole = false)
    {
        public void Check(object? value)
        {
            if (value is null) return;
            var isNumber = value is int or long or double or float or decimal or ulong or uint or short or ushort or byte or sbyte or System.Numerics.BigInteger;
            var number = value is System.Numerics.BigInteger large ? (double)large : isNumber ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;
            var fits = number >= Minimum && number <= Maximum && (!IsWhole || Math.Floor(number) == number);
            // The greatest seed is no double, and a double is not exact there.
            if (fits && (Field != "seed" || IsInt64(value))) return;
            var kind = IsWhole ? "a whole number" : "a number";
            var range = Maximum > int.MaxValue ? "of 64 bits"
                : Maximum == int.MaxValue && number < Minimum ? $"of at least {Text(Minimum)}"
                : $"from {Text(Minimum)} to {Text(Maximum)}";
            throw new ChatRequestException(Parameter, $"-{Parameter} ({Field}) must be {kind} {range}; it is {(isNumber ? Text(value) : $"'{Text(value)}'")}.");
        }

        private static bool IsInt64(object value) => value switch
        {
            ulong large => large <= long.MaxValue,
            System.Numerics.BigInteger huge => huge >= long.MinValue && huge <= long.MaxValue,
            double or float or decimal => false,
            _ => true,
        };

        private static string Text(object value) => SafeText.Label(Convert.ToString(value, CultureInfo.InvariantCulture));
    }
}
