namespace ChatCompletions;

/// <summary>A call in a journal: the request, and the answer or the error.</summary>
public sealed class ChatJournalEntry
{
    /// <summary>The time when the call finished.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The name of the provider that answered; for a failed call, the last one that was tried.</summary>
    public string? Provider { get; init; }

    /// <summary>The requested model.</summary>
    public string? Model { get; init; }

    /// <summary>The text of the answer.</summary>
    public string? Content => Completion?.Content;

    /// <summary>The finish reason of the answer.</summary>
    public string? FinishReason => Completion?.FinishReason;

    /// <summary>Whether the call has an answer, and the answer is complete.</summary>
    public bool Complete => Error is null && Completion?.Complete == true;

    /// <summary>
    /// The error of a call without an answer, or why the answer is not kept. A run with the same journal sends the call again.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>The error id, such as RateLimited; AnswerNotKept if the answer contains a key.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>The HTTP status of the error; <see langword="null"/> if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The number of prompt tokens, as counted by the server.</summary>
    public long? PromptTokens => Completion?.PromptTokens;

    /// <summary>The number of tokens of the answer, as counted by the server.</summary>
    public long? CompletionTokens => Completion?.CompletionTokens;

    /// <summary>The total number of tokens, as counted by the server.</summary>
    public long? TotalTokens => Completion?.TotalTokens;

    /// <summary>The cost of the answer; <see langword="null"/> if the server does not report it.</summary>
    public double? Cost => Completion?.Cost;

    /// <summary>The duration of the call in seconds, including retries.</summary>
    public double? Duration => Completion?.Duration;

    /// <summary>The number of requests that were sent for the call.</summary>
    public int Attempts { get; init; }

    /// <summary>The server's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The body of the request, with secrets masked. Headers are never stored.</summary>
    public JsonDictionary Request { get; init; } = new();

    /// <summary>The answer as it arrived, or the part of it before the failure. If Error is set, secrets in it are masked.</summary>
    public ChatCompletion? Completion { get; init; }

    /// <summary>The key of the call: a hash of the provider's name, the address and the request body.</summary>
    public string Key { get; init; } = "";

    /// <summary>The number of the call among those of its run with the same key, from 1.</summary>
    public int Occurrence { get; init; }

    /// <summary>Distinguishes the provider's API key from others.</summary>
    internal string? KeyMark { get; init; }

    /// <summary>The text of the answer, or the error.</summary>
    public override string ToString() => Content ?? Error ?? "";
}
