using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>A tool call that is assembled from fragments.</summary>
/// <param name="first">The first fragment. It is not added yet.</param>
/// <param name="number">The number of the event that began it.</param>
internal sealed class ToolCallDraft(ChatToolCall first, int number)
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly StringBuilder _arguments = new();
    private JsonTracker _tracker;
    private string? _normalized;

    /// <summary>The call without its arguments.</summary>
    public ChatToolCall Call { get; } = new() { Index = first.Index };

    /// <summary>The number of the event that began the call.</summary>
    public int Number => number;

    /// <summary>The sequence number of the last fragment.</summary>
    public int Sequence { get; set; }

    /// <summary>Whether the server sent a bare value instead of a call.</summary>
    public bool IsBareValue => first.IsBareValue();

    /// <summary>A fragment with a name and no arguments after the complete call: the head of another call if a value follows.</summary>
    public ChatToolCall? NextHead { get; private set; }

    /// <summary>Whether the arguments are JSON: not for a custom tool, a bare value or an unknown type.</summary>
    public bool IsFunction => !IsBareValue && HasJson(Call);

    /// <summary>Whether the arguments are empty or white space.</summary>
    public bool IsEmpty => _tracker.IsEmpty;

    /// <summary>Whether the arguments are one complete JSON value.</summary>
    public bool IsWhole => _tracker.IsWhole;

    /// <summary>Whether the arguments are one complete JSON value that more text cannot extend.</summary>
    public bool IsClosed => _tracker.IsClosed;

    /// <summary>The arguments so far.</summary>
    public string Arguments => _arguments.ToString();

    /// <summary>Adds a fragment.</summary>
    public void Add(ChatToolCall fragment)
    {
        if (IsWhole && fragment.Name is not null && string.IsNullOrWhiteSpace(fragment.Arguments)) NextHead = fragment;
        Add(fragment, fragment.Arguments);
    }

    /// <summary>Adds another call, which is a part of this one.</summary>
    public void Add(ToolCallDraft part) => Add(part.Call, part.Arguments);

    /// <summary>Replaces the arguments by those of the whole call.</summary>
    public void Replace(string? arguments)
    {
        _arguments.Clear().Append(arguments);
        _normalized = null;
        _tracker = default;
        _tracker.Add(arguments);
    }

    /// <summary>Whether a piece starts another JSON value after the arguments so far.</summary>
    public bool IsFollowedByAnother(string? piece) => _tracker.IsFollowedByAnother(piece);

    /// <summary>The normalized arguments so far, for comparison.</summary>
    public string NormalizedArguments => _normalized ??= NormalizedArgumentsOf(Call, Arguments);

    /// <summary>Whether the arguments so far are the start of other normalized arguments.</summary>
    public bool IsStartOf(string arguments) =>
        IsFunction && !IsWhole && arguments.StartsWith(NormalizedArguments, StringComparison.Ordinal);

    /// <summary>Gets the normalized arguments of a call: JSON without white space between tokens.</summary>
    public static string NormalizedArgumentsOf(ChatToolCall call) => NormalizedArgumentsOf(call, call.Arguments ?? "");

    /// <summary>Gets the reason why the call cannot be run; <see langword="null"/> if it can.</summary>
    public string? Doubt()
    {
        if (!IsFunction) return null;
        if (Call.Name is null) return "A tool call has no name.";
        if (_arguments.Length == 0 || IsJson(Arguments)) return null;
        return $"The arguments of the tool call '{SafeText.Excerpt(Call.Name, 100)}' are not one whole JSON value.";
    }

    /// <summary>Whether a text is exactly one JSON value.</summary>
    public static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), AnyDepth);
        try
        {
            while (reader.Read())
            {
            }
            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string NormalizedArgumentsOf(ChatToolCall call, string arguments) =>
        HasJson(call) ? RawJson.Compact(arguments) : arguments;

    private static bool HasJson(ChatToolCall call) => !call.IsCustom && (call.Type is null or "function" || call.Name is not null);

    private void Add(ChatToolCall fragment, string? arguments)
    {
        Call.Index ??= fragment.Index;
        Call.Id ??= fragment.Id;
        Call.Type ??= fragment.Type;
        Call.Name ??= fragment.Name;
        var additional = Call.AdditionalProperties;
        ChoiceAssembler.Merge(ref additional, fragment.AdditionalProperties);
        Call.AdditionalProperties = additional;
        _arguments.Append(arguments);
        _normalized = null;
        _tracker.Add(arguments);
    }
}
