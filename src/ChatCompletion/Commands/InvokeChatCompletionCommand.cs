using System.Management.Automation;

namespace ChatCompletions.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "ChatCompletion")]
[OutputType(typeof(ChatCompletion), typeof(ChatCompletionChunk))]
public sealed partial class InvokeChatCompletionCommand : ChatCmdlet
{
    private readonly Dictionary<string, ChatClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private RequestParts _parts = null!;
    private PipelineInput _input = null!;
    private FallbackList? _fallbacks;
    private SecretVault? _vault;
    private bool _isChecked;

    /// <summary>Checks the call as a whole, before any input.</summary>
    protected override void BeginProcessing()
    {
        OrThrow<object?>(() =>
        {
            _parts = new RequestParts(this);
            _fallbacks = ReadFallbacks();
            _input = new PipelineInput(Message, IsGiven(nameof(Message)), Messages is not null);
            var isWithoutInput = !HasInput && _input.WithoutInput() is not null;
            if (isWithoutInput || Provider is not null || ApiBase is not null) CheckEarly();
            return null;
        });
    }

    /// <summary>Takes an object from the pipeline.</summary>
    protected override void ProcessRecord()
    {
        if (!HasInput) return;
        IEnumerable<Question> questions;
        try
        {
            questions = _input.Take(InputObject);
            // Models name their provider themselves, so it is known only now who is asked.
            if (!_isChecked && _input is { Any: true, NamesWhomToAsk: false }) CheckEarly();
        }
        catch (ChatException wrong)
        {
            ThrowTerminatingError(Errors.Record(wrong, InputObject));
            throw;
        }
        foreach (var question in questions) Ask(question);
    }

    /// <summary>Asks what all input made together, or the question of a call without input.</summary>
    protected override void EndProcessing()
    {
        if (!HasInput) Ask(_input.WithoutInput());
        else if (_input.Rest() is { } rest) Ask(rest);
        else if (_input.LacksLastChunk)
            ThrowTerminatingError(Errors.Record(Errors.Wrong(nameof(InputObject), "Chunks were piped, but not the last one, which holds the whole answer. Pipe the whole stream, or its last chunk."), null));
        else if (!_input.Any && _input.HasMessage) WriteWarning("Nothing came down the pipeline, so nothing was asked.");
    }

    /// <summary>Whether a parameter is given, as a value or by the pipeline.</summary>
    internal bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether objects come by the pipeline, or by -InputObject.</summary>
    private bool HasInput => MyInvocation.ExpectingInput || IsGiven(nameof(InputObject));

    private void Ask(Question question)
    {
        try
        {
            var first = Prepare(question);
            var chain = _fallbacks is null ? null : Chain(first, question);
            if (Stream) WriteStream(chain?.StreamAsync(StopToken) ?? first.Client.StreamAsync(first.Request, StopToken));
            else WriteAnswer(Thread.Await(chain?.CompleteAsync(StopToken) ?? first.Client.CompleteAsync(first.Request, StopToken)));
        }
        catch (ChatException failure)
        {
            Thread.WriteReports();
            var record = Errors.Record(failure, question.Input);
            if (MyInvocation.ExpectingInput) WriteError(record);
            else ThrowTerminatingError(record);
        }
    }

    private void WriteAnswer(ChatCompletion answer)
    {
        // The answer goes first: where warnings end the pipeline it is not lost.
        WriteObject(answer);
        WarnOf(answer);
    }

