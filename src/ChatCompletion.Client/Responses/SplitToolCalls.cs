using System.Text;

namespace ChatCompletions;

/// <summary>
/// Joins fragments that look like separate tool calls: some servers give each fragment of a call a new id or index and repeat its name.
/// They are one call if only their joined arguments are one JSON value.
/// </summary>
internal static class SplitToolCalls
{
    /// <summary>Joins the fragments of split calls.</summary>
    public static List<ToolCallDraft> Join(List<ToolCallDraft> drafts)
    {
        var all = new List<ToolCallDraft>(drafts.Count);
        var checkedEnd = 0;
        for (var at = 0; at < drafts.Count; at++)
        {
            var call = drafts[at];
            if (at >= checkedEnd && (checkedEnd = EndOfSplit(drafts, at, out var isOne)) > at + 1 && isOne)
            {
                // The first fragment of such a call often has no arguments.
                if (all is [.., { IsEmpty: true } head] && Continues(head, call))
                {
                    head.Add(call);
                    call = head;
                    all.RemoveAt(all.Count - 1);
                }
                while (at + 1 < checkedEnd) call.Add(drafts[++at]);
            }
            all.Add(call);
        }
        return all;
    }

    /// <summary>Gets the end of the calls whose arguments can be parts of one value.</summary>
    private static int EndOfSplit(List<ToolCallDraft> drafts, int start, out bool isOne)
    {
        isOne = false;
        var first = drafts[start];
        if (!first.IsFunction || first.IsEmpty || first.IsWhole) return start + 1;
        var arguments = new StringBuilder(first.Arguments);
        var tracker = default(JsonTracker);
        tracker.Add(first.Arguments);
        var end = start + 1;
        for (; end < drafts.Count && !tracker.IsWhole && Continues(first, drafts[end]); end++)
        {
            arguments.Append(drafts[end].Arguments);
            tracker.Add(drafts[end].Arguments);
        }
        isOne = tracker.IsClosed && ToolCallDraft.IsJson(arguments.ToString());
        return end;
    }

    private static bool Continues(ToolCallDraft first, ToolCallDraft next) =>
        first.IsFunction && next.IsFunction && next.Call.Name == first.Call.Name;
}
