namespace ChatCompletions;

/// <summary>
/// Puts the tool calls of a choice together from fragments. By the API a fragment names its call's index; servers are seen to leave it
/// out, to use 0 for every call, to give each fragment a new id, to repeat id and name in each fragment, and to repeat a whole call.
/// So a fragment belongs to the call of its index, else of its id, else to the last one, and begins another call if it has another
/// name, or if the arguments of that call are one whole value and a second one begins. Of several calls that fit, the latest one goes on.
/// </summary>
internal sealed class ToolCallAssembler(ChatLimits limits)
{
    private List<ToolCallDraft> _drafts = [];
    private int _number;
    private int _turn;

    /// <summary>Whether a whole message holds another version of a call.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>Whether fragments can be put together in another way: their index and id name different calls, or a name can be the rest of another.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Adds the fragments of one event.</summary>
    public void AddFragments(ChatList<ChatToolCall> fragments)
    {
        _number++;
        foreach (var fragment in fragments) Add(fragment);
    }

    /// <summary>Adds calls that came whole. One that came before, in fragments or whole, is the same call.</summary>
    /// <returns>The new ones; <see langword="null"/> where there are none.</returns>
    public ChatList<ChatToolCall>? AddWhole(ChatList<ChatToolCall> calls)
    {
        _number++;
        ChatList<ChatToolCall>? added = null;
        var open = _drafts.ToList();
        foreach (var call in calls)
        {
            var arguments = ToolCallDraft.ComparableOf(call);
            var known = open.Find(draft => IsSameCall(call, draft) && draft.Comparable == arguments)
                ?? open.Find(draft => IsSameCall(call, draft) && draft.IsBeginningOf(arguments));
            if (known is not null)
            {
                open.Remove(known);
                if (known.Comparable != arguments) known.Replace(call.Arguments);
                continue;
            }
            IsContradicted |= call.Id is not null && open.Exists(draft => draft.Call.Id == call.Id);
            if (call is { Name: null, Index: not null }) Add(call);
            else Begin(call).Add(call);
            (added ??= []).Add(call);
        }
        return added;
    }

    /// <summary>The calls as they stand.</summary>
    /// <param name="isWhole">Whether the answer ended of itself: then missing arguments are an empty object.</param>
    /// <param name="fault">What makes one of them none that can be run.</param>
    public ChatList<ChatToolCall>? Build(bool isWhole, out string? fault)
    {
        fault = null;
        if (_drafts.Count == 0) return null;
        var calls = new ChatList<ChatToolCall>();
        _drafts = SplitToolCalls.Join(_drafts);
        for (var i = 0; i < _drafts.Count; i++)
        {
            var draft = _drafts[i];
            if (_drafts.FindIndex(0, i, earlier => IsRepeated(earlier, draft.Call, draft.Comparable, draft.Number)) >= 0) continue;
            fault ??= draft.Fault();
            var arguments = draft.Arguments;
            draft.Call.Arguments = arguments.Length == 0 && isWhole && !draft.Call.IsCustom ? "{}" : arguments;
            calls.Add(draft.Call);
        }
        return calls;
    }

    private void Add(ChatToolCall fragment)
    {
        var draft = Find(fragment);
        if (draft is null || BeginsAnother(fragment, draft))
        {
            if (IsRepeated(fragment)) return;
            IsAmbiguous |= draft is not null && CanBeRestOfName(fragment, draft);
            var head = fragment.Name is null ? draft?.NextHead : null;
            draft = Begin(fragment);
            if (head is not null) draft.Add(head);
        }
        else IsAmbiguous |= IsOfAnother(fragment, draft);
        draft.Add(fragment);
        draft.Turn = ++_turn;
    }

    /// <summary>Whether the id of a fragment is not that of its call, but that of a call with another index.</summary>
    private bool IsOfAnother(ChatToolCall fragment, ToolCallDraft draft) =>
        fragment is { Id: not null, Index: not null } && draft.Call.Id is not null && fragment.Id != draft.Call.Id
        && _drafts.Exists(other => other.Call.Id == fragment.Id && other.Call.Index is not null && other.Call.Index != fragment.Index);

