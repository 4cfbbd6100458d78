using System.Globalization;

namespace ChatCompletions.Commands;

/// <summary>
/// The part of each request that comes from the parameters. It is read once, so that invalid values are found before any input.
/// </summary>
internal sealed class RequestParts
{
    private readonly ChatRequest _template;
    private readonly string? _instructions;
    private readonly List<ChatMessage> _history = [];
    private readonly List<ChatMessage> _messages = [];

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="ChatRequestException">A parameter is invalid.</exception>
    public RequestParts(InvokeChatCompletionCommand call)
    {
        if (call.AssistantAuthor is not null && !call.IsGiven(nameof(call.History)))
            throw Errors.Wrong(nameof(call.AssistantAuthor), "-AssistantAuthor needs -History.");
        if (call.IsGiven(nameof(call.Instructions))) _instructions = MessageText.Read(nameof(call.Instructions), call.Instructions);
        var history = new HistoryReader(nameof(call.History), call.AssistantAuthor);
        _history.AddRange(history.ReadAll(call.History));
        if (history.Warning is { } warning) call.WarnOnce(warning);
        HistoryAsks = _history is [.., { Role: ChatRole.User or ChatRole.Tool }];
        if (call.IsGiven(nameof(call.Messages))) _messages.AddRange(MessageReader.ReadAll(nameof(call.Messages), call.Messages));
        Shape = new SchemaReader(call.SessionState, call.Thread, call.StopToken).Read(call.As);
        if (Shape is not null && call.ResponseFormat is not null)
            throw Errors.Wrong(nameof(call.As), "-As and -ResponseFormat both set the format of the answer. Omit one of the two.");
        _template = new ChatRequest
        {
            MaxTokens = call.MaxTokens,
            MaxCompletionTokens = call.MaxCompletionTokens,
            Temperature = call.Temperature,
            TopP = call.TopP,
            N = call.N,
            Stop = call.Stop,
            FrequencyPenalty = call.FrequencyPenalty,
            PresencePenalty = call.PresencePenalty,
            LogitBias = ReadLogitBias(call.LogitBias),
            LogProbs = call.LogProbsOrNone,
            TopLogProbs = call.TopLogProbs,
            Seed = call.Seed,
            ResponseFormat = ReadResponseFormat(call.ResponseFormat),
            AnswerSchema = Shape?.Schema,
            Tools = PlainValue.ListFromArgument(nameof(call.Tools), call.Tools),
            ToolChoice = ReadToolChoice(call.ToolChoice),
            ParallelToolCalls = call.ParallelToolCallsOrNone,
            ReasoningEffort = call.ReasoningEffort,
            Metadata = PlainValue.MapFromArgument(nameof(call.Metadata), call.Metadata),
            SafetyIdentifier = call.SafetyIdentifier,
            User = call.User,
            AdditionalParameters = PlainValue.MapFromArgument(nameof(call.AdditionalParameters), call.AdditionalParameters),
        };
    }

    /// <summary>The value of -As; <see langword="null"/> if it is not given.</summary>
    public AnswerShape? Shape { get; }

    /// <summary>Whether -History ends with a message that needs an answer.</summary>
    public bool HistoryAsks { get; }

    /// <summary>Whether -AdditionalParameters names the model.</summary>
    public bool NamesModel => _template.AdditionalParameters?.Contains("model") == true;

    /// <summary>Creates the request of one question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="model">The model to use.</param>
    /// <param name="instructionsRole">The role of the provider's instructions. Default: system.</param>
    /// <exception cref="ChatRequestException">The question is empty.</exception>
    public ChatRequest ToRequest(Question question, string? model, string? instructionsRole)
    {
        if (question.Messages is [.., { Role: ChatRole.User, Parts: null, AdditionalProperties: null } last]
            && string.IsNullOrWhiteSpace(last.Content))
            throw Errors.Wrong(
                "Message", "The question is empty. Filter out empty lines: … | Where-Object { $_ } | Invoke-ChatCompletion.");
        List<ChatMessage> messages = [.. _history, .. question.Conversation, .. _messages, .. question.Messages];
        if (_instructions is not null)
        {
            if (messages is [{ Role: ChatRole.System or ChatRole.Developer }, ..]) messages.RemoveAt(0);
            messages.Insert(0, new ChatMessage { Role = instructionsRole ?? ChatRole.System, Content = _instructions });
        }
        return _template.For(messages, model, CellValue.Of(question.Input));
    }

    /// <summary>Converts biases that are text, as in tables and forms. The request's validation refuses other text.</summary>
    private static JsonDictionary? ReadLogitBias(object? value)
    {
        var biases = PlainValue.MapFromArgument(nameof(InvokeChatCompletionCommand.LogitBias), value);
        foreach (var (token, bias) in biases?.Pairs().ToList() ?? [])
        {
            if (bias is not string text || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)) continue;
            biases![token] = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : real;
        }
        return biases;
    }

    /// <summary>Accepts the two simple formats by name.</summary>
    private static object? ReadResponseFormat(object? value) => PlainValue.Unwrap(value) is "text" or "json_object"
        ? PlainValue.Unwrap(value)
        : PlainValue.MapFromArgument(nameof(InvokeChatCompletionCommand.ResponseFormat), value);

    /// <summary>Accepts one of the API's words, the name of a tool, or the object itself.</summary>
    private static object? ReadToolChoice(object? value)
    {
        if (PlainValue.Unwrap(value) is not string text || text.TrimStart().StartsWith('{'))
            return PlainValue.MapFromArgument(nameof(InvokeChatCompletionCommand.ToolChoice), value);
        return text is "auto" or "required" or "none"
            ? text
            : new JsonDictionary { ["type"] = "function", ["function"] = new JsonDictionary { ["name"] = text } };
    }
}
