namespace ChatCompletions;

/// <summary>What is sent for a request, and where to.</summary>
/// <param name="Provider">Who is asked.</param>
/// <param name="Address">The address.</param>
/// <param name="Model">The model that is asked.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Body">The body as UTF-8 JSON.</param>
/// <param name="KeyMark">Tells the key that is sent from another one; <see langword="null"/> where a command renews it.</param>
internal sealed record SentRequest(string Provider, Uri Address, string? Model, IReadOnlyList<ChatMessage>? Messages, ReadOnlyMemory<byte> Body, string? KeyMark = null);
