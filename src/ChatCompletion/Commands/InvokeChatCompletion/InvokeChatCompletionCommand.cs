using System.Management.Automation;

namespace ChatCompletions.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "ChatCompletion")]
[OutputType(typeof(ChatCompletion), typeof(ChatCompletionChunk))]
public sealed partial class InvokeChatCompletionCommand : ChatCmdlet
{
    private CallMaker _calls = null!;
    private PipelineInput _input = null!;
    private BulkRunner _runner = null!;
    private readonly BulkTotals _totals = new();
    private BulkProgress _progress = null!;
    private TokenBudget _budget = null!;
    private RunJournal? _journal;
    private ChatException? _failure;
    private bool _isChecked;

    /// <summary>Validates the call as a whole, before any input.</summary>
    protected override void BeginProcessing()
    {
        OrThrow<object?>(() =>
        {
            CheckNotNull();
            CheckBulk();
            var hasMessage = TakeSwitchValue();
            _calls = new CallMaker(this, _totals);
            _input = new PipelineInput(
                Message,
                hasMessage,
                Messages is not null,
                _calls.HistoryAsks,
                MaxContextChars ?? DefaultContextChars,
                InvokeCommand,
                WarnOnce);
            _runner = new BulkRunner(Thread, Throttle, !Unordered, Write) { OnWait = () => _progress.Update() };
            _progress = new BulkProgress(this, _totals, () => _runner.Running, () => _calls.Waiting);
            _budget = new TokenBudget(MaxTotalTokens, _totals);
            var isWithoutInput = !HasInput && _input.WithoutInput() is not null;
            if (isWithoutInput || Provider is not null || ApiBase is not null) CheckEarly();
            if (JournalPath is not null) _journal = RunJournal.Open(this, JournalPath, _calls, WarnOnce);
            return null;
        });
    }

    /// <summary>Reads an object from the pipeline.</summary>
    protected override void ProcessRecord()
    {
        if (HasInput) Guard(Take);
    }

    /// <summary>Sends the question that all input forms together, or the question of a call without input.</summary>
    protected override void EndProcessing() => Guard(End);

    private void Take()
    {
        IEnumerable<Question> questions;
        try
        {
            questions = _input.Take(InputObject);
            // Piped models and answers name their own provider, so this check must wait for the first object.
            if (!_isChecked && _input is { Any: true, NamesProvider: false }) CheckEarly();
        }
        catch (ChatException wrong)
        {
            // Earlier questions are answered before the error ends the statement.
            _runner.Finish();
            ThrowTerminatingError(Errors.Record(wrong, InputObject));
            throw;
        }
        foreach (var question in questions) Ask(question);
    }

    private void End()
    {
        if (!HasInput) Ask(_input.WithoutInput());
        else if (_input.Rest() is { } rest) Ask(rest);
        else if (_input.LacksLastChunk)
            ThrowTerminatingError(Errors.Record(LacksLastChunk(), null));
        else if (!_input.Any && _input.HasMessage) WriteWarning("The pipeline was empty, so no question was sent.");
        _progress.Count = _totals.Done + _runner.Count;
        _runner.Finish();
        EndIfFailed();
        _journal?.CheckEnd();
        _progress.Complete();
    }

    private static ChatRequestException LacksLastChunk() => Errors.Wrong(
        nameof(InputObject),
        "The piped chunks do not include the last one, which holds the whole answer. Pipe the whole stream, or its last chunk.");

    /// <summary>Removes the progress from the screen however the action ends.</summary>
    private void Guard(Action action)
    {
        var isDone = false;
        try
        {
            action();
            isDone = true;
        }
        finally
        {
            if (!isDone) _progress.Complete();
        }
    }

