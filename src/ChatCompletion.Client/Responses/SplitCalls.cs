using System.Text;

namespace ChatCompletions;

/// <summary>
/// Joins tool calls that are one: some servers give each fragment of a call a new id or index and repeat its name, so that each looks
/// like a call of its own. They are one call if only all of them together are one JSON value.
/// </summary>
internal static class SplitCalls
{
    /// <summary>The calls, with those joined that are one.</summary>
    public static List<ToolCallDraft> Join(List<ToolCallDraft> drafts)
    {
        var all = new List<ToolCallDraft>(drafts.Count);
        var looked = 0;
        for (var at = 0; at < drafts.Count; at++)
        {
            var call = drafts[at];
            if (at >= looked && (looked = EndOfSplit(drafts, at, out var isOne)) > at + 1 && isOne)
            {
                // The first fragment of such a call often has no arguments.
                if (all is [.., { IsEmpty: true } head] && Continues(head, call))
                {
                    head.Add(call);
                    call = head;
                    all.RemoveAt(all.Count - 1);
                }
                while (at + 1 < looked) call.Add(drafts[++at]);
            }
            all.Add(call);
        }
        return all;
    }

    /// <summary>Where the calls end whose arguments can be parts of one value.</summary>
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
