using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>A tool call as far as its fragments have come.</summary>
/// <param name="first">Its first fragment, which is still to be added.</param>
/// <param name="number">The number of the event that began it.</param>
internal sealed class ToolCallDraft(ChatToolCall first, int number)
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly StringBuilder _arguments = new();
    private JsonTracker _tracker;
    private string? _comparable;

    /// <summary>The call, without its arguments.</summary>
    public ChatToolCall Call { get; } = new() { Index = first.Index };

    /// <summary>The number of the event that began the call.</summary>
    public int Number => number;

    /// <summary>When the call got its last fragment: a later one has a greater number.</summary>
    public int Turn { get; set; }

    /// <summary>Whether the server sent a bare value in the place of a call.</summary>
    public bool IsBareValue => first.IsBareValue();

    /// <summary>A fragment without arguments that names the whole call once more: the head of another call, if a value follows.</summary>
    public ChatToolCall? NextHead { get; private set; }

    /// <summary>Whether the arguments are JSON: the call is neither for a custom tool, nor a bare value or a type of its own.</summary>
    public bool IsFunction => !IsBareValue && HasJson(Call);

    /// <summary>Whether no arguments but white space have come.</summary>
    public bool IsEmpty => _tracker.IsEmpty;

    /// <summary>Whether one JSON value has come.</summary>
    public bool IsWhole => _tracker.IsWhole;

    /// <summary>Whether one JSON value has come that more text cannot be a part of.</summary>
    public bool IsClosed => _tracker.IsClosed;

    /// <summary>The arguments so far.</summary>
    public string Arguments => _arguments.ToString();

    /// <summary>Adds a fragment.</summary>
    public void Add(ChatToolCall fragment)
    {
        if (IsWhole && fragment.Name is not null && string.IsNullOrWhiteSpace(fragment.Arguments)) NextHead = fragment;
        Add(fragment, fragment.Arguments);
    }

    /// <summary>Adds all of another call, which is a part of this one.</summary>
    public void Add(ToolCallDraft part) => Add(part.Call, part.Arguments);

    /// <summary>Puts the arguments of the whole call in the place of those that came.</summary>
    public void Replace(string? arguments)
    {
        _arguments.Clear().Append(arguments);
        _comparable = null;
        _tracker = default;
        _tracker.Add(arguments);
    }

    /// <summary>Whether a piece begins a JSON value that cannot belong to the arguments so far.</summary>
    public bool IsFollowedByAnother(string? piece) => _tracker.IsFollowedByAnother(piece);

    /// <summary>The arguments so far in the form in which two calls are compared.</summary>
    public string Comparable => _comparable ??= ComparableOf(Call, Arguments);

    /// <summary>Whether the arguments so far are the beginning of these, which are in the form in which two calls are compared.</summary>
    public bool IsBeginningOf(string comparable) => IsFunction && !IsWhole && comparable.StartsWith(Comparable, StringComparison.Ordinal);

    /// <summary>The arguments of a call in the form in which calls are compared: JSON without the white space between tokens.</summary>
    public static string ComparableOf(ChatToolCall call) => ComparableOf(call, call.Arguments ?? "");

    /// <summary>What makes the call none that can be run; <see langword="null"/> where nothing does.</summary>
    public string? Fault()
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

    private static string ComparableOf(ChatToolCall call, string arguments) => HasJson(call) ? RawJson.Compact(arguments) : arguments;

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
        _comparable = null;
        _tracker.Add(arguments);
    }
}