    /// <summary>Stops running calls, and writes finished ones to the journal.</summary>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _journal?.Dispose();
    }

    /// <summary>Whether a parameter is given, directly or by the pipeline.</summary>
    internal bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The maximum number of concurrent requests.</summary>
    internal int Throttle => ThrottleLimit ?? DefaultThrottleLimit;

    /// <summary>Whether several requests may run concurrently.</summary>
    internal bool IsBulk => HasInput && !Stream && Throttle > 1;

    /// <summary>Whether objects come from the pipeline or from -InputObject.</summary>
    private bool HasInput => MyInvocation.ExpectingInput || IsGiven(nameof(InputObject));

    /// <summary>
    /// Refuses $null for parameters that act as safeguards: a misspelled variable or a missing file would silently remove them from the
    /// request.
    /// </summary>
    private void CheckNotNull()
    {
        foreach (var (name, value) in new (string, object?)[]
                 {
                     (nameof(As), As), (nameof(ResponseFormat), ResponseFormat), (nameof(Tools), Tools), (nameof(ToolChoice), ToolChoice),
                     (nameof(Fallbacks), Fallbacks), (nameof(MaxTotalTokens), MaxTotalTokens),
                 })
            if (value is null && IsGiven(name))
                throw Errors.Wrong(
                    name,
                    $"-{name} is $null, so the request would be sent without it. "
                    + $"Check the variable or file that it comes from, or omit -{name}.");
    }

    private void CheckBulk()
    {
        if (ThrottleLimit is < 1 or > MaxThrottleLimit)
            throw Errors.Wrong(nameof(ThrottleLimit), $"-ThrottleLimit must be from 1 to {MaxThrottleLimit}; it is {ThrottleLimit}.");
        if (Stream && ThrottleLimit > 1)
            throw Errors.Wrong(
                nameof(ThrottleLimit),
                "-Stream writes one answer after another as it arrives, so it requires -ThrottleLimit 1. Omit one of the two.");
        if (MaxTotalTokens < 1)
            throw Errors.Wrong(nameof(MaxTotalTokens), $"-MaxTotalTokens must be at least 1; it is {MaxTotalTokens}.");
        if (Stream && JournalPath is not null)
            throw Errors.Wrong(
                nameof(JournalPath), "-JournalPath stores whole answers, so it cannot be used with -Stream. Omit one of the two.");
        if (MaxContextChars < 1)
            throw Errors.Wrong(nameof(MaxContextChars), $"-MaxContextChars must be at least 1; it is {MaxContextChars}.");
    }

    private void CheckEarly()
    {
        _isChecked = true;
        _calls.Check(knowsModel: !HasInput);
    }

    private void Ask(Question question)
    {
        EndIfFailed();
        if (Stream) WriteStream(question);
        else _runner.Add(question, () => StartAsync(question));
    }

    /// <summary>
    /// Ends the run if answers can no longer be recorded, which would mean to pay again, or counted, which would allow unlimited cost.
    /// Running calls are still written.
    /// </summary>
    private void EndIfFailed()
    {
        if ((_journal?.Failure ?? _failure) is not { } failure) return;
        _runner.Finish();
        ThrowTerminatingError(Errors.Record(failure, failure == _failure ? null : JournalPath));
    }

    /// <summary>Starts the call on the pipeline thread and returns the task of its answer. Any failure belongs to the item.</summary>
    private Task<ChatCompletion> StartAsync(Question question)
    {
        try
        {
            var call = Make(question);
            return _journal is null ? Begin() : _journal.AskAsync(call, Begin);

            Task<ChatCompletion> Begin()
            {
                // Answers from the journal use no tokens, so the budget is checked only here.
                _budget.Check();
                if (_failure is not null) throw _failure;
                // A key command needs this thread, which may run other parts of the pipeline until the next object arrives.
                Thread.Await(call.First.Client.PrepareAsync(StopToken));
                return call.CompleteAsync(StopToken);
            }
        }
        catch (ChatException failure)
        {
            return Task.FromException<ChatCompletion>(failure);
        }
    }

    private PreparedCall Make(Question question) => question.Failure is { } failure ? throw failure : _calls.Make(question);

    /// <summary>Writes the result of an item.</summary>
    private void Write(BulkItem item)
    {
        Thread.WriteReports();
        if (item.Task.Exception?.InnerException is { } failure and not RuntimeException)
        {
            // A failure that ends the run belongs to no item.
            if (failure is not ChatException { Kind: ChatErrorKind.JournalFailed or ChatErrorKind.UsageMissing })
                WriteFailure(failure, item.Question);
            return;
        }
        // A stop, or an exception from work that a worker posted to this thread, belongs to the pipeline.
        var answer = Thread.Await(item.Task);
        if (_calls.Values?.Fill(answer) is not { } fault)
        {
            WriteAnswer(answer);
            return;
        }
        // An answer that does not match -As uses tokens, too.
        CheckUsage(answer);
        WriteFailure(fault, item.Question);
    }

    private void WriteAnswer(ChatCompletion answer)
    {
        _totals.Count(isFailed: false);
        // Write the answer first: a warning can end the pipeline, and the answer must not be lost.
        WriteObject(answer);
        WarnOf(answer);
        if (_journal?.WarningOf(answer) is { } warning) WriteWarning(warning);
        CheckUsage(answer);
        _progress.Update();
    }

    private void CheckUsage(ChatCompletion answer) => _failure ??= _budget.MissingUsage(answer);

    private void WriteFailure(Exception failure, Question question)
    {
        Thread.WriteReports();
        StreamScreen.BreakOff();
        _totals.Count(isFailed: true);
        var record = Errors.Record(failure, question.Input);
        if (!MyInvocation.ExpectingInput && !question.IsItem) ThrowTerminatingError(record);
        if (IncludeFailed) WriteObject(Stream ? FailedAnswer.ChunkOf(failure, question) : FailedAnswer.Of(failure, question));
        WriteError(record);
    }

    /// <summary>Writes chunks as they arrive, and closes the stream however the pipeline ends.</summary>
    private void WriteStream(Question question)
    {
        IAsyncEnumerator<ChatCompletionChunk>? chunks = null;
        var pending = default(ValueTask<bool>);
        try
        {
            _budget.Check();
            chunks = Make(question).StreamAsync(StopToken).GetAsyncEnumerator(CancellationToken.None);
            while (true)
            {
                pending = chunks.MoveNextAsync().Preserve();
                if (!Thread.Await(pending)) break;
                var whole = chunks.Current.Completion;
                var fault = whole is null ? null : _calls.Values?.Fill(whole);
                WriteObject(chunks.Current);
                if (whole is not null) TakeStreamed(whole, fault);
            }
        }
        catch (ChatException failure)
        {
            WriteFailure(failure, question);
        }
        finally
        {
            // The enumerator cannot be closed during a read; the stop that ended the wait also ends the read, which closes it.
            if (pending.IsCompleted) chunks?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <exception cref="ChatException">The answer does not match -As.</exception>
    private void TakeStreamed(ChatCompletion whole, ChatException? fault)
    {
        // An answer that does not match -As uses tokens, too.
        CheckUsage(whole);
        if (fault is not null) throw fault;
        _totals.Count(isFailed: false);
        WarnOf(whole);
    }

    private void WarnOf(ChatCompletion answer)
    {
        foreach (var warning in AnswerWarnings.Of(answer, N)) WriteWarning(_calls.Mask(warning));
    }
}
