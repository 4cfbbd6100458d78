using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>
/// Creates the format file with the views of the module's types. The first view of a type is its default. PowerShell uses the same views
/// for deserialized objects. A view shows text only through a hidden property that makes the text safe for a terminal.
/// </summary>
internal static class FormatFile
{
    /// <summary>The columns of tables and the lines of lists, in the format that <see cref="ViewColumn.Parse"/> reads.</summary>
    private static readonly TypeView[] Views =
    [
        TypeView.Custom(typeof(ChatCompletion), "Answer"),
        TypeView.Table(typeof(ChatCompletion), "Complete:8 FinishReason:12 Model:20 Tokens=TotalTokens:7 Content=Text"),
        TypeView.List(typeof(ChatCompletion), """
            Content=Text Complete FinishReason Provider Model PromptTokens CompletionTokens TotalTokens Duration Error?
            """),
        TypeView.Table(typeof(ChatCompletionChunk), "Index:5 Content=Text FinishReason:14", wraps: true),
        TypeView.List(typeof(ChatCompletionChunk), """
            Index Content=Text Role? FinishReason? Provider Model Id? AdditionalProperties? Completion?
            """),
        TypeView.Table(typeof(ChatMessage), "Role:10 Name:12 Content=Text", wraps: true),
        TypeView.List(typeof(ChatMessage), """
            Role Name? Content=Text ReasoningContent? ToolCallId? Annotations? Audio? AdditionalProperties?
            """),
        TypeView.Table(typeof(ChatChoice), "Index:5 FinishReason:14 Content=Text", wraps: true),
        TypeView.List(typeof(ChatChoice), "Index FinishReason Content=Text Value? LogProbs? AdditionalProperties?"),
        TypeView.Table(typeof(ChatToolCall), "Id:26 Name:20 Arguments", wraps: true),
        TypeView.List(typeof(ChatToolCall), "Index Id Type Name Arguments AdditionalProperties?"),
        TypeView.Table(typeof(ChatModel), "Id Provider:14 OwnedBy:16 Created=Date:10", wraps: true),
        TypeView.List(typeof(ChatModel), "Id Provider OwnedBy Created Object AdditionalProperties?"),
        TypeView.Table(typeof(ChatProvider), "Name:12 Type:11 Default:7 Model KeySource ApiBase", wraps: true),
        TypeView.List(typeof(ChatProvider), """
            Name Type Default Scope ApiBase ApiVersion? AuthType? KeySource ApiKeyVariable? Vault? SecretName? Model? InstructionsRole?
            Defaults? Headers? SecretHeaders? Query? Proxy? ProxyUseDefaultCredentials? ConnectTimeoutSec FirstByteTimeoutSec
            IdleTimeoutSec TimeoutSec NumRetries MaxRetryDelaySec MaxResponseMiB ThinkTags
            """),
        TypeView.List(typeof(ChatUsage), """
            PromptTokens PromptTokensDetails? CompletionTokens CompletionTokensDetails? TotalTokens AdditionalProperties?
            """),
        TypeView.Table(typeof(ChatUsage), "PromptTokens CompletionTokens TotalTokens"),
        TypeView.List(typeof(PromptTokensDetails), "CachedTokens AudioTokens AdditionalProperties?"),
        TypeView.Table(typeof(PromptTokensDetails), "CachedTokens AudioTokens"),
        TypeView.List(typeof(CompletionTokensDetails), """
            ReasoningTokens AudioTokens AcceptedPredictionTokens RejectedPredictionTokens AdditionalProperties?
            """),
        TypeView.Table(typeof(CompletionTokensDetails), "ReasoningTokens AudioTokens AcceptedPredictionTokens RejectedPredictionTokens"),
        TypeView.Table(typeof(ChatTokenLogProb), "Token:20 LogProb:12 TopLogProbs"),
        TypeView.List(typeof(ChatTokenLogProb), "Token Bytes? LogProb TopLogProbs? AdditionalProperties?"),
        TypeView.List(typeof(ChatLogProbs), "Content Refusal? AdditionalProperties?"),
        TypeView.Table(typeof(ChatLogProbs), "Content Refusal"),
        TypeView.List(typeof(ChatException), """
            Message Kind Parameter? Path? StatusCode? Code? Type? Param? RetryAfter? Provider? Model? RequestId? Attempts? Advice? Body?
            Completion? InnerException?
            """),
        TypeView.Table(typeof(ChatException), "Kind:20 Message"),
        TypeView.Table(typeof(ChatJournalEntry), "Time=When:19 Provider:12 Model:20 Tokens=TotalTokens:7 End:16 Content=Line"),
        TypeView.List(typeof(ChatJournalEntry), """
            Time Provider Model Complete FinishReason? Content=Text Error? ErrorKind? StatusCode? PromptTokens CompletionTokens TotalTokens
            Cost Duration Attempts RequestId? Request Key Occurrence
            """),
        TypeView.List(typeof(ChatJournalSummary), """
            Path Calls Answered Failed Incomplete PromptTokens CompletionTokens TotalTokens Cost FirstTime LastTime
            """),
        TypeView.Table(typeof(ChatJournalSummary), "Calls:7 Answered:8 Failed:7 TotalTokens:11 Path"),
    ];

    /// <summary>The properties that PowerShell lists for an object after objects of another type, when it ignores views.</summary>
    /// <param name="type">The type.</param>
    /// <param name="hidden">Its hidden properties.</param>
    public static IReadOnlyCollection<string> Fallback(Type type, IEnumerable<string> hidden) =>
        Array.Find(Views, view => view.Type == type) is { } view
            ? [.. view.Columns.Where(static column => !column.IsOptional).Select(column => column.Shown(type, hidden))]
            : [];

    /// <summary>Creates the file of an assembly.</summary>
    /// <param name="path">The assembly. Its dependencies are in the same folder, or in this program's folder.</param>
    /// <exception cref="InvalidDataException">A view would show text that no hidden property makes safe.</exception>
    public static XDocument Make(string path)
    {
        var hidden = TypesFile.HiddenProperties(path);
        var types = Views.Select(static view => view.Type).Distinct().ToList();
        return new XDocument(new XElement("Configuration", new XElement("ViewDefinitions",
            Views.Select(view => view.ToXml(hidden[view.Type])),
            TypeView.Shared("ChatWide", types, "DisplayLine", isWide: true),
            TypeView.Shared("ChatCustom", types.Where(static type => type != typeof(ChatCompletion)), "DisplayText", isWide: false))));
    }
}
