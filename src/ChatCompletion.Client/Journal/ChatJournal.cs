using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The record of a run of calls: each finished call is a line on the disk before its answer is handed on, and what is answered in
/// it is not asked again. Of the file only the keys and places of answers are kept in memory.
/// </summary>
internal sealed class ChatJournal : IDisposable
{
    private readonly Dictionary<(JournalKey Key, int Occurrence), (long Offset, int Length)> _answers = [];
    private readonly Dictionary<JournalKey, int> _occurrences = [];
    private readonly List<string> _warnings = [];
    private readonly string _path;
    private readonly FileStream _file;
    private readonly JournalLock _lock;
    private readonly JournalWriter _writer;
    private readonly TimeProvider _time;

    private ChatJournal(string path, CancellationToken stop, TimeProvider time)
    {
        _path = path;
        _time = time;
        (_file, _lock) = JournalFile.OpenForWriting(path);
        try
        {
            var endsInLine = Index(stop);
            _file.Position = _file.Length;
            _writer = new JournalWriter(_file, endsInLine, _lock.Renew);
        }
        catch
        {
            _file.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What was found damaged.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How many answers there were at the start.</summary>
    public int Count => _answers.Count;

    /// <summary>Why nothing is recorded any more; <see langword="null"/> while all is well.</summary>
    public ChatException? Failure => _writer.Failure is { } failed
        ? new ChatException(ChatErrorKind.JournalFailed, $"The journal {SafeText.Excerpt(_path, 500)} can no longer be written, so nothing more was asked: {SafeText.Excerpt(failed.Message, 300)}", failed)
        {
            Advice = "What was asked is answered above. Mend what is wrong with the file or its disk, and repeat the command: what is in the journal is not asked again.",
        }
        : null;

    /// <summary>Opens a journal, and makes it where there is none.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <param name="stop">Ends the reading of what is in it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static ChatJournal Open(string path, CancellationToken stop, TimeProvider? time = null) => new(path, stop, time ?? TimeProvider.System);

    /// <summary>The next call of a run. The same call once more is another occurrence of it, so calls come in the order of the input.</summary>
    public JournalCall Next(SentRequest request)
    {
        var key = JournalKey.Of(request.Address, request.Body.Span);
        var occurrence = _occurrences[key] = _occurrences.GetValueOrDefault(key) + 1;
        return new JournalCall(key, occurrence, request);
    }

    /// <summary>The answer that a call got in an earlier run; <see langword="null"/> where it has to be asked.</summary>
    public ChatCompletion? Find(JournalCall call)
    {
        if (!_answers.TryGetValue((call.Key, call.Occurrence), out var place)) return null;
        var line = new byte[place.Length];
        try
        {
            var read = 0;
            while (read < line.Length && RandomAccess.Read(_file.SafeFileHandle, line.AsSpan(read), place.Offset + read) is > 0 and var more) read += more;
            if (JournalEntryReader.Read(line).Completion is not { } answer) return null;
            if (call.Request.Messages is { } sent) answer.History = [.. sent, .. answer.Choices.Take(1).Select(static choice => choice.Message)];
            return answer;
        }
        catch (Exception changed) when (changed is JsonException or IOException)
        {
            // It was read through at the start, so somebody has changed it since.
            return null;
        }
    }

    /// <summary>Records a call that is finished.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">Its answer, or what came of it before the failure.</param>
    /// <param name="failure">Why there is no answer.</param>
    /// <param name="masks">Hide the keys of those who were asked.</param>
    /// <returns>Ends when it is on the disk, or where <see cref="Failure"/> says why it is not.</returns>
    public Task RecordAsync(JournalCall call, ChatCompletion? answer, ChatException? failure, IEnumerable<SecretMask> masks) =>
        _writer.AppendAsync(JournalLine.Write(call, _time.GetUtcNow(), answer, failure, masks));

    /// <summary>Writes what waits, and lets others write.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>Notes where the answers are.</summary>
    /// <returns>Whether the file ends within a line.</returns>
    private bool Index(CancellationToken stop)
    {
        var endsInLine = false;
        foreach (var (line, head) in JournalReader.Lines(_file, _warnings.Add, stop))
        {
            endsInLine = !line.IsEnded;
            if (head is { IsAnswered: true } answered) _answers[(answered.Key, answered.Occurrence)] = (line.Offset, line.Bytes.Length);
        }
        return endsInLine;
    }
}
