using System.Collections.Concurrent;

namespace ChatCompletions.Commands;

/// <summary>
/// Prepares the call for a question: its provider, its request and its fallbacks. Each provider's client is created once, so that its key
/// is read once. Use it on the pipeline thread, because vaults require that.
/// </summary>
internal sealed class CallMaker
{
    // Workers read it too, to mask the secrets in journal entries.
    private readonly ConcurrentDictionary<string, ChatClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RequestLimiter> _limiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly InvokeChatCompletionCommand _command;
    private readonly RequestParts _parts;
    private readonly FallbackList? _fallbacks;
    private readonly SecretVault _vault;
    private readonly BulkTotals _totals;

    /// <summary>Reads the parameters.</summary>
    /// <param name="command">The command.</param>
    /// <param name="totals">Counts the tokens of each answer.</param>
    /// <exception cref="ChatRequestException">A parameter is invalid.</exception>
    public CallMaker(InvokeChatCompletionCommand command, BulkTotals totals)
    {
        _command = command;
        _totals = totals;
        _parts = new RequestParts(command);
        Values = _parts.Shape is { } shape ? new ValueMaker(shape, Mask) : null;
        _fallbacks = ReadFallbacks();
        _vault = new SecretVault(command, command.StopToken);
    }

    /// <summary>Creates the values of answers; <see langword="null"/> without -As.</summary>
    public ValueMaker? Values { get; }

    /// <summary>Whether -History ends with a message that needs an answer.</summary>
    public bool HistoryAsks => _parts.HistoryAsks;

    /// <summary>The masks for the secrets of all providers used so far. May be called on any thread.</summary>
    public IEnumerable<SecretMask> Masks => _clients.Values.Select(static client => client.Mask);

    /// <summary>Masks the keys of all providers that this call uses.</summary>
    public string Mask(string text) => Masks.Aggregate(text, static (masked, mask) => mask.Apply(masked)!);

    /// <summary>How long a rate limit delays requests; <see langword="null"/> if none does.</summary>
    public TimeSpan? Waiting => _limiters.Values.Max(static limiter => limiter.Pause);

    /// <summary>Prepares the call for a question.</summary>
    /// <exception cref="ChatException">The question is invalid, or its provider's key cannot be read.</exception>
    public PreparedCall Make(Question question)
    {
        if (question.Failure is { } failure) throw failure;
        // A piped model takes precedence over -Model; a piped answer is continued by its own model unless -Model names another.
        var own = _command.ApiBase is null ? question.Provider : null;
        var continued = _command.Provider is null || _command.Provider == question.Provider ? question.Model : null;
        var (client, ownModel) = Client(_command.Provider ?? own, question.IsModel ? question.Model : _command.Model ?? continued);
        var first = Prepare(client, question, ownModel);
        if (_fallbacks is null) return new PreparedCall(first, null);
        var targets = _fallbacks.For(client.Provider, ownModel, ProviderRegistry.Shared.Get);
        if (_fallbacks.Unused(client.Provider, ownModel, targets) is { } unused) _command.WarnOnce(unused);
        var trace = _command.ReportingOptions(client.Provider).Trace;
        return new PreparedCall(first, new FallbackChain(first, targets, target => FallbackAsync(target, question, client), trace));
    }

    /// <summary>Validates the call before the first question is sent: such faults belong to the call, not to an item.</summary>
    /// <exception cref="ChatException">The call is invalid.</exception>
    public void Check(bool knowsModel)
    {
        var (client, model) = Client(_command.Provider, _command.Model);
        // Only the input may name the model.
        var asked = model ?? (!knowsModel && client.Provider.Model is null ? "…" : null);
        client.Check(Prepare(client, new Question([new ChatMessage { Content = "…" }]), asked).Request, _command.Stream);
    }

    private PreparedRequest Prepare(ChatClient client, Question question, string? model) =>
        new(client, _parts.ToRequest(question, model, client.Provider.InstructionsRole));

