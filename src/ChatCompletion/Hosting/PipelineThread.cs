using System.Collections.Concurrent;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// The one place where workers hand something to the pipeline thread. The thread blocks here on a task; until it is done,
/// or the user stops the pipeline, it writes what workers report.
/// </summary>
internal sealed class PipelineThread(CancellationToken stop)
{
    /// <summary>A stopped task ends at once; if not, the prompt does not wait for it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Action> _reports = new();
    private readonly ManualResetEventSlim _wake = new();

    /// <summary>Leaves something to write. May be called on any thread.</summary>
    public void Report(Action write)
    {
        _reports.Enqueue(write);
        _wake.Set();
    }

    /// <summary>Lets a worker have something done on the pipeline thread, while that waits for the worker.</summary>
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
                // A stopped pipeline among them: the worker ends with it, and the pipeline thread, which waits for the worker, too.
                done.TrySetException(failed);
            }
        });
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Writes what workers left. To be called on the pipeline thread.</summary>
    public void WriteReports()
    {
        while (_reports.TryDequeue(out var write)) write();
    }

    /// <summary>Lets <see cref="Wait"/> know when a task is done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="done">What is done first, on whatever thread ends the task.</param>
    public void Watch(Task task, Action? done = null) => _ = task.ContinueWith(
        (ended, _) =>
        {
            // Where the pipeline is stopped nobody asks for the result, and its failure counts as seen.
            _ = ended.Exception;
            done?.Invoke();
            _wake.Set();
        },
        null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Waits until a watched task is done, or a worker has something to write, which is written. Also returns where neither is so.</summary>
    /// <param name="atMost">Returns after this time at the latest.</param>
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
