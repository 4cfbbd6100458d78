namespace ChatCompletions.Tests;

/// <summary>Whether a JSON text that comes in pieces is whole.</summary>
public class JsonTrackerTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("{", "open")]
    [InlineData("{\"a\":\"}\"", "open")]
    [InlineData("{\"a\":\"\\\\\"}", "closed")]
    [InlineData("{\"a\":\"\\\"}", "open")]
    [InlineData("[{},[]] ", "closed")]
    [InlineData("\"a\"", "closed")]
    [InlineData("\"a\\\"", "open")]
    [InlineData("\"", "open")]
    [InlineData("12", "scalar")]
    [InlineData("null ", "scalar")]
    [InlineData("{}}", "open")]
    [InlineData("{}{}", "open")]
    [InlineData("1{}", "open")]
    [InlineData("}", "open")]
    [InlineData("\"a\"b", "open")]
    public void Any_cut_tells_the_same(string json, string state)
    {
        for (var size = 1; size <= Math.Max(1, json.Length); size++)
        {
            var tracker = default(JsonTracker);
            foreach (var piece in json.Chunk(size)) tracker.Add(piece);
            Assert.Equal(
                (IsEmpty: state == "empty", IsWhole: state is "closed" or "scalar", IsClosed: state == "closed"),
                (tracker.IsEmpty, tracker.IsWhole, tracker.IsClosed));
        }
    }

    [Theory]
    [InlineData("{}", " {", true)]
    [InlineData("{}", "[", true)]
    [InlineData("{}", "\"", true)]
    [InlineData("[1]", "2", true)]
    [InlineData("\"a\"", "null", true)]
    [InlineData("{}", "}", false)]
    [InlineData("{}", ",", false)]
    [InlineData("{}", " ", false)]
    [InlineData("", "{", false)]
    [InlineData("{\"a\"", "{", true)]
    [InlineData("{\"a\":1", "{", true)]
    [InlineData("{\"a\":", "{", false)]
    [InlineData("[", "{", false)]
    [InlineData("[1,", "{", false)]
    [InlineData("{\"a", "{", false)]
    [InlineData("{\"a\":1", "2", false)]
    public void A_piece_begins_another_value_where_it_cannot_belong_to_the_first(string json, string piece, bool begins)
    {
        var tracker = default(JsonTracker);
        tracker.Add(json);
        Assert.Equal(begins, tracker.IsFollowedByAnother(piece));
    }
}
