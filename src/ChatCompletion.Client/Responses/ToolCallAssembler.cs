using System.Text;

namespace ChatCompletions;

/// <summary>
/// Puts the tool calls of a choice together from fragments. By the API a fragment names its call's index; servers are
/// seen to leave it out, to use 0 for every call, to give each fragment a new id, and to repeat a whole call.
/// </summary>
internal sealed class ToolCallAssembler(ChatLimits limits)
{
    private readonly List<(ChatToolCall Call, StringBuilder Arguments)> _calls = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _calls.Count > 0;

    /// <summary>Adds calls that came whole. One that came before, in fragments or whole, is the same call.</summary>
    public void AddWhole(ChatList<ChatToolCall> calls)
    {
        var before = _calls.Count;
        foreach (var call in calls)
        {
            if (call.Id is not null && _calls.FindIndex(0, before, entry => IsSame(call, entry)) >= 0) continue;
            if (_calls.Count == limits.MaxItems) throw limits.TooMany("tool calls");
            _calls.Add((call, new StringBuilder(call.Arguments)));
        }
    }

    /// <summary>Adds the fragments of one event.</summary>
    public void AddFragments(ChatList<ChatToolCall> fragments)
    {
        foreach (var fragment in fragments)
        {
            if (IsRepeat(fragment)) continue;
            var place = Find(fragment);
            if (place < 0)
            {
                if (_calls.Count == limits.MaxItems) throw limits.TooMany("tool calls");
                _calls.Add((new ChatToolCall { Index = fragment.Index }, new StringBuilder()));
                place = _calls.Count - 1;
            }
            var (call, arguments) = _calls[place];
            call.Id ??= fragment.Id;
            call.Type ??= fragment.Type;
            call.Name ??= fragment.Name;
            var additional = call.AdditionalProperties;
            ChoiceAssembler.Merge(ref additional, fragment.AdditionalProperties);
            call.AdditionalProperties = additional;
            arguments.Append(fragment.Arguments);
        }
    }

    /// <summary>The calls as they stand.</summary>
    /// <param name="whole">Whether the answer ended of itself: then missing arguments are an empty object.</param>
    public ChatList<ChatToolCall>? Build(bool whole)
    {
        if (_calls.Count == 0) return null;
        var calls = new ChatList<ChatToolCall>();
        foreach (var (call, arguments) in _calls)
        {
            call.Arguments = arguments.Length == 0 && whole && !call.IsCustom ? "{}" : arguments.ToString();
            calls.Add(call);
        }
        return calls;
    }

    private int Find(ChatToolCall fragment)
    {
        if (fragment.Index is { } index)
        {
            var place = _calls.FindLastIndex(entry => entry.Call.Index == index);
            return place >= 0 && StartsAnother(fragment, _calls[place].Call) ? -1 : place;
        }
        if (fragment.Id is not null) return _calls.FindLastIndex(entry => entry.Call.Id == fragment.Id);
        if (_calls.Count == 0 || (fragment.Name is not null && _calls[^1].Call.Name is not null)) return -1;
        return _calls.Count - 1;
    }

    /// <summary>A new id together with a name under a used index is a call of its own.</summary>
    private static bool StartsAnother(ChatToolCall fragment, ChatToolCall call) =>
        fragment.Id is not null && call.Id is not null && fragment.Id != call.Id && fragment.Name is not null;

    /// <summary>The same whole call under another index.</summary>
    private bool IsRepeat(ChatToolCall fragment) =>
        fragment.Id is not null && fragment.Name is not null && fragment.Index is not null
        && _calls.Exists(entry => entry.Call.Index != fragment.Index && IsSame(fragment, entry));

    private static bool IsSame(ChatToolCall call, (ChatToolCall Call, StringBuilder Arguments) entry) =>
        entry.Call.Id == call.Id && entry.Call.Name == call.Name && entry.Arguments.Equals((call.Arguments ?? "").AsSpan());
}
