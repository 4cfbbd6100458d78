namespace ChatCompletions.Commands;

/// <summary>
/// Keeps several calls under way and hands their results over on the pipeline thread: in the order of the input, or as they
/// come. While results are not taken, no more calls are started, so that memory does not grow with the input.
/// </summary>
/// <param name="thread">Where the pipeline thread waits.</param>
/// <param name="limit">How many calls are under way at most.</param>
/// <param name="inOrder">Whether results are handed over in the order of the input.</param>
/// <param name="write">Writes one result.</param>
internal sealed class BulkRunner(PipelineThread thread, int limit, bool inOrder, Action<BulkItem> write)
{
    /// <summary>How many results may wait for a slow one before them, for each call that may be under way.</summary>
    private const int WaitingForEach = 16;

    private readonly LinkedList<BulkItem> _items = new();
    private int _running;

    /// <summary>Is done now and then while calls are waited for.</summary>
    public Action? OnWait { get; init; }

    /// <summary>How many items have not been written.</summary>
    public int Count => _items.Count;

    /// <summary>How many calls are under way.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Starts a call as soon as there is room for it. Results that are there meanwhile are written, and workers that ask for this thread are served.</summary>
    /// <param name="question">The question.</param>
    /// <param name="start">Starts the call; it must not fail.</param>
    public void Add(Question question, Func<Task<ChatCompletion>> start)
    {
        thread.WriteReports();
        WriteFinished();
        while (Running >= limit || _items.Count >= limit * WaitingForEach) WaitAndWrite();
        Interlocked.Increment(ref _running);
        var item = new BulkItem(question, start());
        _items.AddLast(item);
        thread.Watch(item.Task, () => Interlocked.Decrement(ref _running));
        if (limit == 1) Finish();
        else WriteFinished();
    }

    /// <summary>Waits for all calls and writes their results.</summary>
    public void Finish()
    {
        WriteFinished();
        while (_items.Count > 0) WaitAndWrite();
    }

    private void WaitAndWrite()
    {
        thread.Wait(BulkProgress.Interval);
        OnWait?.Invoke();
        WriteFinished();
    }

    private void WriteFinished()
    {
        for (var node = _items.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Task.IsCompleted)
            {
                _items.Remove(node);
                write(node.Value);
            }
            else if (inOrder)
            {
                return;
            }
            node = next;
        }
    }
}
