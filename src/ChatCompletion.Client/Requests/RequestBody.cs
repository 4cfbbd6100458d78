using System.Buffers;
using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The body of a request: the provider's defaults, then the request's fields, then the additional parameters, each overriding the
/// previous ones. <c>stop</c> is always sent as a list, since some servers reject a plain string. The two simple response formats can be
/// given by name.
/// </summary>
internal sealed class RequestBody
{
    private const int MaxInitialSize = 64 * 1024 * 1024;

    private readonly JsonDictionary _fields = new();
    private readonly JsonDictionary? _verbatim;
    private readonly ProviderPreset _preset;

    /// <summary>Creates the body by merging its layers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="provider">The provider that receives the request.</param>
    /// <param name="streaming">Whether to request a stream.</param>
    public RequestBody(ChatRequest request, ChatProvider provider, bool streaming)
    {
        _preset = provider.Preset;
        _verbatim = request.AdditionalParameters;
        var defaults = provider.Defaults;
        _fields["model"] = provider.OwnModel;
        _fields["messages"] = null;
        if (defaults is not null) Merge(defaults);
        // Stream options of the provider's defaults are invalid for other calls.
        if (!streaming) _fields.Remove("stream_options");
        RemoveOtherLimit(request);
        request.AddTo(_fields);
        if (request.AdditionalParameters is not null) Merge(request.AdditionalParameters);
        if (_fields["stop"] is string single) _fields["stop"] = new JsonList { single };
        if (_fields["response_format"] is "text" or "json_object")
            _fields["response_format"] = new JsonDictionary { ["type"] = _fields["response_format"] };
        if (request.AnswerSchema is { } schema) AddSchema(schema, provider.InstructionsRole ?? ChatRole.System);
        if (_fields["stop"] is ICollection { Count: 0 }) _fields.Remove("stop");
        _fields.RemoveNulls();
    }

    /// <summary>Whether <c>AdditionalParameters</c> replace the schema that the answer must match.</summary>
    public bool HasOtherSchema { get; private set; }

    /// <summary>Gets or sets a field; <see langword="null"/> if it is not sent.</summary>
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
    public bool Has(string name) => _fields.Contains(name);

    /// <summary>The requested model.</summary>
    public string? Model => _fields["model"] as string;

    /// <summary>The number of requested choices.</summary>
    public int Choices => (int)(WholeNumber.Of(_fields["n"]) ?? 1);

    /// <summary>Writes the body as UTF-8 JSON.</summary>
    /// <exception cref="ChatRequestException">A value is nested too deeply, or contains itself.</exception>
    public ReadOnlyMemory<byte> ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(EstimateSize());
        // Not disposed: Dispose would flush a partial body after an error, and there is nothing else to release.
        var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        foreach (var (name, value) in _fields.Pairs())
        {
            writer.WritePropertyName(NameFor(name));
            try
            {
                if (value is IEnumerable<ChatMessage> messages) MessageWriter.WriteAll(writer, messages, _preset.WantsReasoningBack);
                else JsonText.Write(writer, ValueFor(name, value));
            }
            catch (InvalidOperationException tooDeep)
            {
                throw new ChatRequestException(
                    null, $"'{SafeText.Label(name)}' is nested deeper than {JsonText.MaxDepth} levels, or contains itself.", tooDeep);
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>
    /// Estimates the size of the body in bytes, so that the buffer does not grow repeatedly. Most of the body is message text. The writer
    /// reserves three bytes for each character of the text that it writes, and an escape takes one more byte than its character. Long
    /// texts are not counted: the buffer grows once for each of them, to about the size they need.
    /// </summary>
    private int EstimateSize()
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
        return (int)Math.Min(size + (3L * longest), MaxInitialSize);
    }

    /// <summary>Gets the service's name of a field. Fields of AdditionalParameters keep their names.</summary>
    private string NameFor(string name) =>
        _preset.FieldNames.TryGetValue(name, out var own) && _verbatim?.Contains(name) != true && !Has(own) ? own : name;

    /// <summary>Gets the service's name of a value, under the same rule.</summary>
    private object? ValueFor(string name, object? value) =>
        name == "tool_choice" && value is "required" && _verbatim?.Contains(name) != true ? _preset.ToolChoiceRequired : value;

    private void Merge(JsonDictionary layer)
    {
        foreach (var (name, value) in layer.Pairs()) _fields[name] = value;
    }

    /// <summary>
    /// Adds the schema. If it is not sent as <c>response_format</c>, because the service does not support it or the caller overrides it,
    /// it is described in the instructions.
    /// </summary>
    private void AddSchema(AnswerSchema schema, string role)
    {
        var isOverridden = _verbatim?.Contains("response_format") == true;
        if (!_preset.TakesJsonSchema && !isOverridden) _fields["response_format"] = new JsonDictionary { ["type"] = "json_object" };
        if (_fields["response_format"] is IDictionary format && format["type"] is "json_schema") HasOtherSchema = isOverridden;
        else if (_fields["messages"] is IEnumerable messages and not (string or IDictionary))
            _fields["messages"] = SchemaInstruction.AddTo(messages, schema, role);
    }

    /// <summary>A token limit of the request replaces the other kind of limit in the defaults.</summary>
    private void RemoveOtherLimit(ChatRequest request)
    {
        if ((request.MaxTokens ?? request.AdditionalParameters?["max_tokens"]) is not null) _fields.Remove("max_completion_tokens");
        if ((request.MaxCompletionTokens ?? request.AdditionalParameters?["max_completion_tokens"]) is not null)
            _fields.Remove("max_tokens");
    }
}
