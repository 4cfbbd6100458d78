namespace ChatCompletions.Tests.Requests;

/// <summary>An error names the value that is wrong, but does not repeat a value of any length.</summary>
public class LongValueTests
{
    private static readonly string Long = new('x', 1_000_000);

    public static TheoryData<string> Fields =>
    [
        $$$"""{"temperature":"{{{Long}}}"}""",
        $$$"""{"n":1{{{new string('0', 390)}}}}""",
        $$$"""{"logit_bias":{"{{{Long}}}":1}}""",
        $$$"""{"logit_bias":{"{{{new string('0', 100_000)}}}":101}}""",
        $$$"""{"logit_bias":{"1":"{{{Long}}}"}}""",
        $$$"""{"tools":[{{{Tool("f")}}}],"tool_choice":"{{{Long}}}"}""",
        $$$"""{"tools":[{{{Tool("f")}}}],"tool_choice":{{{Tool(Long)}}}}""",
        $$$"""{"tools":[{{{Tool(Long)}}}],"tool_choice":{{{Tool("g")}}}}""",
        $$$"""{"tools":[{{{string.Join(',', Enumerable.Range(0, 10_000).Select(static i => Tool($"tool{i}")))}}}],"tool_choice":{{{Tool("g")}}}}""",
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Fields))]
    public async Task An_error_does_not_repeat(string fields)
    {
        using var probe = new RequestProbe();
        Check(await probe.RefusalOf(RequestProbe.With(fields)));
    }

    [Fact]
    public async Task An_error_does_not_repeat_the_key_of_metadata()
    {
        using var probe = new RequestProbe { Type = "OpenAI" };
        Check(await probe.RefusalOf(RequestProbe.With($$$"""{"metadata":{"{{{Long}}}":1}}""")));
    }

    [Fact]
    public async Task An_error_does_not_repeat_the_name_of_a_field()
    {
        using var probe = new RequestProbe();
        var request = RequestProbe.Request();
        var self = new JsonDictionary();
        self["self"] = self;
        request.AdditionalParameters = new JsonDictionary { [Long] = self };
        Check(await probe.RefusalOf(request));
    }

    private static string Tool(string name) => $$$"""{"type":"function","function":{"name":"{{{name}}}"}}""";

    private static void Check(ChatRequestException refused)
    {
        Assert.InRange(refused.Message.Length, 30, 800);
        // A message that is cut as a whole does not say what to do.
        Assert.EndsWith(".", refused.Message);
    }
}
