using System.Collections;
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

    /// <summary>The facts of a call that come from this module and not from a server.</summary>
    private static readonly string[] OwnFacts = ["provider", "askedModel", "fallbackFrom"];

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

    /// <summary>Whether an answer or the facts of its call hold a secret. The names of the API's fields are no secrets.</summary>
    public bool AreIn(ChatCompletion answer, JsonDictionary facts) =>
        _masks.Count > 0
        && (AreIn(((IJsonObject)answer).Fields().Where(field => field.Name != "model" || answer.Model != answer.AskedModel))
            || AreIn(answer.AdditionalProperties)
            || facts.Pairs().Any(fact => !OwnFacts.Contains(fact.Key) && AreIn(fact.Value)));

    /// <summary>The part of an answer with a secret that a journal can show: its texts, masked, and the counts of tokens.</summary>
    public JsonDictionary Shown(ChatCompletion answer) => new JournalForm(Shown).Of(answer);

    /// <summary>The facts of a call whose answer holds a secret.</summary>
    public JsonDictionary Shown(JsonDictionary facts)
    {
        var shown = new JsonDictionary();
        foreach (var (name, value) in facts.Pairs())
        {
            if (OwnFacts.Contains(name) || !AreIn(value)) shown[name] = value;
            else if (value is string text) shown[name] = Mask(text);
        }
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

    private bool AreIn(object? value) => value switch
    {
        null or bool => false,
        string text => IsSecret(text),
        IJsonObject part => AreIn(part.Fields()) || AreIn(part.AdditionalProperties),
        IEnumerable<JsonField> fields => fields.Any(field => AreIn(field.Value)),
        JsonDictionary map => map.Pairs().Any(field => IsSecret(field.Key) || AreIn(field.Value)),
        IEnumerable items => items.Cast<object?>().Any(AreIn),
        // A number is a secret only as a whole: a few digits can stand anywhere.
        _ => Mask(Convert.ToString(value, CultureInfo.InvariantCulture)!) == SecretFields.Mask,
    };

    private bool IsSecret(string text) => Mask(text) != text;

    /// <summary>
    /// The text masked; <see langword="null"/> for parts in which pieces of a secret could be left: they repeat the text in pieces, or
    /// hold anything.
    /// </summary>
    private object? Shown(object? value) => value switch
    {
        string text => Mask(text),
        ChatLogProbs or JsonDictionary or JsonList => null,
        IJsonObject or IEnumerable => value,
        _ => AreIn(value) ? null : value,
    };
}
