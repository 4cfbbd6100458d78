using System.Buffers;
using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The body of a request as it will be sent: the provider's defaults, then the request's fields, then the additional
/// ones, each overriding the ones before. <c>stop</c> is always a list, since some servers refuse a bare text, and the two
/// simple answer formats may be given by name.
/// </summary>
internal sealed class RequestBody
{
    private const int MaxLikelySize = 64 * 1024 * 1024;

    private readonly RequestFields _fields = new();
    private readonly JsonDictionary? _verbatim;
    private readonly ProviderPreset _preset;

    /// <summary>Merges the layers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="provider">The provider it goes to.</param>
    /// <param name="streaming">Whether the answer is to be streamed.</param>
    public RequestBody(ChatRequest request, ChatProvider provider, bool streaming)
    {
        _preset = provider.Preset;
        _verbatim = request.AdditionalParameters;
        var defaults = provider.Defaults;
        _fields["model"] = provider.OwnModel;
        _fields["messages"] = null;
        if (defaults is not null) Merge(defaults);
        // A provider's options for streams must not spoil its other calls.
        if (!streaming) _fields.Remove("stream_options");
        RemoveOtherLimit(request);
        request.AddTo(_fields);
        if (request.AdditionalParameters is not null) Merge(request.AdditionalParameters);
        if (_fields["stop"] is string single) _fields["stop"] = new JsonList { single };
        if (_fields["response_format"] is "text" or "json_object") _fields["response_format"] = new JsonDictionary { ["type"] = _fields["response_format"] };
        if (request.AnswerSchema is { } schema) AskFor(schema, provider.InstructionsRole ?? ChatRole.System);
        if (_fields["stop"] is ICollection { Count: 0 }) _fields.Remove("stop");
        _fields.RemoveEmpty();
    }

    /// <summary>Whether <c>AdditionalParameters</c> send another schema than the one that the answer must have.</summary>
    public bool HasOtherSchema { get; private set; }

    /// <summary>The value of a field; <see langword="null"/> where it is not sent.</summary>
    public object? this[string name]
    {
        get => _fields[name];
        set
        {
            if (value is null) _fields.Remove(name);
            else _fields[name] = value;
        }
    }

    /// <summary>Whether a field is sent.</summary>
    public bool Has(string name) => _fields.Has(name);

    /// <summary>The model that is asked.</summary>
    public string? Model => _fields["model"] as string;

    /// <summary>How many choices are asked for.</summary>
    public int Choices => (int)(WholeNumber.Of(_fields["n"]) ?? 1);

    /// <summary>Writes the body as UTF-8 JSON.</summary>
    /// <exception cref="ChatRequestException">A value is nested too deeply, or holds itself.</exception>
    public ReadOnlyMemory<byte> ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(LikelySize());
        // Not disposed: that would write out a half-written body, and there is nothing else to let go.
        var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        foreach (var (name, value) in _fields)
        {
            writer.WritePropertyName(NameFor(name));
            try
            {
                if (value is IEnumerable<ChatMessage> messages) MessageWriter.WriteAll(writer, messages, _preset.WantsReasoningBack);
                else JsonText.Write(writer, ValueFor(name, value));
            }
            catch (InvalidOperationException tooDeep)
            {
                throw new ChatRequestException(null, $"'{SafeText.Label(name)}' is nested deeper than {JsonText.MaxDepth} levels, or holds itself.", tooDeep);
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>
    /// About how many bytes the body takes, so that the buffer is not made anew again and again: most of it is the texts of messages.
    /// The writer wants room for three bytes for each character of the text it writes, and an escape takes a byte more than its character.
    /// Long texts are left to the writer: what it then makes is for the most part just what it wants.
    /// </summary>
    private int LikelySize()
    {
        long size = 512;
        var longest = 0;
        if (_fields["messages"] is IEnumerable<ChatMessage> messages)
            foreach (var message in messages)
            {
                size += 40;
                if (message.Content is not { Length: < LongTextWriter.MinLength and var length }) continue;
                size += length + (length / 16);
                longest = Math.Max(longest, length);
            }
        return (int)Math.Min(size + (3L * longest), MaxLikelySize);
    }

    /// <summary>The service's own name of a field. What came by AdditionalParameters is sent under the name it was given.</summary>
    private string NameFor(string name) =>
        _preset.FieldNames.TryGetValue(name, out var own) && _verbatim?.Contains(name) != true && !Has(own) ? own : name;

    /// <summary>The service's own word for a value, by the same rule.</summary>
    private object? ValueFor(string name, object? value) =>
        name == "tool_choice" && value is "required" && _verbatim?.Contains(name) != true ? _preset.ToolChoiceRequired : value;

    private void Merge(JsonDictionary layer)
    {
        foreach (DictionaryEntry field in layer) _fields[(string)field.Key] = field.Value;
    }

    /// <summary>A schema that is not sent as <c>response_format</c>, since the service or the caller wants another one, is told in words.</summary>
    private void AskFor(AnswerSchema schema, string role)
    {
        var isOverridden = _verbatim?.Contains("response_format") == true;
        if (!_preset.TakesJsonSchema && !isOverridden) _fields["response_format"] = new JsonDictionary { ["type"] = "json_object" };
        if (_fields["response_format"] is IDictionary format && format["type"] is "json_schema") HasOtherSchema = isOverridden;
        else if (_fields["messages"] is IEnumerable messages and not (string or IDictionary)) _fields["messages"] = SchemaInstruction.AddTo(messages, schema, role);
    }

    /// <summary>A limit given with the request takes the place of the other one that came from the defaults.</summary>
    private void RemoveOtherLimit(ChatRequest request)
    {
        if ((request.MaxTokens ?? request.AdditionalParameters?["max_tokens"]) is not null) _fields.Remove("max_completion_tokens");
        if ((request.MaxCompletionTokens ?? request.AdditionalParameters?["max_completion_tokens"]) is not null) _fields.Remove("max_tokens");
    }
}