    /// <summary>Whether the name of a fragment can be the rest of a name that is streamed in pieces.</summary>
    private bool CanBeRestOfName(ChatToolCall fragment, ToolCallDraft draft) =>
        fragment.Name is not null && draft.Call.Name is not null && draft.IsEmpty && draft.Number != _number
        && (fragment.Id is null || fragment.Id == draft.Call.Id) && fragment.Index == draft.Call.Index;

    private ToolCallDraft Begin(ChatToolCall first)
    {
        if (_drafts.Count == limits.MaxItems) throw limits.TooMany("tool calls");
        _drafts.Add(new ToolCallDraft(first, _number) { Turn = ++_turn });
        return _drafts[^1];
    }

    /// <summary>The call that a fragment continues, unless it begins another one.</summary>
    private ToolCallDraft? Find(ChatToolCall fragment)
    {
        var last = Latest(static _ => true);
        if (last?.IsBareValue != fragment.IsBareValue()) last = null;
        if (fragment.Index is not { } index) return Of(fragment.Id) ?? last;
        var same = fragment.Id is { } id ? Latest(draft => draft.Call.Index == index && draft.Call.Id == id) : null;
        same ??= Latest(draft => draft.Call.Index == index);
        if (same is not null || fragment.Name is not null) return same;
        // Only the first fragment was without an index, or each has another one.
        return fragment.Id is not null ? Of(fragment.Id) : last is { Call.Index: null } ? last : null;
    }

    private ToolCallDraft? Of(string? id) => id is null ? null : Latest(draft => draft.Call.Id == id);

    /// <summary>The call that got a fragment last, of those that fit.</summary>
    private ToolCallDraft? Latest(Predicate<ToolCallDraft> fits)
    {
        ToolCallDraft? latest = null;
        foreach (var draft in _drafts)
            if (draft.Turn >= (latest?.Turn ?? 0) && fits(draft)) latest = draft;
        return latest;
    }

    /// <summary>Whether a fragment that can belong to a call begins another one.</summary>
    private static bool BeginsAnother(ChatToolCall fragment, ToolCallDraft draft)
    {
        var (call, isBlank) = (draft.Call, string.IsNullOrWhiteSpace(fragment.Arguments));
        var hasOtherId = fragment.Id is not null && call.Id is not null && fragment.Id != call.Id;
        if (fragment.Name is null)
        {
            var canBegin = draft.NextHead is not null || (hasOtherId && draft.IsClosed);
            return canBegin && !isBlank && !call.IsCustom && draft.IsFollowedByAnother(fragment.Arguments);
        }
        if (call.Name is not null && (fragment.Name != call.Name || hasOtherId)) return true;
        var isNamedOnly = call.Name is not null && fragment.Id is null && fragment.Index is null;
        if (call.IsCustom) return isNamedOnly ? !draft.IsEmpty : !isBlank && draft.Comparable == fragment.Arguments;
        return (isNamedOnly && draft.IsWhole) || (!isBlank && draft.IsFollowedByAnother(fragment.Arguments));
    }

    /// <summary>Whether a fragment is a whole call that came before, under the same or another index.</summary>
    private bool IsRepeated(ChatToolCall fragment)
    {
        if (fragment.Name is null || string.IsNullOrWhiteSpace(fragment.Arguments)) return false;
        var arguments = ToolCallDraft.ComparableOf(fragment);
        return _drafts.Exists(draft => (draft.IsWhole || draft.Call.IsCustom) && IsRepeated(draft, fragment, arguments, _number));
    }

    /// <summary>Whether a call repeats an earlier one: it has the same id, or came in a later event under the same index or none.</summary>
    private static bool IsRepeated(ToolCallDraft earlier, ChatToolCall call, string arguments, int number)
    {
        if (earlier.Call.Name is null || earlier.Call.Name != call.Name) return false;
        var isSame = earlier.Call.Id is not null && call.Id is not null
            ? earlier.Call.Id == call.Id
            : earlier.Call.Index == call.Index && earlier.Number < number;
        return isSame && earlier.Comparable == arguments;
    }

    private static bool IsSameCall(ChatToolCall call, ToolCallDraft draft) =>
        draft.Call.Name == call.Name && (draft.Call.Id is null || call.Id is null || draft.Call.Id == call.Id);
}
