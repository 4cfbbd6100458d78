using System.Collections.Concurrent;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// The only place where workers post work to the pipeline thread. The thread blocks here on a task and runs the posted work until the task
/// is complete, or the user stops the pipeline.
/// </summary>
internal sealed class PipelineThread(CancellationToken stop)
{
    /// <summary>How long the prompt waits for a stopped task.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Action> _reports = new();
    private readonly ManualResetEventSlim _wake = new();

    /// <summary>Posts an action to the pipeline thread. May be called on any thread.</summary>
    public void Report(Action write)
    {
        _reports.Enqueue(write);
        _wake.Set();
    }

    /// <summary>Runs a function for a worker on the pipeline thread, which waits for the worker.</summary>
    public async Task<T> Invoke<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = stop.Register(() => done.TrySetCanceled(stop));
        Report(() =>
        {
            try
            {
                done.TrySetResult(action());
            }
            catch (Exception failed)
            {
                // This includes PipelineStoppedException: it ends the worker and then the pipeline thread, which waits for the worker.
                done.TrySetException(failed);
            }
        });
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Runs the posted actions. Call it on the pipeline thread.</summary>
    public void WriteReports()
    {
        while (_reports.TryDequeue(out var write)) write();
    }

    /// <summary>Wakes <see cref="Wait"/> when a task is complete.</summary>
    /// <param name="task">The task.</param>
    /// <param name="done">Called first, on the thread that completes the task.</param>
    public void Watch(Task task, Action? done = null) => _ = task.ContinueWith(
        (ended, _) =>
        {
            // Observe the exception: nothing reads the result of a task after a stop.
            _ = ended.Exception;
            done?.Invoke();
            _wake.Set();
        },
        null,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>Waits until a watched task is complete or an action is posted, and runs posted actions. It may return early.</summary>
    /// <param name="atMost">The maximum time to wait.</param>
    /// <exception cref="PipelineStoppedException">The user stopped the pipeline.</exception>
    public void Wait(TimeSpan? atMost = null)
    {
        try
        {
            _wake.Wait(atMost ?? Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        _wake.Reset();
        WriteReports();
    }

    /// <summary>Waits for a task on the pipeline thread.</summary>
    /// <exception cref="PipelineStoppedException">The user stopped the pipeline.</exception>
    public T Await<T>(ValueTask<T> pending)
    {
        if (!pending.IsCompleted) return Await(pending.AsTask());
        WriteReports();
        return Result(pending);
    }

    /// <summary>Waits for a task on the pipeline thread.</summary>
    /// <exception cref="PipelineStoppedException">The user stopped the pipeline.</exception>
    public T Await<T>(Task<T> task)
    {
        Watch(task);
        try
        {
            while (!task.IsCompleted) Wait();
        }
        catch (PipelineStoppedException)
        {
            Task.WaitAny([task], Grace);
            throw;
        }
        WriteReports();
        return Result(new ValueTask<T>(task));
    }

    private T Result<T>(ValueTask<T> done)
    {
        try
        {
            return done.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
