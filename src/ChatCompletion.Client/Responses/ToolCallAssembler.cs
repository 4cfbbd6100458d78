namespace ChatCompletions;

/// <summary>
/// Assembles the tool calls of a choice from fragments. By the API, each fragment has the index of its call. Some servers leave it out,
/// use 0 for every call, give each fragment a new id, repeat id and name in each fragment, or repeat a whole call. So a fragment belongs
/// to the call with its index, else with its id, else to the last call. It begins a new call if it has another name, or if the arguments
/// of that call are one complete value and a second value begins. If several calls match, the latest one continues.
/// </summary>
internal sealed class ToolCallAssembler(ChatLimits limits)
{
    private List<ToolCallDraft> _drafts = [];
    private int _number;
    private int _sequence;

    /// <summary>Whether a whole message has another version of a call.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>
    /// Whether the fragments can be assembled in another way: index and id belong to different calls, or a name can be the rest of another.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Adds the fragments of one event.</summary>
    public void AddFragments(ChatList<ChatToolCall> fragments)
    {
        _number++;
        foreach (var fragment in fragments) Add(fragment);
    }

    /// <summary>Adds the calls of a whole message. A call that arrived before, in fragments or whole, is not added again.</summary>
    /// <returns>The new calls; <see langword="null"/> if there are none.</returns>
    public ChatList<ChatToolCall>? AddWhole(ChatList<ChatToolCall> calls)
    {
        _number++;
        ChatList<ChatToolCall>? added = null;
        var open = _drafts.ToList();
        foreach (var call in calls)
        {
            var arguments = ToolCallDraft.NormalizedArgumentsOf(call);
            var known = open.Find(draft => IsSameCall(call, draft) && draft.NormalizedArguments == arguments)
                ?? open.Find(draft => IsSameCall(call, draft) && draft.IsStartOf(arguments));
            if (known is not null)
            {
                open.Remove(known);
                if (known.NormalizedArguments != arguments) known.Replace(call.Arguments);
                continue;
            }
            IsContradicted |= call.Id is not null && open.Exists(draft => draft.Call.Id == call.Id);
            if (call is { Name: null, Index: not null }) Add(call);
            else Begin(call).Add(call);
            (added ??= []).Add(call);
        }
        return added;
    }

    /// <summary>Builds the calls.</summary>
    /// <param name="isWhole">Whether the server ended the answer: then missing arguments become an empty object.</param>
    /// <param name="doubt">Why one of the calls cannot be run; <see langword="null"/> if all can.</param>
    public ChatList<ChatToolCall>? Build(bool isWhole, out string? doubt)
    {
        doubt = null;
        if (_drafts.Count == 0) return null;
        var calls = new ChatList<ChatToolCall>();
        _drafts = SplitToolCalls.Join(_drafts);
        for (var i = 0; i < _drafts.Count; i++)
        {
            var draft = _drafts[i];
            if (_drafts.FindIndex(0, i, earlier => IsRepeated(earlier, draft.Call, draft.NormalizedArguments, draft.Number)) >= 0) continue;
            doubt ??= draft.Doubt();
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
        draft.Sequence = ++_sequence;
    }

    /// <summary>Whether the id of a fragment belongs to a call with another index.</summary>
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
        _drafts.Add(new ToolCallDraft(first, _number) { Sequence = ++_sequence });
        return _drafts[^1];
    }

    /// <summary>Finds the call that a fragment continues, unless it begins another one.</summary>
    private ToolCallDraft? Find(ChatToolCall fragment)
    {
        var last = Latest(static _ => true);
        if (last?.IsBareValue != fragment.IsBareValue()) last = null;
        if (fragment.Index is not { } index) return WithId(fragment.Id) ?? last;
        var same = fragment.Id is { } id ? Latest(draft => draft.Call.Index == index && draft.Call.Id == id) : null;
        same ??= Latest(draft => draft.Call.Index == index);
        if (same is not null || fragment.Name is not null) return same;
        // Only the first fragment has no index, or each fragment has another one.
        return fragment.Id is not null ? WithId(fragment.Id) : last is { Call.Index: null } ? last : null;
    }

    private ToolCallDraft? WithId(string? id) => id is null ? null : Latest(draft => draft.Call.Id == id);

    /// <summary>Gets the call with the latest fragment among those that match.</summary>
    private ToolCallDraft? Latest(Predicate<ToolCallDraft> matches)
    {
        ToolCallDraft? latest = null;
        foreach (var draft in _drafts)
            if (draft.Sequence >= (latest?.Sequence ?? 0) && matches(draft)) latest = draft;
        return latest;
    }

    /// <summary>Whether a fragment that matches a call begins another one.</summary>
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
        if (call.IsCustom) return isNamedOnly ? !draft.IsEmpty : !isBlank && draft.NormalizedArguments == fragment.Arguments;
        return (isNamedOnly && draft.IsWhole) || (!isBlank && draft.IsFollowedByAnother(fragment.Arguments));
    }

    /// <summary>Whether a fragment is a whole call that arrived before, with the same or another index.</summary>
    private bool IsRepeated(ChatToolCall fragment)
    {
        if (fragment.Name is null || string.IsNullOrWhiteSpace(fragment.Arguments)) return false;
        var arguments = ToolCallDraft.NormalizedArgumentsOf(fragment);
        return _drafts.Exists(draft => (draft.IsWhole || draft.Call.IsCustom) && IsRepeated(draft, fragment, arguments, _number));
    }

    /// <summary>
    /// Whether a call repeats an earlier one: it has the same id, or arrived in a later event with the same index or none.
    /// </summary>
    private static bool IsRepeated(ToolCallDraft earlier, ChatToolCall call, string arguments, int number)
    {
        if (earlier.Call.Name is null || earlier.Call.Name != call.Name) return false;
        var isSame = earlier.Call.Id is not null && call.Id is not null
            ? earlier.Call.Id == call.Id
            : earlier.Call.Index == call.Index && earlier.Number < number;
        return isSame && earlier.NormalizedArguments == arguments;
    }

    private static bool IsSameCall(ChatToolCall call, ToolCallDraft draft) =>
        draft.Call.Name == call.Name && (draft.Call.Id is null || call.Id is null || draft.Call.Id == call.Id);
}
