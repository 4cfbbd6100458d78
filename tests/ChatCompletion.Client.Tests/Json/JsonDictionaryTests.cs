using System.Collections;

namespace ChatCompletions.Tests;

/// <summary>The plain dictionaries and lists that hold JSON.</summary>
public class JsonDictionaryTests
{
    [Fact]
    public void Keys_keep_their_order_and_their_case()
    {
        var map = new JsonDictionary { ["b"] = 1, ["a"] = 2, ["B"] = 3, ["ı"] = 4, ["I"] = 5, ["i"] = 6 };
        Assert.Equal(["b", "a", "B", "ı", "I", "i"], map.Keys.Cast<string>());
        map["a"] = 7;
        map.Remove("b");
        Assert.Equal("""{"a":7,"B":3,"ı":4,"I":5,"i":6}""", map.ToString());
    }

    [Fact]
    public void A_key_with_null_is_there_and_another_is_not()
    {
        var map = new JsonDictionary { ["a"] = null, ["b"] = 1 };
        Assert.True(map.TryGet("a", out var none));
        Assert.Null(none);
        Assert.True(map.TryGet("b", out var one));
        Assert.Equal(1, one);
        Assert.False(map.TryGet("A", out var missing));
        Assert.Null(missing);
    }

    [Fact]
    public void Their_text_is_compact_JSON()
    {
        Assert.Equal("{}", new JsonDictionary().ToString());
        Assert.Equal("[]", new JsonList().ToString());
        Assert.Equal("[]", new ChatList<ChatToolCall>().ToString());
        Assert.Equal("""[{"a":["x",null,{}]},2]""", new JsonList { new JsonDictionary { ["a"] = new JsonList { "x", null, new JsonDictionary() } }, 2 }.ToString());
        Assert.Equal("""[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]""", new ChatList<ChatToolCall> { new() { Index = 0, Id = "c", Name = "f", Arguments = "{}" } }.ToString());
    }

    [Fact]
    public void Any_dictionary_and_list_can_stand_inside()
    {
        var map = new JsonDictionary
        {
            ["table"] = new Hashtable { [1] = "x" },
            ["map"] = new Dictionary<string, object> { ["a"] = new[] { 1, 2 } },
            ["array"] = new object?[] { "a", null, new List<bool> { true } },
        };
        Assert.Equal("""{"table":{"1":"x"},"map":{"a":[1,2]},"array":["a",null,[true]]}""", map.ToString());
    }

    [Fact]
    public void A_message_is_shown_with_the_names_of_the_wire()
    {
        var message = new ChatMessage { Role = "assistant", Content = "a", ReasoningContent = "hm", Annotations = RequestProbe.List("[1]"), AdditionalProperties = RequestProbe.Map("""{"x":1}""") };
        Assert.Equal("""{"role":"assistant","content":"a","reasoning_content":"hm","annotations":[1],"x":1}""", JsonText.Write(message));
        Assert.Equal("a", message.ToString());
    }
}
