namespace ChatCompletions.Commands;

/// <summary>
/// Runs several calls concurrently and writes their results on the pipeline thread: in the order of the input, or as they arrive. No more
/// calls are started while too many results wait, so that memory does not grow with the input.
/// </summary>
/// <param name="thread">The pipeline thread.</param>
/// <param name="limit">The maximum number of concurrent calls.</param>
/// <param name="inOrder">Whether results are written in the order of the input.</param>
/// <param name="write">Writes one result.</param>
internal sealed class BulkRunner(PipelineThread thread, int limit, bool inOrder, Action<BulkItem> write)
{
    /// <summary>How many results may wait for an earlier slow one, for each concurrent call.</summary>
    private const int MaxWaitingPerCall = 16;

    private readonly LinkedList<BulkItem> _items = new();
    private int _running;

    /// <summary>Called periodically while the runner waits for calls.</summary>
    public Action? OnWait { get; init; }

    /// <summary>The number of items that are not written yet.</summary>
    public int Count => _items.Count;

    /// <summary>The number of running calls.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>
    /// Starts a call as soon as the limit allows it. Meanwhile it writes finished results and runs the work that workers post to this
    /// thread.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="start">Starts the call; it must not throw.</param>
    public void Add(Question question, Func<Task<ChatCompletion>> start)
    {
        thread.WriteReports();
        WriteFinished();
        while (Running >= limit || _items.Count >= limit * MaxWaitingPerCall) WaitAndWrite();
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
