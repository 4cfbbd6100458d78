using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The record of a run of calls: each finished call is a line on the disk before its answer is handed on, and what is answered in
/// it is not asked again. Of the file only the keys and places of answers are kept in memory.
/// </summary>
internal sealed class ChatJournal : IDisposable
{
    private readonly Dictionary<(JournalKey Key, int Occurrence), (int Number, long Offset, int Length)> _answers = [];
    private readonly Dictionary<JournalKey, int> _occurrences = [];
    private readonly SecretDigests _digests = new("ChatCompletion journal");
    private readonly List<string> _warnings = [];
    private readonly JournalFile _file;
    private readonly JournalWriter _writer;
    private readonly TimeProvider _time;
    private Exception? _fault;

    private ChatJournal(string path, CancellationToken stop, TimeProvider time)
    {
        _time = time;
        _file = JournalFile.OpenForWriting(path);
        try
        {
            var endsInLine = Index(stop);
            _writer = new JournalWriter(_file.Stream, endsInLine, _file.CheckUnchanged, _file.NoteWritten);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>What was found damaged so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How many answers there were at the start.</summary>
    public int Count => _answers.Count;

    /// <summary>Why nothing is recorded any more; <see langword="null"/> while all is well.</summary>
    public ChatException? Failure => (_fault ?? _writer.Failure) is { } failed ? Failed(failed) : null;

    /// <summary>Opens a journal, and makes it where there is none.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <param name="stop">Ends the reading of what is in it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static ChatJournal Open(string path, CancellationToken stop, TimeProvider? time = null) =>
        new(path, stop, time ?? TimeProvider.System);

    /// <summary>
    /// The next call of a run. The same call once more is another occurrence of it, so this is called in the order of the input.
    /// </summary>
    public JournalCall Next(SentRequest request)
    {
        var (key, secrets) = JournalKey.Of(request, _digests);
        var occurrence = _occurrences[key] = _occurrences.GetValueOrDefault(key) + 1;
        return new JournalCall(key, occurrence, request, secrets);
    }

    /// <summary>Finds the answer that a call got in an earlier run.</summary>
    /// <returns>
    /// The entry with the answer; <see langword="null"/> where there is none, or where <see cref="Failure"/> says why it cannot be read.
    /// </returns>
    public ChatJournalEntry? Find(JournalCall call)
    {
        if (!_answers.TryGetValue((call.Key, call.Occurrence), out var place)) return null;
        try
        {
            var line = ReadLine(place.Offset, place.Length);
            // To ask again what was answered would be to pay again.
            if (JournalHead.Read(line) != new JournalHead(call.Key, call.Occurrence, IsAnswered: true))
                throw new IOException("an answer is no longer where it was when the run began: something else has changed the file.");
            var entry = JournalEntryReader.Read(line);
            var answer = entry.Completion!;
            if (call.Request.Messages is { } sent)
                answer.History = [.. sent, .. answer.Choices.Take(1).Select(static choice => choice.Message)];
            return entry;
        }
        catch (JsonException)
        {
            _warnings.Add(JournalReader.Damaged(_file.Path, place.Number));
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or ChatRequestException)
        {
            _fault ??= unreadable;
            return null;
        }
    }

    /// <summary>Records a call that is finished.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">Its answer, or what came of it before the failure.</param>
    /// <param name="failure">Why there is no answer.</param>
    /// <param name="masks">Hide the keys of the providers that were asked.</param>
    /// <returns>
    /// Ends when the line is on the disk, or where <see cref="Failure"/> says why it is not. Tells why the answer is not in it, so that the
    /// call will be asked again; <see langword="null"/> where it is.
    /// </returns>
    public async Task<string?> RecordAsync(JournalCall call, ChatCompletion? answer, ChatException? failure, IEnumerable<SecretMask> masks)
    {
        JournalLine line;
        try
        {
            line = JournalLine.Write(call, _time.GetUtcNow(), answer, failure, masks);
        }
        catch (Exception unwritable)
        {
            // Whatever it is (a line can be too long for any buffer), the answer goes to the caller.
            _fault ??= unwritable;
            return null;
        }
        await _writer.AppendAsync(line.Bytes).ConfigureAwait(false);
        return line.NotKept;
    }

    /// <summary>
    /// Looks at the file once more when all calls of a run are recorded, and adds a warning where something else has changed it since the
    /// last line was written.
    /// </summary>
    public void CheckEnd()
    {
        if (Failure is not null) return;
        try
        {
            _file.CheckUnchanged();
        }
        catch (Exception changed) when (changed is IOException or UnauthorizedAccessException)
        {
            _warnings.Add($"The journal {SafeText.Excerpt(_file.Path, 500)} is not as this run has written it: "
                + $"{SafeText.Excerpt(changed.Message, 300)} The answers of this run are in the output. What is damaged or missing in the "
                + "journal will be asked again.");
        }
    }

    /// <summary>Writes what waits, and lets others write.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    /// <summary>Notes where the answers are.</summary>
    /// <returns>Whether the file ends within a line.</returns>
    private bool Index(CancellationToken stop)
    {
        var endsInLine = false;
        foreach (var (line, head) in JournalReader.Lines(_file.Stream, _warnings.Add, stop))
        {
            endsInLine = !line.IsEnded;
            if (head is { IsAnswered: true } answered)
                _answers[(answered.Key, answered.Occurrence)] = (line.Number, line.Offset, line.Bytes.Length);
        }
        return endsInLine;
    }

    private byte[] ReadLine(long offset, int length)
    {
        var line = new byte[length];
        var file = _file.Stream.SafeFileHandle;
        var read = 0;
        while (read < length && RandomAccess.Read(file, line.AsSpan(read), offset + read) is > 0 and var more) read += more;
        return line;
    }

    private ChatException Failed(Exception cause)
    {
        var why = SafeText.Excerpt(cause.Message, 300);
        var message = $"The journal {SafeText.Excerpt(_file.Path, 500)} can no longer be written, so nothing more was asked: {why}";
        return new ChatException(new CallFailure(ChatErrorKind.JournalFailed, message, cause)
        {
            Advice = "The answers to all that was asked are in the output. Correct what is wrong with the file or its disk, and repeat the "
                + "command: what is in the journal is not asked again.",
        });
    }
}
