using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// A line of a journal: one JSON object for each finished call. It begins with the version of the format, which identifies a journal. The
/// request and the answer are stored in plain text, without secrets (see <see cref="JournalSecrets"/>).
/// </summary>
/// <param name="Bytes">The line, with its line feed.</param>
/// <param name="NotKept">
/// Why the line does not keep the answer, so that the call is sent again; <see langword="null"/> if it is kept exactly.
/// </param>
internal readonly record struct JournalLine(ReadOnlyMemory<byte> Bytes, string? NotKept)
{
    /// <summary>The version of the format.</summary>
    public const int Version = 3;

    /// <summary>The name of the first field.</summary>
    public const string VersionName = "chatJournal";

    /// <summary>The maximum length in bytes. A longer line could not be read.</summary>
    public const int MaxLength = 1024 * 1024 * 1024;

    /// <summary>The error id of an answer that is not kept.</summary>
    public const string NotKeptKind = "AnswerNotKept";

    private const string HoldsKey = "The answer contains a key, and a journal never stores one. The same command sends the question again.";

    /// <summary>Values are nested deeper in a line than in their answer.</summary>
    public static readonly JsonReaderOptions ReaderOptions = JsonText.ReaderOptions with { MaxDepth = 2 * JsonText.MaxDepth };

    /// <summary>The options of the JSON writer for lines.</summary>
    public static readonly JsonWriterOptions WriterOptions = JsonText.DeepWriterOptions;

    /// <summary>The start of every line.</summary>
    public static ReadOnlySpan<byte> Start => "{\"chatJournal\":"u8;

    /// <summary>Writes the line of a finished call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">The time when the call finished.</param>
    /// <param name="answer">The answer, or the part that arrived before the failure.</param>
    /// <param name="failure">The failure, if the call failed.</param>
    /// <param name="masks">Mask the keys of the providers that the run uses.</param>
    /// <param name="maxLength">The maximum length in bytes.</param>
    public static JournalLine Write(
        JournalCall call,
        DateTimeOffset time,
        ChatCompletion? answer,
        ChatException? failure,
        IEnumerable<SecretMask> masks,
        int maxLength = MaxLength)
    {
        var secrets = new JournalSecrets(call, masks);
        var error = failure is null ? null : Error(failure, secrets);
        var facts = answer is null ? null : JournalAnswer.FactsOf(answer);
        var notKept = facts is not null && secrets.ContainsSecret(answer!, facts) ? HoldsKey : null;
        var form = answer is null ? null : notKept is null ? new JournalForm().Of(answer) : secrets.Masked(answer);
        if (notKept is not null) facts = secrets.Masked(facts!);
        var line = Line(call, time, secrets, error ?? ErrorOf(notKept), facts, form);
        if (line.Length <= maxLength) return new JournalLine(line, notKept);
        notKept = string.Create(
            CultureInfo.InvariantCulture,
            $"The call takes {line.Length} bytes, and a line of a journal at most {maxLength}. The same command sends the question again.");
        return new JournalLine(Line(call, time, secrets, error ?? ErrorOf(notKept), null, null, hasRequest: false), notKept);
    }

    private static ReadOnlyMemory<byte> Line(
        JournalCall call,
        DateTimeOffset time,
        JournalSecrets secrets,
        JsonDictionary? error,
        JsonDictionary? facts,
        JsonDictionary? answer,
        bool hasRequest = true)
    {
        var buffer = new ArrayBufferWriter<byte>(call.Request.Body.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber(VersionName, Version);
            writer.WriteString("key", call.Key.ToString());
            writer.WriteNumber("occurrence", call.Occurrence);
            writer.WriteString("time", time.UtcDateTime);
            writer.WriteString("provider", call.Request.Provider);
            writer.WriteString("model", call.Request.Model is { } model ? secrets.Mask(model) : null);
            if (call.Request.KeyMark is { } mark) writer.WriteString("keyMark", mark);
            writer.WritePropertyName("request");
            if (hasRequest) secrets.WriteRequest(writer);
            else writer.WriteRawValue("{}"u8, skipInputValidation: true);
            WriteOptional(writer, "error", error);
            WriteOptional(writer, "call", facts);
            WriteOptional(writer, "answer", answer);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, JsonDictionary? value)
    {
        if (value is null) return;
        writer.WritePropertyName(name);
        ExactJson.Write(writer, value);
    }

    private static JsonDictionary? ErrorOf(string? notKept) =>
        notKept is null ? null : new() { ["kind"] = NotKeptKind, ["message"] = notKept };

    private static JsonDictionary Error(ChatException failure, JournalSecrets secrets) => new()
    {
        ["kind"] = failure.Kind.ToString(),
        ["message"] = secrets.Mask(failure.Message),
        ["status"] = (failure as ChatApiException)?.StatusCode,
        ["code"] = (failure as ChatApiException)?.Code is { } code ? secrets.Mask(code) : null,
        ["provider"] = failure.Provider,
        ["attempts"] = failure.Attempts,
        ["requestId"] = failure.RequestId is { } id ? secrets.Mask(id) : null,
    };
}
