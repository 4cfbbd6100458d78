using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Keeps secrets out of a line of a journal. An answer is never changed: it is kept as it came or, where it holds a secret, not
/// kept. Only what is there to be read is masked: the request, an error, and the rest of an answer that is not kept.
/// </summary>
internal sealed class JournalSecrets
{
    /// <summary>A shorter value that the request names like a secret is not looked for in the answer: it can be a word.</summary>
    private const int MinLength = 16;

    /// <summary>The parts of an answer in which all names are this module's own.</summary>
    private static readonly string[] OwnParts = ["choices", "message", "toolCalls"];

    /// <summary>What this module itself says of an answer.</summary>
    private static readonly string[] OwnFields = ["provider", "askedModel", "fallbackFrom"];

    /// <summary>The parts in which pieces of a secret could be left: they repeat the text in pieces, or hold anything.</summary>
    private static readonly string[] LooseParts = ["parts", "logprobs", "annotations", "audio", "additional", "usage"];

    private readonly JournalCall _call;
    private readonly List<SecretMask> _masks;

    /// <summary>Creates the rules for the line of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="masks">Hide the keys of the providers that were asked.</param>
    public JournalSecrets(JournalCall call, IEnumerable<SecretMask> masks)
    {
        _call = call;
        var ofCall = new SecretMask(call.Secrets.Where(static secret => secret.Length >= MinLength));
        _masks = [.. masks.Append(ofCall).Where(static mask => !mask.IsEmpty)];
    }

    /// <summary>The text with all secrets masked.</summary>
    public string Mask(string text) => _masks.Aggregate(text, static (masked, mask) => mask.ApplyToData(masked)!);

    /// <summary>Whether an answer, as <see cref="JournalAnswer"/> writes it, holds a secret.</summary>
    public bool AreIn(JsonDictionary answer) =>
        _masks.Count > 0 && answer.Pairs().Any(field => !IsOwn(answer, field.Key) && AreIn(field.Value, OwnParts.Contains(field.Key)));

    /// <summary>What can be shown of an answer that holds a secret: its texts, masked, and the counts of tokens.</summary>
    public JsonDictionary Shown(JsonDictionary answer)
    {
        var shown = (JsonDictionary)Shown((object)answer)!;
        foreach (var name in OwnFields.Where(answer.Contains)) shown[name] = answer[name];
        if (answer["usage"] is JsonDictionary usage)
            shown["usage"] = JournalParts.Without(new()
            {
                ["prompt_tokens"] = Shown(usage["prompt_tokens"]),
                ["completion_tokens"] = Shown(usage["completion_tokens"]),
                ["total_tokens"] = Shown(usage["total_tokens"]),
            });
        shown["complete"] = false;
        return shown;
    }

    /// <summary>Writes the body of the request. Keys are masked wherever they are, and so are values that are named like secrets.</summary>
    public void WriteRequest(Utf8JsonWriter writer)
    {
        if (_masks.Count == 0 && _call.Secrets.Count == 0)
        {
            writer.WriteRawValue(_call.Request.Body.Span, skipInputValidation: true);
            return;
        }
        using var body = JsonDocument.Parse(_call.Request.Body, CanonicalJson.ReaderOptions);
        new BodyCopy(writer) { Text = Mask, Secret = static _ => SecretFields.Mask }.Write(body.RootElement.EnumerateObject());
    }

    private static bool IsOwn(JsonDictionary answer, string name) =>
        OwnFields.Contains(name) || (name == "model" && Equals(answer["model"], answer["askedModel"]));

    private bool AreIn(object? value, bool isOwn) => value switch
    {
        string text => IsSecret(text),
        JsonDictionary map => map.Pairs().Any(field =>
            (!isOwn && IsSecret(field.Key)) || AreIn(field.Value, isOwn && OwnParts.Contains(field.Key))),
        JsonList list => list.Exists(item => AreIn(item, isOwn)),
        null or bool => false,
        // A number is a secret only as a whole: a few digits can stand anywhere.
        _ => Mask(Convert.ToString(value, CultureInfo.InvariantCulture)!) == SecretFields.Mask,
    };

    private bool IsSecret(string text) => Mask(text) != text;

    private object? Shown(object? value)
    {
        switch (value)
        {
            case string text: return Mask(text);
            case JsonDictionary map:
                var copy = new JsonDictionary();
                foreach (var (name, inner) in map.Pairs())
                    if (!LooseParts.Contains(name) && Shown(inner) is { } shown) copy[name] = shown;
                return copy;
            case JsonList list:
                var items = new JsonList();
                items.AddRange(list.Select(Shown));
                return items;
            default: return AreIn(value, isOwn: true) ? null : value;
        }
    }
}