    /// <summary>Chunks reach the pipeline as they arrive. However the pipeline ends, the stream is closed.</summary>
    private void WriteStream(IAsyncEnumerable<ChatCompletionChunk> stream)
    {
        var chunks = stream.GetAsyncEnumerator(CancellationToken.None);
        var pending = default(ValueTask<bool>);
        try
        {
            while (true)
            {
                pending = chunks.MoveNextAsync().Preserve();
                if (!Thread.Await(pending)) break;
                WriteObject(chunks.Current);
                if (chunks.Current.Completion is { } whole) WarnOf(whole);
            }
        }
        finally
        {
            // While a read is under way the enumerator cannot be closed; the stop that ended the wait ends the read, which closes it.
            if (pending.IsCompleted) chunks.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>An answer that is not what one thinks is never passed on without a word.</summary>
    private void WarnOf(ChatCompletion answer)
    {
        foreach (var warning in answer.Choices.Select(WarningOf).Distinct())
            if (warning is not null) WriteWarning(warning);
        if (answer.Choices.Count < N) WriteWarning($"{N} answers were asked for (-N), and {answer.Choices.Count} came.");
    }

    private static string? WarningOf(ChatChoice choice) => choice switch
    {
        { FinishReason: "length" } => "The answer was cut at the token limit (finish reason length). Allow more with -MaxTokens or -MaxCompletionTokens.",
        { FinishReason: "content_filter" } => "A content filter cut the answer (finish reason content_filter).",
        { FinishReason: var reason } when !FinishReasons.IsWhole(reason) => $"The answer ended with the finish reason '{SafeText.Neutralise(reason)}' and is taken to be incomplete.",
        { Message.Refusal.Length: > 0 } => $"The model refused: {SafeText.Neutralise(choice.Message.Refusal)}",
        { Content: null or "", Message: { ToolCalls: null, Parts: null, Audio: null } } => "The answer is empty.",
        _ => null,
    };

    private PreparedRequest Prepare(Question question)
    {
        var isModel = _input.IsModels;
        var provider = Provider ?? (ApiBase is null ? question.Provider : null);
        // A piped model is asked whatever -Model says; an answer is continued by the model that gave it unless -Model names another.
        var (client, model) = Client(provider, isModel ? question.Model : Model ?? (Provider is null || Provider == question.Provider ? question.Model : null));
        return new PreparedRequest(client, _parts.ToRequest(question, model, client.Provider.InstructionsRole));
    }

    /// <summary>A fallback's key is read only when it is asked, and on the pipeline thread, as vaults demand.</summary>
    private FallbackChain Chain(PreparedRequest first, Question question)
    {
        var provider = first.Client.Provider;
        var targets = _fallbacks!.For(provider, first.Request.Model, ProviderRegistry.Shared.Get);
        return new FallbackChain(first, targets, target => Thread.Invoke(() => PrepareFallback(target, question, first.Client)), ReportingOptions(provider).Trace);
    }

    private PreparedRequest PrepareFallback(ChatTarget target, Question question, ChatClient first)
    {
        var client = target.Provider is null || target.Provider.Equals(first.Provider.Name, StringComparison.OrdinalIgnoreCase)
            ? first
            : Connect(ProviderRegistry.Shared.Get(target.Provider), null, null);
        return new PreparedRequest(client, _parts.ToRequest(question, target.Model, client.Provider.InstructionsRole));
    }

    /// <summary>Finds faults of the call before the first question is asked: they are the call's, not an item's.</summary>
    private void CheckEarly()
    {
        _isChecked = true;
        var (client, model) = Client(Provider, Model);
        // Which model is asked may be known only from the input.
        var asked = model ?? (HasInput && client.Provider.Model is null ? "…" : null);
        client.Check(_parts.ToRequest(new Question([new ChatMessage { Content = "…" }]), asked, client.Provider.InstructionsRole), Stream);
    }

    private FallbackList? ReadFallbacks()
    {
        if (Fallbacks is null) return null;
        // A bare name is a model, not JSON.
        var list = new FallbackList(PlainValue.Unwrap(Fallbacks) is string text && text.TrimStart() is not ['[' or '{', ..]
            ? [text]
            : PlainValue.ListFromArgument(nameof(Fallbacks), Fallbacks)!);
        foreach (var name in list.Providers) _ = ProviderRegistry.Shared.Get(name);
        if (_parts.NamesModel) throw Errors.Wrong(nameof(AdditionalParameters), "-AdditionalParameters holds a model, which would be sent to every fallback too. Name the model with -Model.");
        return list;
    }

    private (ChatClient Client, string? Model) Client(string? name, string? model)
    {
        var (provider, ownModel) = name is null && ApiBase is not null
            ? (ProviderForAddress(), model)
            : ProviderRegistry.Shared.Choose(name, model);
        return (Connect(provider, ApiBase, ApiVersion), ownModel);
    }

    /// <summary>The client of a provider: one for the whole call, so that its key is read once.</summary>
    private ChatClient Connect(ChatProvider provider, string? apiBase, string? apiVersion)
    {
        if (_clients.TryGetValue(provider.Name, out var known)) return known;
        var endpoint = ChatEndpoint.Create(provider, apiBase, apiVersion, AllowUnencryptedAuthentication, secrets: _vault ??= new SecretVault(this, StopToken));
        return _clients[provider.Name] = new ChatClient(endpoint, ClientOptions(provider));
    }

    /// <summary>An address by itself is a server without a key: no other provider's key is for it.</summary>
    private static ChatProvider ProviderForAddress() => ChatProvider.FromPreset(ProviderPresets.Custom);

    private ChatClientOptions ClientOptions(ChatProvider provider)
    {
        ProviderRules.CheckSeconds(nameof(TimeoutSec), TimeoutSec);
        ProviderRules.CheckSeconds(nameof(IdleTimeoutSec), IdleTimeoutSec);
        ProviderRules.CheckRetries(NumRetries);
        var options = ReportingOptions(provider);
        if (TimeoutSec is { } total) options = options with { Timeouts = options.Timeouts with { Total = TimeSpan.FromSeconds(total) } };
        if (IdleTimeoutSec is { } idle) options = options with { Timeouts = options.Timeouts with { Idle = TimeSpan.FromSeconds(idle) } };
        return NumRetries is { } retries ? options with { NumRetries = retries, RetriesTimeouts = true } : options;
    }
}
