using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>What a stream says as far as its bytes go, found with none of the library's own code.</summary>
internal sealed class ArrivedText
{
    private readonly SortedDictionary<int, string> _text = [];
    private readonly SortedDictionary<int, string?> _reasons = [];

    private ArrivedText()
    {
    }

    /// <summary>The text of each choice, by its number.</summary>
    public IReadOnlyDictionary<int, string> Texts => _text;

    /// <summary>Why each choice ended.</summary>
    public string Reasons => string.Join(' ', _reasons.Select(static entry => $"{entry.Key}: {entry.Value ?? "-"}"));

    /// <summary>Whether any choice began and each said why it ended.</summary>
    public bool IsFinished => _reasons.Count > 0 && _reasons.Values.All(static reason => reason is not null);

    /// <summary>Whether an event is no JSON.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether the server reports an error.</summary>
    public bool IsError { get; private set; }

    public bool HasEndMark { get; private set; }

    /// <param name="body">The bytes that came.</param>
    /// <param name="flush">Whether an event counts that the bytes end in.</param>
    public static ArrivedText Of(ReadOnlySpan<byte> body, bool flush)
    {
        var arrived = new ArrivedText();
        foreach (var found in ReferenceSse.Read(body, flush).Events)
        {
            var (kind, data) = (found.Split(':')[0], Encoding.Latin1.GetBytes(found[(found.IndexOf(':', StringComparison.Ordinal) + 1)..]));
            arrived.HasEndMark |= kind == "Done";
            arrived.IsError |= kind == "Error";
            if (kind != "Data" || !arrived.Take(data)) break;
        }
        return arrived;
    }

    /// <summary>The text of each choice of an answer, by its number.</summary>
    public static Dictionary<int, string> TextsOf(ChatCompletion? answer) => (answer?.Choices ?? []).ToDictionary(static choice => choice.Index, static choice => choice.Content ?? "");

    /// <summary>Whether the text of each choice begins with its text in the other.</summary>
    public static bool Begins(IReadOnlyDictionary<int, string> texts, IReadOnlyDictionary<int, string> with) =>
        with.All(entry => texts.GetValueOrDefault(entry.Key, "").StartsWith(entry.Value, StringComparison.Ordinal));

    private bool Take(byte[] data)
    {
        if (data.AsSpan().Trim(" \t"u8).IsEmpty) return true;
        try
        {
            using var json = JsonDocument.Parse(data);
            if (json.RootElement.TryGetProperty("error", out _)) IsError = true;
            if (!json.RootElement.TryGetProperty("choices", out var choices)) return !IsError;
            foreach (var choice in choices.EnumerateArray()) TakeChoice(choice);
            return !IsError;
        }
        catch (JsonException)
        {
            IsBroken = true;
            return false;
        }
    }

    private void TakeChoice(JsonElement choice)
    {
        var index = choice.TryGetProperty("index", out var number) ? number.GetInt32() : 0;
        var content = choice.TryGetProperty("delta", out var delta) && delta.TryGetProperty("content", out var text) ? text.GetString() : null;
        _text[index] = _text.GetValueOrDefault(index, "") + content;
        var reason = choice.TryGetProperty("finish_reason", out var why) ? why.GetString() : null;
        _reasons[index] = (reason == "null" ? null : reason) ?? _reasons.GetValueOrDefault(index);
    }
}
