using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>
/// Asks a first target, and where it fails before any of its answer came, the next ones in turn. Each has its own provider's
/// key and retries; all share the time of the whole call, which is as long as the first one allows.
/// </summary>
/// <param name="first">Whom the call means.</param>
/// <param name="next">Who is asked after a failure, in order.</param>
/// <param name="prepare">Makes the request for a target. Its own failures, such as a missing key, count as the target's.</param>
/// <param name="trace">Is told of each change, in words for a log.</param>
internal sealed class FallbackChain(PreparedRequest first, IReadOnlyList<ChatTarget> next, Func<ChatTarget, Task<PreparedRequest>> prepare, Action<string>? trace)
{
    private readonly List<(ChatTarget Target, ChatException Failure)> _failed = [];
    private readonly string _provider = first.Client.Provider.Name;
    private PreparedRequest _current = first;
    private int _upcoming;
    private int _sent;

    /// <summary>Whether a model is one of those that are asked after a failure.</summary>
    /// <param name="provider">The name of its provider.</param>
    /// <param name="model">The model that was asked for.</param>
    public bool Has(string? provider, string? model) => next.Any(target =>
        string.Equals(target.Provider ?? _provider, provider, StringComparison.OrdinalIgnoreCase) && (target.Model is null || target.Model == model));

    /// <summary>Asks for a completion.</summary>
    /// <exception cref="ChatException">Nobody answered, or an answer broke off.</exception>
    public async Task<ChatCompletion> CompleteAsync(CancellationToken stop)
    {
        var start = _current.Client.Start();
        while (true)
        {
            try
            {
                var answer = await _current.Client.CompleteSinceAsync(start, _current.Request, stop).ConfigureAwait(false);
                Sign(answer);
                return answer;
            }
            catch (ChatException failure)
            {
                await TurnToNextAsync(failure).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for a stream. Chunks are held back until the first one with content, since they are another's if that never comes.</summary>
    /// <exception cref="ChatException">Nobody answered, or an answer broke off.</exception>
    public async IAsyncEnumerable<ChatCompletionChunk> StreamAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        var start = _current.Client.Start();
        while (true)
        {
            var held = new List<ChatCompletionChunk>();
            var hasContent = false;
            var chunks = _current.Client.StreamSinceAsync(start, _current.Request, stop).GetAsyncEnumerator(CancellationToken.None);
            await using var closing = chunks.ConfigureAwait(false);
            while (true)
            {
                try
                {
                    if (!await chunks.MoveNextAsync().ConfigureAwait(false)) yield break;
                }
                catch (ChatException failure)
                {
                    await TurnToNextAsync(failure).ConfigureAwait(false);
                    break;
                }
                if (chunks.Current.Completion is { } whole) Sign(whole);
                hasContent |= HasContent(chunks.Current);
                held.Add(chunks.Current);
                if (!hasContent) continue;
                foreach (var chunk in held) yield return chunk;
                held.Clear();
            }
        }
    }

    /// <summary>Prepares the next target that can be asked.</summary>
    /// <exception cref="ChatException">There is none, or the failure is none that another target could mend.</exception>
    private async Task TurnToNextAsync(ChatException failure)
    {
        failure.Attempts += _sent;
        if (failure.Completion is { } partial) Sign(partial);
        if (next.Count == 0 || !MayTurn(failure)) throw _failed.Count > 0 && failure.Kind == ChatErrorKind.TotalTimeout ? OutOfTime(failure) : failure;
        _sent = failure.Attempts;
        _failed.Add((_current.Target, failure));
        while (_upcoming < next.Count)
        {
            var target = next[_upcoming++];
            trace?.Invoke($"{_failed[^1].Target} failed: {SafeText.Sentence(_failed[^1].Failure.Message)} Trying {target} instead.");
            try
            {
                _current = await prepare(target).ConfigureAwait(false);
                return;
            }
            catch (ChatException unprepared)
            {
                _failed.Add((target, unprepared));
            }
        }
        throw Nobody();
    }

    /// <summary>A call that is wrong in itself is the caller's to mend, and what has come of an answer is not paid for again.</summary>
    private bool MayTurn(ChatException failure) =>
        (failure is not ChatRequestException || _failed.Count > 0) && failure.Kind != ChatErrorKind.TotalTimeout
        && failure.Completion?.Choices.Exists(static choice => HasContent(choice.Message)) != true;

    private ChatException Nobody()
    {
        var nobody = new ChatException(ChatErrorKind.FallbacksFailed, $"Nobody answered; {_failed.Count} were asked.{Reasons}", new AggregateException(Failures)) { Advice = Advice.For(ChatErrorKind.FallbacksFailed) };
        TakeOver(nobody, _failed[^1].Failure);
        nobody.Attempts = _sent;
        return nobody;
    }

    /// <summary>The time that all share has ended, for which those before may be to blame. What has come of the last answer is kept.</summary>
    private ChatTimeoutException OutOfTime(ChatException last)
    {
        var late = new ChatTimeoutException(
            last.Kind, $"{SafeText.Sentence(last.Message)} Before, {(_failed.Count == 1 ? "1 was" : $"{_failed.Count} were")} asked in vain.{Reasons}", new AggregateException([.. Failures, last])) { Advice = last.Advice };
        TakeOver(late, last);
        if (last.Completion is { } partial) partial.Error = late.Message;
        late.Completion = last.Completion;
        return late;
    }

    /// <summary>A failure that sums up those of several says of the last one whom it met, and what came.</summary>
    private static void TakeOver(ChatException sum, ChatException last)
    {
        sum.Provider = last.Provider;
        sum.Model = last.Model;
        sum.RequestId = last.RequestId;
        sum.RateLimit = last.RateLimit;
        sum.Body = last.Body;
        sum.Attempts = last.Attempts;
    }

    private IEnumerable<ChatException> Failures => _failed.Select(static failed => failed.Failure);

    /// <summary>Why each one failed, a line each.</summary>
    private string Reasons => string.Concat(_failed.Select(static failed => $"{Environment.NewLine}{failed.Target}: {failed.Failure.Message}"));

    private void Sign(ChatCompletion answer)
    {
        answer.Attempts += _sent;
        if (_failed.Count > 0) answer.FallbackFrom = string.Join(", ", _failed.Select(static failed => failed.Target));
    }

    private static bool HasContent(ChatCompletionChunk chunk) =>
        chunk.Completion is not null || chunk.Content.Length > 0 || chunk.ReasoningContent is { Length: > 0 } || chunk.Refusal is { Length: > 0 } || chunk.ToolCalls is { Count: > 0 };

    private static bool HasContent(ChatMessage message) =>
        message.Content is { Length: > 0 } || message.ReasoningContent is { Length: > 0 } || message.Refusal is { Length: > 0 } || message.ToolCalls is { Count: > 0 } || message.Audio is not null;
}
