using System.Management.Automation;

namespace ChatCompletions.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "ChatCompletion")]
[OutputType(typeof(ChatCompletion), typeof(ChatCompletionChunk))]
public sealed partial class InvokeChatCompletionCommand : ChatCmdlet
{
    private CallMaker _calls = null!;
    private PipelineInput _input = null!;
    private ResultWriter _results = null!;
    private BulkRunner _runner = null!;
    private readonly BulkTotals _totals = new();
    private BulkProgress _progress = null!;
    private TokenBudget _budget = null!;
    private RunJournal? _journal;
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
                FileContent ? new FileQuestion(this, MaxContextChars ?? DefaultContextChars, WarnOnce) : null,
                InvokeCommand,
                WarnOnce);
            _progress = new BulkProgress(this, _totals, () => _runner.Running, () => _calls.Waiting);
            _budget = new TokenBudget(MaxTotalTokens, _totals);
            var isWithoutInput = !HasInput && _input.WithoutInput() is not null;
            if (isWithoutInput || Provider is not null || ApiBase is not null) CheckEarly();
            if (JournalPath is not null) _journal = RunJournal.Open(this, JournalPath, _calls, WarnOnce);
            _results = new ResultWriter(this, _calls, _totals, _progress, _budget, _journal);
            _runner = new BulkRunner(Thread, Throttle, !Unordered, _results.Write) { OnWait = _progress.Update };
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

    private void CheckEarly()
    {
        _isChecked = true;
        _calls.Check(knowsModel: !HasInput);
    }

    private void Ask(Question question)
    {
        EndIfFailed();
        if (Stream) new StreamRunner(this, _calls, _budget, _results).Run(question);
        else _runner.Add(question, () => StartAsync(question));
    }

    /// <summary>
    /// Ends the run if answers can no longer be recorded, which would mean to pay again, or counted, which would allow unlimited cost.
    /// Running calls are still written.
    /// </summary>
    private void EndIfFailed()
    {
        if ((_journal?.Failure ?? _budget.Failure) is not { } failure) return;
        _runner.Finish();
        ThrowTerminatingError(Errors.Record(failure, failure == _budget.Failure ? null : JournalPath));
    }

    /// <summary>Starts the call on the pipeline thread and returns the task of its answer. Any failure belongs to the item.</summary>
    private Task<ChatCompletion> StartAsync(Question question)
    {
        try
        {
            var call = _calls.Make(question);
            return _journal is null ? Begin() : _journal.AskAsync(call, Begin);

            Task<ChatCompletion> Begin()
            {
                // Answers from the journal use no tokens, so the budget is checked only here.
                _budget.Check();
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
}