    /// <summary>
    /// Prepares a fallback. Its key is read only now, on the pipeline thread, unless the provider was used before. The call's -ApiBase
    /// applies only to the call's own provider.
    /// </summary>
    private Task<PreparedRequest> FallbackAsync(ChatTarget target, Question question, ChatClient first)
    {
        var client = target.Provider is null || target.Provider.Equals(first.Provider.Name, StringComparison.OrdinalIgnoreCase)
            ? first
            : _clients.GetValueOrDefault(target.Provider);
        return client is not null
            ? Task.FromResult(Prepare(client, question, target.Model))
            : _command.Thread.Invoke(() =>
                Prepare(Connect(ProviderRegistry.Shared.Get(target.Provider!), null, null), question, target.Model));
    }

    private FallbackList? ReadFallbacks()
    {
        if (_command.Fallbacks is null) return null;
        // A bare name is a model, not JSON.
        var list = new FallbackList(PlainValue.Unwrap(_command.Fallbacks) is string text && text.TrimStart() is not ['[' or '{', ..]
            ? [text]
            : PlainValue.ListFromArgument(nameof(_command.Fallbacks), _command.Fallbacks)!);
        foreach (var name in list.Providers) _ = ProviderRegistry.Shared.Get(name);
        if (_parts.NamesModel)
            throw Errors.Wrong(
                nameof(_command.AdditionalParameters),
                "-AdditionalParameters contains a model, which would be sent to every fallback too. Name the model with -Model.");
        return list;
    }

    private (ChatClient Client, string? Model) Client(string? name, string? model)
    {
        // An address without a provider is a server without a key; no provider's key may be sent to it.
        var (provider, ownModel) = name is null && _command.ApiBase is not null
            ? (ChatProvider.FromAddress(_command.ApiBase), model)
            : ProviderRegistry.Shared.Choose(name, model);
        return (Connect(provider, _command.ApiBase, _command.ApiVersion), ownModel);
    }

    private ChatClient Connect(ChatProvider provider, string? apiBase, string? apiVersion)
    {
        if (_clients.TryGetValue(provider.Name, out var known)) return known;
        var endpoint = ChatEndpoint.Create(provider, apiBase, apiVersion, _command.AllowUnencryptedAuthentication, secrets: _vault);
        return _clients[provider.Name] = new ChatClient(endpoint, Options(provider));
    }

    /// <summary>Concurrent requests share their provider's rate limit.</summary>
    private RequestLimiter? LimiterOf(ChatProvider provider) =>
        _command.IsBulk ? _limiters.GetOrAdd(provider.Name, _ => new RequestLimiter(TimeProvider.System, _command.Throttle)) : null;

    private ChatClientOptions Options(ChatProvider provider)
    {
        ProviderRules.CheckSeconds(nameof(_command.TimeoutSec), _command.TimeoutSec);
        ProviderRules.CheckSeconds(nameof(_command.IdleTimeoutSec), _command.IdleTimeoutSec);
        ProviderRules.CheckSeconds(nameof(_command.FirstByteTimeoutSec), _command.FirstByteTimeoutSec);
        ProviderRules.CheckRetries(_command.NumRetries);
        var options = _command.ReportingOptions(provider) with { Limiter = LimiterOf(provider), Received = _totals.AddTokens };
        if (_command.TimeoutSec is { } total)
            options = options with { Timeouts = options.Timeouts with { Total = TimeSpan.FromSeconds(total) } };
        if (_command.IdleTimeoutSec is { } idle)
            options = options with { Timeouts = options.Timeouts with { Idle = TimeSpan.FromSeconds(idle) } };
        if (_command.FirstByteTimeoutSec is { } first)
            options = options with { Timeouts = options.Timeouts with { FirstByte = TimeSpan.FromSeconds(first) } };
        return _command.NumRetries is { } retries ? options with { NumRetries = retries, RetriesTimeouts = true } : options;
    }
}
