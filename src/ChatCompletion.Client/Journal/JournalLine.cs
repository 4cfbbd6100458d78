using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes a line of a journal: one JSON object for each finished call. It begins with the version of the format, by which a journal
/// is known. What is sent and what came back are in clear; secrets are in neither (see <see cref="JournalSecrets"/>).
/// </summary>
/// <param name="Bytes">The line, with its line feed.</param>
/// <param name="NotKept">Why the answer is not kept in it, and so asked again; <see langword="null"/> where it is kept as it came.</param>
internal readonly record struct JournalLine(ReadOnlyMemory<byte> Bytes, string? NotKept)
{
    /// <summary>The version of the format.</summary>
    public const int Version = 3;

    /// <summary>The name of the first field.</summary>
    public const string VersionName = "chatJournal";

    /// <summary>The most bytes of a line. A longer one could not be read again.</summary>
    public const int MaxLength = 1024 * 1024 * 1024;

    /// <summary>The kind of error of an answer that is not kept.</summary>
    public const string NotKeptKind = "AnswerNotKept";

    private const string HoldsKey = "The answer holds a key, and a journal never holds one. The same command asks again.";

    /// <summary>What lies deepest in an answer lies deeper in its line.</summary>
    public static readonly JsonReaderOptions ReaderOptions = JsonText.ReaderOptions with { MaxDepth = 2 * JsonText.MaxDepth };

    /// <summary>How lines are written.</summary>
    public static readonly JsonWriterOptions WriterOptions = JsonText.DeepWriterOptions;

    /// <summary>What every line begins with.</summary>
    public static ReadOnlySpan<byte> Start => "{\"chatJournal\":"u8;

    /// <summary>The line of a finished call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">When it was finished.</param>
    /// <param name="answer">Its answer, or what came of it before the failure.</param>
    /// <param name="failure">Why there is no answer.</param>
    /// <param name="masks">Hide the keys of the providers that were asked.</param>
    /// <param name="maxLength">The most bytes of a line.</param>
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
        var notKept = facts is not null && secrets.AreIn(answer!, facts) ? HoldsKey : null;
        var form = answer is null ? null : notKept is null ? new JournalForm().Of(answer) : secrets.Shown(answer);
        if (notKept is not null) facts = secrets.Shown(facts!);
        var line = Line(call, time, secrets, error ?? ErrorOf(notKept), facts, form);
        if (line.Length <= maxLength) return new JournalLine(line, notKept);
        notKept = string.Create(
            CultureInfo.InvariantCulture,
            $"The call takes {line.Length} bytes, and a line of a journal at most {maxLength}. The same command asks again.");
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
