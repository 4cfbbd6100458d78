using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The journal of a run. Each finished call is a line on disk before its answer is returned, and a call with an answer in the journal is
/// not sent again. Only the keys and the positions of the answers are kept in memory.
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
    private Exception? _indexFailure;

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

    /// <summary>The warnings about damage found so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The number of answers in the file when it was opened.</summary>
    public int Count => _answers.Count;

    /// <summary>Why no more calls can be recorded; <see langword="null"/> as long as they can.</summary>
    public ChatException? Failure => (_indexFailure ?? _writer.Failure) is { } failed ? Failed(failed) : null;

    /// <summary>Opens a journal, or creates it.</summary>
    /// <param name="path">The full path, taken literally.</param>
    /// <param name="stop">Cancels reading the file.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ChatRequestException">The file is not a journal, or cannot be used.</exception>
    public static ChatJournal Open(string path, CancellationToken stop, TimeProvider? time = null) =>
        new(path, stop, time ?? TimeProvider.System);

    /// <summary>
    /// Identifies the next call of a run. A repeated call is another occurrence of the same key, so use the order of the input.
    /// </summary>
    public JournalCall Next(SentRequest request)
    {
        var (key, secrets) = JournalKey.Of(request, _digests);
        var occurrence = _occurrences[key] = _occurrences.GetValueOrDefault(key) + 1;
        return new JournalCall(key, occurrence, request, secrets);
    }

    /// <summary>Finds the answer of a call in an earlier run.</summary>
    /// <returns>
    /// The entry with the answer; <see langword="null"/> if there is none, or if it cannot be read, which sets <see cref="Failure"/>.
    /// </returns>
    public ChatJournalEntry? Find(JournalCall call)
    {
        if (!_answers.TryGetValue((call.Key, call.Occurrence), out var place)) return null;
        try
        {
            var line = ReadLine(place.Offset, place.Length);
            // Sending the call again would mean paying again.
            if (JournalHead.Read(line) != new JournalHead(call.Key, call.Occurrence, IsAnswered: true))
                throw new IOException("an answer has moved since the run began: another program changed the file.");
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
            _indexFailure ??= unreadable;
            return null;
        }
    }

    /// <summary>Records a finished call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">The answer, or the part that arrived before the failure.</param>
    /// <param name="failure">The failure, if the call failed.</param>
    /// <param name="masks">Mask the keys of the providers that the run uses.</param>
    /// <returns>
    /// A task that ends when the line is on disk, or when writing fails, which sets <see cref="Failure"/>. Its result is the reason why the
    /// line does not have the answer, so that the call will be sent again; <see langword="null"/> if the line has it.
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
            // Any exception: a line can be too long for a buffer. The caller still gets the answer.
            _indexFailure ??= unwritable;
            return null;
        }
        await _writer.AppendAsync(line.Bytes).ConfigureAwait(false);
        return line.NotKept;
    }

    /// <summary>
    /// Adds a warning if another program changed the file after the last line was written. Call it when all calls are recorded.
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
            _warnings.Add($"The journal {SafeText.Excerpt(_file.Path, 500)} is not as this run wrote it: "
                + $"{SafeText.Excerpt(changed.Message, 300)} The answers of this run are in the output. Questions whose entries are "
                + "damaged or missing will be sent again.");
        }
    }

    /// <summary>Writes pending lines, and releases the file for other writers.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    /// <summary>Reads the positions of the answers.</summary>
    /// <returns>Whether the last line lacks its line feed.</returns>
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
        var message = $"The journal {SafeText.Excerpt(_file.Path, 500)} can no longer be written, so no more questions are sent: {why}";
        return new ChatException(new CallFailure(ChatErrorKind.JournalFailed, message, cause)
        {
            Advice = "The answers to all questions that were sent are in the output. Correct the problem with the file or its disk, "
                + "and repeat the command: questions with an answer in the journal are not sent again.",
        });
    }
}
