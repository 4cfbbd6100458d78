namespace ChatCompletions.Tests.Requests;

/// <summary>One request for many questions, and single values of rare kinds.</summary>
public class RequestCopyTests
{
    [Fact]
    public void A_copy_has_its_own_messages_model_and_input()
    {
        var item = new object();
        ChatMessage[] first = [new() { Content = "one" }], second = [new() { Content = "two" }];
        var request = new ChatRequest { Model = "m", Messages = first, Temperature = 0, N = 2, InputObject = "old" };
        var copy = request.For(second, "other", item);

        Assert.Equal((Messages: second, Model: "other", InputObject: item), (copy.Messages, copy.Model, copy.InputObject));
        Assert.Equal((Temperature: 0.0, N: 2), (copy.Temperature, copy.N));
        Assert.Equal((Messages: first, Model: "m", InputObject: "old"), (request.Messages, request.Model, request.InputObject));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(1e30)]
    [InlineData(-1e30)]
    public async Task A_seed_that_is_not_a_whole_number_of_64_bits_is_refused(double seed)
    {
        using var probe = new RequestProbe();
        var request = RequestProbe.Request();
        request.AdditionalParameters = new JsonDictionary { ["seed"] = seed };
        await probe.Refuses(request, "Seed", "a whole number of 64 bits");
    }

    [Fact]
    public async Task A_tool_without_a_name_is_called_by_its_type()
    {
        using var probe = new RequestProbe();
        await probe.Refuses(
            RequestProbe.With("""{"tools":[{"type":"web_search"},{"type":"function","function":{"name":"f"}},{"type":"mcp","mcp":{"name":"g"}}],"tool_choice":{"type":"function","function":{"name":"x"}}}"""),
            "ToolChoice", "names 'x', which is not in -Tools: web_search, f, g.");
    }

    [Fact]
    public async Task A_model_list_of_odd_items_keeps_those_with_a_name()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"data":[null,"a",5,true,{"x":1},{"id":null,"name":"b"},{"model":"c"},{"id":"","name":"d"},[]]}"""));
        var models = await Ask.Client(server).ListModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "5", "True", "b", "c", "[]"], models.Select(static model => model.Id));
        Assert.All(models, static model => Assert.Equal("srv", model.Provider));
    }
}
