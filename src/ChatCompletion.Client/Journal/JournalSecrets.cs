using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Keeps secrets out of a line of a journal. An answer is kept exactly or, if it contains a secret, not at all. The parts that a later run
/// does not reuse are masked: the request, the error, and the rest of an answer that is not kept.
/// </summary>
internal sealed class JournalSecrets
{
    /// <summary>The minimum length of a secret of the request that is searched in the answer. A shorter one can be a common word.</summary>
    private const int MinLength = 16;

    /// <summary>The facts of a call that do not come from a server.</summary>
    private static readonly string[] OwnFacts = ["provider", "askedModel", "fallbackFrom"];

    private readonly JournalCall _call;
    private readonly List<SecretMask> _masks;

    /// <summary>Creates the rules for the line of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="masks">Mask the keys of the providers that the run uses.</param>
    public JournalSecrets(JournalCall call, IEnumerable<SecretMask> masks)
    {
        _call = call;
        var ofCall = new SecretMask(call.Secrets.Where(static secret => secret.Length >= MinLength));
        _masks = [.. masks.Append(ofCall).Where(static mask => !mask.IsEmpty)];
    }

    /// <summary>Masks all secrets in a text.</summary>
    public string Mask(string text) => _masks.Aggregate(text, static (masked, mask) => mask.ApplyToData(masked)!);

    /// <summary>Whether an answer, or the facts of its call, contain a secret. The names of the API's fields are not secrets.</summary>
    public bool ContainsSecret(ChatCompletion answer, JsonDictionary facts) =>
        _masks.Count > 0
        && (ContainsSecret(((IJsonObject)answer).Fields().Where(field => field.Name != "model" || answer.Model != answer.AskedModel))
            || ContainsSecret(answer.AdditionalProperties)
            || facts.Pairs().Any(fact => !OwnFacts.Contains(fact.Key) && ContainsSecret(fact.Value)));

    /// <summary>Gets the form of an answer that contains a secret: its texts, masked, and the token counts.</summary>
    public JsonDictionary Masked(ChatCompletion answer) => new JournalForm(Masked).Of(answer);

    /// <summary>Gets the facts of a call whose answer contains a secret.</summary>
    public JsonDictionary Masked(JsonDictionary facts)
    {
        var masked = new JsonDictionary();
        foreach (var (name, value) in facts.Pairs())
        {
            if (OwnFacts.Contains(name) || !ContainsSecret(value)) masked[name] = value;
            else if (value is string text) masked[name] = Mask(text);
        }
        masked["complete"] = false;
        return masked;
    }

    /// <summary>Writes the body of the request. Keys are masked everywhere, as are values with names like those of secrets.</summary>
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

    private bool ContainsSecret(object? value) => value switch
    {
        null or bool => false,
        string text => IsSecret(text),
        IJsonObject part => ContainsSecret(part.Fields()) || ContainsSecret(part.AdditionalProperties),
        IEnumerable<JsonField> fields => fields.Any(field => ContainsSecret(field.Value)),
        JsonDictionary map => map.Pairs().Any(field => IsSecret(field.Key) || ContainsSecret(field.Value)),
        IEnumerable items => items.Cast<object?>().Any(ContainsSecret),
        // A number is a secret only as a whole: a few digits can occur anywhere.
        _ => Mask(Convert.ToString(value, CultureInfo.InvariantCulture)!) == SecretFields.Mask,
    };

    private bool IsSecret(string text) => Mask(text) != text;

    /// <summary>
    /// Masks a value. <see langword="null"/> for parts in which pieces of a secret could remain: they repeat the text in pieces, or can
    /// contain anything.
    /// </summary>
    private object? Masked(object? value) => value switch
    {
        string text => Mask(text),
        ChatLogProbs or JsonDictionary or JsonList => null,
        IJsonObject or IEnumerable => value,
        _ => ContainsSecret(value) ? null : value,
    };
}
