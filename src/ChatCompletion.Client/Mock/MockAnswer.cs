using System.Text;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Creates the answers of the Mock provider. The same question always gets the same answer.</summary>
internal static partial class MockAnswer
{
    /// <summary>The fixed creation time of every answer, so that answers can be compared.</summary>
    public const long Created = 1767225600;

    private const string Id = "chatcmpl-mock";

    /// <summary>Splits a text into words with their leading white space, which count as tokens.</summary>
    public static List<string> Tokens(string text) => [.. WordPattern().Matches(text).Select(static match => match.Value)];

    /// <summary>Creates the answer as one object.</summary>
    public static JsonDictionary Whole(MockQuestion question)
    {
        var (tokens, reason) = Generate(question);
        var choices = new JsonList();
        for (var index = 0; index < question.N; index++)
        {
            var message = new JsonDictionary { ["role"] = "assistant", ["content"] = question.Tool is null ? string.Concat(tokens) : null };
            if (question.Tool is { } tool) message["tool_calls"] = new JsonList { ToolCall(tool, null) };
            choices.Add(new JsonDictionary { ["index"] = index, ["message"] = message, ["finish_reason"] = reason });
        }
        return new JsonDictionary
        {
            ["id"] = Id,
            ["object"] = "chat.completion",
            ["created"] = Created,
            ["model"] = question.Model,
            ["choices"] = choices,
            ["usage"] = Usage(question, tokens.Count),
        };
    }

    /// <summary>Creates the answer as stream events: one token each, for each choice in turn.</summary>
    public static List<byte[]> Events(MockQuestion question)
    {
        var (tokens, reason) = Generate(question);
        var events = new List<byte[]>();
        void Add(JsonDictionary chunk) => events.Add(Encoding.UTF8.GetBytes($"data: {chunk}\n\n"));
        void AddDelta(JsonDictionary delta, string? finish)
        {
            for (var index = 0; index < question.N; index++)
                Add(Chunk(question, [new JsonDictionary { ["index"] = index, ["delta"] = delta, ["finish_reason"] = finish }]));
        }

        AddDelta(new JsonDictionary { ["role"] = "assistant", ["content"] = question.Tool is null ? "" : null }, null);
        if (question.Tool is { } tool) AddDelta(new JsonDictionary { ["tool_calls"] = new JsonList { ToolCall(tool, 0) } }, null);
        else foreach (var token in tokens) AddDelta(new JsonDictionary { ["content"] = token }, null);
        AddDelta(new JsonDictionary(), reason);
        if (question.WithUsage)
        {
            var last = Chunk(question, []);
            last["usage"] = Usage(question, tokens.Count);
            Add(last);
        }
        events.Add("data: [DONE]\n\n"u8.ToArray());
        return events;
    }

    private static (List<string> Tokens, string Reason) Generate(MockQuestion question)
    {
        if (question.Tool is not null) return ([], "tool_calls");
        var text = question.Response ?? (question.Format?["type"] switch
        {
            "json_schema" => MockSchema.Instance(question.Format),
            "json_object" => new JsonDictionary { ["answer"] = question.LastMessage }.ToString(),
            _ when question.Model == "echo" => question.LastMessage,
            _ => $"This is a made-up answer of the built-in Mock provider. The question was: {question.LastMessage}",
        });
        foreach (var stop in question.Stop)
            if (text.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var at) text = text[..at];
        var tokens = Tokens(text);
        if (question.MaxTokens is not { } most || tokens.Count <= most) return (tokens, "stop");
        return (tokens[..(int)most], "length");
    }

    private static JsonDictionary Chunk(MockQuestion question, JsonList choices) => new()
    {
        ["id"] = Id, ["object"] = "chat.completion.chunk", ["created"] = Created, ["model"] = question.Model, ["choices"] = choices,
    };

    private static JsonDictionary ToolCall(string name, int? index)
    {
        var call = new JsonDictionary();
        if (index is not null) call["index"] = index;
        call["id"] = "call_mock";
        call["type"] = "function";
        call["function"] = new JsonDictionary { ["name"] = name, ["arguments"] = "{}" };
        return call;
    }

    private static JsonDictionary Usage(MockQuestion question, int perChoice)
    {
        var completion = perChoice * question.N;
        return new JsonDictionary
        {
            ["prompt_tokens"] = question.PromptTokens,
            ["completion_tokens"] = completion,
            ["total_tokens"] = question.PromptTokens + completion,
        };
    }

    [GeneratedRegex(@"\s*\S+|\s+$")]
    private static partial Regex WordPattern();
}
