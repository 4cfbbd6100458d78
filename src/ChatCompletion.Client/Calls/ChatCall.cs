namespace ChatCompletions;

/// <summary>A call under way: its answer as chunks, the last one with the completion, whether it is streamed or not.</summary>
/// <param name="reader">Reads the answer; <see langword="null"/> if no answer began.</param>
/// <param name="failure">Why no answer began; <see langword="null"/> if one did.</param>
/// <param name="clock">The time of the call; it is disposed with the call.</param>
/// <param name="addFacts">Adds the facts about the endpoint to a failure.</param>
internal sealed class ChatCall(
    CompletionReader? reader,
    CallFailure? failure,
    CallClock clock,
    Func<CallFailure, CallFailure> addFacts)
    : IDisposable
{
    /// <summary>Why there is no whole answer; known when <see cref="ReadAsync"/> has returned <see langword="null"/>.</summary>
    public CallFailure? Failure => (failure ?? reader?.Failure) is { } reason ? addFacts(reason) : null;

    /// <summary>Whether content of the answer has arrived.</summary>
    public bool HasContent => reader?.HasContent == true;

    /// <summary>Reads the next chunk.</summary>
    /// <returns>The chunk; <see langword="null"/> after the last one, or after a failure.</returns>
    public ValueTask<ChatCompletionChunk?> ReadAsync() => reader is null ? default : reader.ReadAsync();

    /// <summary>Reads all chunks.</summary>
    /// <returns>The whole answer; <see langword="null"/> after a failure.</returns>
    public async ValueTask<ChatCompletion?> ReadToEndAsync()
    {
        ChatCompletion? completion = null;
        while (await ReadAsync().ConfigureAwait(false) is { } chunk) completion = chunk.Completion;
        return completion;
    }

    public void Dispose()
    {
        reader?.Dispose();
        clock.Dispose();
    }
}
