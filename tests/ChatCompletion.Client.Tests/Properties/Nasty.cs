using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Generators of what servers should not send, and some do. In the texts each character stands for a byte.</summary>
internal static class Nasty
{
    private static readonly string[] Names =
    [
        "choices", "choices", "id", "object", "created", "model", "usage", "system_fingerprint", "service_tier", "error", "obfuscation", "x_groq",
        "index", "index", "delta", "delta", "message", "message", "finish_reason", "finish_reason", "logprobs", "content", "content", "role", "refusal",
        "reasoning", "reasoning_content", "reasoning_details", "thinking", "tool_calls", "function_call", "function", "custom", "name", "arguments", "input", "type", "text",
        "annotations", "audio", "data", "transcript", "token", "logprob", "bytes", "top_logprobs", "prompt_tokens", "completion_tokens", "total_tokens",
        "prompt_tokens_details", "completion_tokens_details", "cached_tokens", "reasoning_tokens", "cost", "code", "status", "detail", "msg", "loc", "param", "models",
        "owned_by", "", "\\ud83d", "\\u0063ontent", "ch\\u006fices", "\u00FF", "\\u0000",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "1", "-1", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.5", "-0", "0.0",
        "1e5", "1e999", "-1e999", "1E-400", "253402300799", "253402300800", "-62135596801", "1e18", "9.3e18", "123456789012345678901234567890",
        "\"null\"", "\"None\"", "\"\"", "\" \"", "\"stop\"", "\"length\"", "\"tool_calls\"", "\"error\"", "\"assistant\"", "\"function\"", "\"1\"", "\"1e999\"", "\"NaN\"", "\"Infinity\"",
        "\"a\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"\\\\\\\"\\/\\b\\f\\n\\r\\t\"", "\"\u00C3\"", "\"\u00FF\u00FE\"", "\"\u00ED\u00A0\u0080\"",
        "\"\u00EF\u00BB\u00BF\"", "\"\\ufeff\"", "\"<think>\"", "{}", "[]", "[[]]", "[null]", "{\"\":null}",
    ];

    private static readonly string[] LinePieces =
    [
        "data: ", "data: ", "data:", "data", "data :", "event: error", "event: x", "event:error", "event", "error: ", "error:", "error", "id: 1", "retry: 5", ": c", ":", "::", " ", "  ",
        "\n", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "\r\r", "\n\r", "[DONE]", "data: [DONE]\n", "[DONE]x", "{}", "x", "\0", "\u00EF\u00BB\u00BF", "\u00EF\u00BB", "\u00C3\u00BC", "\u00FF", "<html>",
    ];

    /// <summary>Streams of lines that may be fields, and of all kinds of line ends.</summary>
    public static Gen<string> Stream => Pieces(Gen.Frequency((12, Gen.Elements(LinePieces)), (1, AnyByte), (1, Gen.Choose(1, 40).Select(static size => new string('y', size * size)))));

    /// <summary>Bytes of any kind, with much of what JSON and events are made of.</summary>
    public static Gen<string> Bytes => Pieces(Gen.Frequency((3, Gen.Elements(LinePieces)), (2, Gen.Elements(Scalars)), (2, Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud8")), (2, Gen.Elements(Names).Select(static name => $"\"{name}\":")), (1, AnyByte)));

    /// <summary>JSON objects of the names that answers have, each with a value of any kind.</summary>
    public static Gen<string> Object => Gen.Choose(1, 6).SelectMany(static depth => ObjectOf(depth));

    /// <summary>Any JSON value.</summary>
    public static Gen<string> Value => Gen.Choose(0, 5).SelectMany(static depth => ValueOf(depth));

    /// <summary>Text of letters, of characters that need more than one unit, and of those that need an escape.</summary>
    public static Gen<string> Text => Pieces(Gen.Elements("a", "b ", "\n", "\r", "\t", "\0", "\"", "\\", "/", "<", "\u001b[2J", "\u0085", "\u200e", "\u2028", "\ufeff", "\ufffd", "ä", "世", "😊", "👩‍👩‍👧", "e\u0301", "null", "{\"a\":1}", "data: x\n\n", "[DONE]"));

    /// <summary>Sizes of pieces, mostly small.</summary>
    public static Gen<int[]> Sizes => Gen.ArrayOf(Gen.Frequency((6, Gen.Choose(1, 4)), (1, Gen.Choose(5, 5000))));

    private static Gen<string> AnyByte => Gen.Choose(0, 255).Select(static value => ((char)value).ToString());

    public static Gen<string> Pieces(Gen<string> piece) => Gen.ArrayOf(piece).Select(static pieces => string.Concat(pieces));

    private static Gen<string> ValueOf(int depth) => depth <= 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency((4, Gen.Elements(Scalars)), (4, ObjectOf(depth)), (3, ListOf(depth)), (1, Gen.Choose(1, 80).Select(static levels => new string('[', levels) + new string(']', levels))));

    private static Gen<string> ObjectOf(int depth) =>
        from size in Gen.Choose(0, 7)
        from fields in Gen.ArrayOf(Gen.Elements(Names).SelectMany(name => FieldOf(name, depth)), size)
        select "{" + string.Join(',', fields) + "}";

    private static Gen<string> ListOf(int depth) =>
        from size in Gen.Choose(0, 4)
        from items in Gen.ArrayOf(ValueOf(depth - 1), size)
        select "[" + string.Join(',', items) + "]";

    /// <summary>A field whose value is of its own kind more often than not, so that the reader gets deep.</summary>
    private static Gen<string> FieldOf(string name, int depth)
    {
        var right = name switch
        {
            "choices" or "tool_calls" or "reasoning_details" or "top_logprobs" or "models" => Gen.ArrayOf(ObjectOf(depth - 1), 2).Select(static items => $"[{items[0]},{items[1]}]"),
            "delta" or "message" or "function" or "logprobs" or "usage" or "x_groq" or "audio" => ObjectOf(depth - 1),
            "index" => Gen.Elements("0", "1"),
            "finish_reason" => Gen.Elements("\"stop\"", "null"),
            _ => Gen.Elements(Scalars),
        };
        return depth <= 0
            ? Gen.Elements(Scalars).Select(value => $"\"{name}\":{value}")
            : Gen.Frequency((3, right), (1, ValueOf(depth - 1))).Select(value => $"\"{name}\":{value}");
    }
}
