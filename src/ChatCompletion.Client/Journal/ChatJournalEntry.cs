namespace ChatCompletions;

/// <summary>A call in a journal: what was asked, and the answer or why there is none.</summary>
public sealed class ChatJournalEntry
{
    /// <summary>When the call was finished.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The name of the provider that answered, or was asked last.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's text.</summary>
    public string? Content => Completion?.Content;

    /// <summary>Why the answer ended.</summary>
    public string? FinishReason => Completion?.FinishReason;

    /// <summary>Whether the call was answered, and the answer is whole.</summary>
    public bool Complete => Error is null && Completion?.Complete == true;

    /// <summary>What went wrong, where there is no answer, or why the answer is not kept. A run with the same journal asks again.</summary>
    public string? Error { get; init; }

    /// <summary>The stable name of what went wrong, such as RateLimited; AnswerNotKept where an answer holds a key.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>The HTTP status of a failure, where a server answered.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The tokens of the question, as the server counted them.</summary>
    public long? PromptTokens => Completion?.PromptTokens;

    /// <summary>The tokens of the answer, as the server counted them.</summary>
    public long? CompletionTokens => Completion?.CompletionTokens;

    /// <summary>The tokens in all, as the server counted them.</summary>
    public long? TotalTokens => Completion?.TotalTokens;

    /// <summary>What the answer cost, where the server tells.</summary>
    public double? Cost => Completion?.Cost;

    /// <summary>Seconds that the call took, retries included.</summary>
    public double? Duration => Completion?.Duration;

    /// <summary>How many requests were sent for it.</summary>
    public int Attempts { get; init; }

    /// <summary>The server's name for the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was sent: the body of the request, with secrets masked. Headers are never kept.</summary>
    public JsonDictionary Request { get; init; } = new();

    /// <summary>The answer as it came, or what had come of it before it failed. Where Error is set, secrets in it are masked.</summary>
    public ChatCompletion? Completion { get; init; }

    /// <summary>What makes a call the same: a hash of the provider's name, the address and the body that is sent.</summary>
    public string Key { get; init; } = "";

    /// <summary>Which one it was of the same calls in its run, from 1.</summary>
    public int Occurrence { get; init; }

    /// <summary>Tells the provider's key from another one.</summary>
    internal string? KeyMark { get; init; }

    /// <summary>The answer's text, or what went wrong.</summary>
    public override string ToString() => Content ?? Error ?? "";
}
