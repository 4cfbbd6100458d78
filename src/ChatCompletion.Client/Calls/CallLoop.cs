using System.Globalization;

namespace ChatCompletions;

/// <summary>
/// Sends a request until its answer begins. This is the one place that decides after a failure: wait and send again, get a new key,
/// leave out an option that the server does not know, or give up.
/// </summary>
internal sealed class CallLoop(ChatEndpoint endpoint, ChatClientOptions options)
{
    /// <summary>The most rate-limited responses that do not count as attempts, while the limiter reduces the number of requests.</summary>
    private const int MaxFreeRetries = 20;

    private readonly RequestSender _sender = new(endpoint, options);
    private readonly RetryPolicy _retries =
        new(options.NumRetries, options.RetriesTimeouts, options.MaxRetryDelay, options.Random, options.Time);

    /// <summary>Sends a request.</summary>
    /// <typeparam name="TReader">Reads the response.</typeparam>
    /// <param name="call">The request.</param>
    /// <param name="clock">The call's time limits.</param>
    /// <param name="open">Makes the reader of a successful response.</param>
    /// <param name="simplify">
    /// Makes a simpler request if the server refuses this one for an option; <see langword="null"/> if there is none.
    /// </param>
    /// <returns>The reader, if a successful response arrived, and the failure, if the call failed.</returns>
    public async Task<CallResult<TReader>> RunAsync<TReader>(
        HttpCall call,
        CallClock clock,
        Func<HttpExchange, TReader> open,
        Func<CallFailure, HttpCall?>? simplify = null)
        where TReader : class, IResponseReader
    {
        var attempts = 0;
        var freeRetries = 0;
        var isKeyRenewed = false;
        CallFailure? last = null;
        for (var number = 1; ; number++)
        {
            var (ticket, blocked) = await PrepareAsync(clock, call.Address).ConfigureAwait(false);
            if (blocked is not null) return new(null, Blocked(blocked, last) with { Attempts = number - 1 });
            var (exchange, failure) = await _sender.SendAsync(call, ticket.Key, ticket.Permit, clock, number).ConfigureAwait(false);
            TReader? reader = null;
            if (failure is null) (reader, failure) = await BeginAsync(open(exchange!)).ConfigureAwait(false);
            if (failure is null) return new(reader, null);
            IDisposable? response = reader is null ? exchange : reader;
            last = failure = AddRetryAfter(failure, exchange);

            if (simplify?.Invoke(failure) is { } simpler)
            {
                response?.Dispose();
                options.Trace?.Invoke("The server does not know stream_options; asking again without. The answer will come without usage.");
                (call, simplify, isKeyRenewed, attempts, freeRetries) = (simpler, null, false, 0, 0);
                continue;
            }
            if (failure.Kind == ChatErrorKind.AuthenticationFailed && !isKeyRenewed && endpoint.ForgetKey(ticket.Key))
            {
                response?.Dispose();
                options.Trace?.Invoke($"{endpoint.Provider.Name} does not accept the key any more; its command is run again.");
                isKeyRenewed = true;
                continue;
            }
            attempts++;
            var delay = _retries.DelayAfter(failure, attempts, freeRetries, exchange?.Headers);
            if (ticket.Permit is { } permit && failure.Kind == ChatErrorKind.RateLimited)
            {
                var asked = delay is null ? null : failure.Api?.RetryAfter;
                options.Limiter!.OnRateLimited(permit, asked is null ? null : TimeSpan.FromSeconds(asked.Value));
                if (freeRetries < MaxFreeRetries) (attempts, freeRetries) = (attempts - 1, freeRetries + 1);
            }
            if (delay is not { } wait || wait >= clock.Left)
            {
                if (reader is null) exchange?.Dispose();
                return new(reader, failure);
            }
            response?.Dispose();
            options.Trace?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"Request {failure.Attempts} failed: {SafeText.Sentence(failure.Message)} Trying again in {wait.TotalSeconds:0.0} s."));
            if (await WaitAsync(wait, clock, call.Address).ConfigureAwait(false) is { } late)
                return new(null, late with { Attempts = number });
        }
    }

    /// <summary>Gets the key, for which a command may have to run, and a permit of the limiter, if there is one.</summary>
    private async ValueTask<(CallTicket Ticket, CallFailure? Failure)> PrepareAsync(CallClock clock, Uri address)
    {
        try
        {
            clock.AwaitRetry();
            var key = await endpoint.KeyAsync(clock.Token).ConfigureAwait(false);
            if (options.Limiter is not { } limiter) return (new CallTicket(key, null), null);
            if (limiter.Pause is { } pause)
                options.Trace?.Invoke(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{endpoint.Provider.Name} is at its rate limit; nothing is sent for {pause.TotalSeconds:0.0} s."));
            return (new CallTicket(key, await limiter.AcquireAsync(clock.Token).ConfigureAwait(false)), null);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(address.Host, stopped) is { } timeout)
        {
            return (default, timeout);
        }
        catch (ChatException noKey)
        {
            return (default, noKey.Failure);
        }
    }

    /// <summary>The failure before a retry: if a new key cannot be had, the server's refusal of the old one, with the reason.</summary>
    private static CallFailure Blocked(CallFailure blocked, CallFailure? last) => blocked.IsRefusedCall && last is not null
        ? last with { Message = $"{SafeText.Sentence(last.Message)} {blocked.Message}", Cause = blocked.ToException() }
        : blocked;

    private static async ValueTask<(TReader? Reader, CallFailure? Failure)> BeginAsync<TReader>(TReader reader)
        where TReader : class, IResponseReader
    {
        try
        {
            return (reader, await reader.BeginAsync().ConfigureAwait(false));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private CallFailure AddRetryAfter(CallFailure failure, HttpExchange? exchange) => failure.Api is { } api && exchange is not null
        ? failure with { Api = api with { RetryAfter = _retries.RetryAfter(exchange.Headers)?.TotalSeconds } }
        : failure;

    /// <summary>Waits before a retry.</summary>
    /// <returns>The limit that ended the wait; <see langword="null"/> if none did.</returns>
    private async Task<CallFailure?> WaitAsync(TimeSpan wait, CallClock clock, Uri address)
    {
        try
        {
            clock.AwaitRetry();
            await Task.Delay(wait, options.Time, clock.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException stopped) when (clock.Explain(address.Host, stopped) is { } timeout)
        {
            return timeout;
        }
    }
}
