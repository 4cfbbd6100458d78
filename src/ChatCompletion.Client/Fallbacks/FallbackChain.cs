using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>
/// Sends a request to a first target, and after a failure without content to the fallback targets, one after the other. Each target uses
/// the key and the retries of its own provider; all share the time limit of the first target's call.
/// </summary>
/// <param name="first">The first target's request.</param>
/// <param name="next">The fallback targets, in order.</param>
/// <param name="prepare">Prepares the request for a target. Its failures, such as a missing key, count as failures of the target.</param>
/// <param name="trace">Receives a message whenever the target changes.</param>
internal sealed class FallbackChain(
    PreparedRequest first,
    IReadOnlyList<ChatTarget> next,
    Func<ChatTarget, Task<PreparedRequest>> prepare,
    Action<string>? trace)
{
    private readonly List<(ChatTarget Target, CallFailure Failure)> _failed = [];
    private readonly string _provider = first.Client.Provider.Name;
    private PreparedRequest _current = first;
    private int _upcoming;
    private int _sent;

    /// <summary>Whether a model is one of the fallback targets.</summary>
    /// <param name="provider">The name of its provider.</param>
    /// <param name="model">The requested model.</param>
    public bool Has(string? provider, string? model) => next.Any(target =>
        string.Equals(target.Provider ?? _provider, provider, StringComparison.OrdinalIgnoreCase)
        && (target.Model is null || target.Model == model));

    /// <summary>Gets a completion.</summary>
    /// <exception cref="ChatException">No target answered, or an answer broke off.</exception>
    public async Task<ChatCompletion> CompleteAsync(CancellationToken stop)
    {
        var start = _current.Client.Start();
        while (true)
        {
            var (opened, failure) = await OpenAsync(start, streaming: false, stop).ConfigureAwait(false);
            using (opened)
            {
                if (opened is not null && await opened.ReadToEndAsync().ConfigureAwait(false) is { } answer) return RecordOrigin(answer);
                failure ??= opened!.Failure!;
            }
            // The connection and its permit are released: the next target can need a prompt.
            if (await PrepareNextAsync(failure).ConfigureAwait(false) is { } final) throw final.ToException();
        }
    }

    /// <summary>
    /// Gets a stream. Chunks are buffered until the first one with content. If it never arrives, the chunks of the next target
    /// replace them.
    /// </summary>
    /// <exception cref="ChatException">No target answered, or an answer broke off.</exception>
    public async IAsyncEnumerable<ChatCompletionChunk> StreamAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        var start = _current.Client.Start();
        while (true)
        {
            var (opened, failure) = await OpenAsync(start, streaming: true, stop).ConfigureAwait(false);
            var buffer = new List<ChatCompletionChunk>();
            using (opened)
            {
                while (opened is not null && await opened.ReadAsync().ConfigureAwait(false) is { } next)
                {
                    if (next.Completion is { } whole) RecordOrigin(whole);
                    buffer.Add(next);
                    if (!opened.HasContent && next.Completion is null) continue;
                    foreach (var chunk in buffer) yield return chunk;
                    buffer.Clear();
                }
                failure ??= opened?.Failure;
            }
            if (failure is null) yield break;
            if (await PrepareNextAsync(failure).ConfigureAwait(false) is not { } final) continue;
            foreach (var chunk in buffer) yield return chunk;
            throw final.ToException();
        }
    }

    /// <summary>Sends the request to the current target.</summary>
    private async Task<(ChatCall? Call, CallFailure? Failure)> OpenAsync(CallStart start, bool streaming, CancellationToken stop)
    {
        SentRequest request;
        try
        {
            request = _current.Prepare(streaming);
        }
        catch (ChatException wrong)
        {
            return (null, wrong.Failure);
        }
        return (await _current.Client.OpenAsync(request, start, stop).ConfigureAwait(false), null);
    }

    /// <summary>Selects the next target whose request can be prepared.</summary>
    /// <returns>The failure that ends the call; <see langword="null"/> if there is a next target.</returns>
    private async Task<CallFailure?> PrepareNextAsync(CallFailure failure)
    {
        failure = failure with { Attempts = failure.Attempts + _sent };
        if (failure.Completion is { } partial) RecordOrigin(partial);
        if (next.Count == 0 || !CanFallBack(failure))
            return _failed.Count > 0 && failure.Kind == ChatErrorKind.TotalTimeout ? OutOfTime(failure) : failure;
        _sent = failure.Attempts;
        _failed.Add((_current.Target, failure));
        while (_upcoming < next.Count)
        {
            var target = next[_upcoming++];
            trace?.Invoke($"{_failed[^1].Target} failed: {SafeText.Sentence(_failed[^1].Failure.Message)} Trying {target} instead.");
            try
            {
                _current = await prepare(target).ConfigureAwait(false);
                return null;
            }
            catch (ChatException unprepared)
            {
                _failed.Add((target, unprepared.Failure));
            }
        }
        return AllFailed();
    }

    /// <summary>
    /// Whether another target may be tried: not after an invalid call, and not after content arrived, which would be paid for twice.
    /// </summary>
    private bool CanFallBack(CallFailure failure) =>
        (!failure.IsRefusedCall || _failed.Count > 0) && failure.Kind != ChatErrorKind.TotalTimeout
        && failure.Completion?.Choices.Exists(static choice => choice.Message.HasContent) != true;

    /// <summary>The failure after the last target.</summary>
    private CallFailure AllFailed()
    {
        var last = _failed[^1].Failure;
        return new CallFailure(
            ChatErrorKind.FallbacksFailed,
            $"All {_failed.Count} targets failed.{Reasons}",
            new AggregateException(Exceptions))
        {
            Advice = Advice.For(ChatErrorKind.FallbacksFailed),
            Provider = last.Provider,
            Model = last.Model,
            RequestId = last.RequestId,
            RateLimit = last.RateLimit,
            Body = last.Body,
            Attempts = _sent,
        };
    }

    /// <summary>
    /// Adds the failures of earlier targets, which may have used up the shared time. The partial answer of the last target is kept.
    /// </summary>
    private CallFailure OutOfTime(CallFailure last)
    {
        var count = _failed.Count == 1 ? "1 target" : $"{_failed.Count} targets";
        var late = last with
        {
            Message = $"{SafeText.Sentence(last.Message)} Before that, {count} failed.{Reasons}",
            Cause = new AggregateException([.. Exceptions, last.ToException()]),
        };
        if (late.Completion is { } partial) partial.Error = late.Message;
        return late;
    }

    private IEnumerable<ChatException> Exceptions => _failed.Select(static failed => failed.Failure.ToException());

    /// <summary>The message of each failure on a line of its own.</summary>
    private string Reasons =>
        string.Concat(_failed.Select(static failed => $"\n{failed.Target}: {failed.Failure.Message}"));

    private ChatCompletion RecordOrigin(ChatCompletion answer)
    {
        answer.Attempts += _sent;
        if (_failed.Count > 0) answer.FallbackFrom = string.Join(", ", _failed.Select(static failed => failed.Target));
        return answer;
    }
}
