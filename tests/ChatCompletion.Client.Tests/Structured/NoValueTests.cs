namespace ChatCompletions.Tests;

/// <summary>Answers that hold no value although nothing is wrong with their text, or without any text.</summary>
public sealed class NoValueTests
{
    private static readonly AnswerSchema Schema = new(RequestProbe.Map("""{"type":"object","properties":{"a":{"type":"integer"}}}"""));

    [Fact]
    public void A_refusal_is_quoted()
    {
        var fault = Fault(new ChatMessage { Role = ChatRole.Assistant, Content = """{"a":1}""", Refusal = "I will not." });

        Assert.Equal("The model refused: I will not.", fault.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Tool_calls_in_place_of_an_answer_are_named(string? content)
    {
        ChatList<ChatToolCall> calls = [new ChatToolCall { Name = "find" }, new ChatToolCall { Name = "read" }];
        var fault = Fault(new ChatMessage { Role = ChatRole.Assistant, Content = content, ToolCalls = calls });

        Assert.Equal("The model requested tool calls instead of an answer: find, read.", fault.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_answer_without_text_is_empty(string? content)
    {
        Assert.Equal("The answer is empty.", Fault(new ChatMessage { Role = ChatRole.Assistant, Content = content }).Message);
        var empty = new ChatMessage { Role = ChatRole.Assistant, Content = content, Refusal = "", ToolCalls = [] };
        Assert.Equal("The answer is empty.", Fault(empty).Message);
    }

    [Fact]
    public void Tool_calls_beside_a_value_are_no_fault()
    {
        var message = new ChatMessage { Role = ChatRole.Assistant, Content = """{"a":1}""", ToolCalls = [new ChatToolCall { Name = "find" }] };

        Assert.Equal(1L, Schema.Read(new ChatChoice { FinishReason = "stop", Message = message })["a"]);
    }

    [Fact]
    public void The_value_of_an_answer_is_that_of_its_first_choice()
    {
        var answer = new ChatCompletion { Choices = { new ChatChoice { Value = "first" }, new ChatChoice { Value = "second" } } };

        Assert.Equal("first", answer.Value);
        Assert.Null(new ChatCompletion().Value);
    }

    private static ChatValueException Fault(ChatMessage message)
    {
        var fault = Assert.Throws<ChatValueException>(() => Schema.Read(new ChatChoice { FinishReason = "stop", Message = message }));
        Assert.Equal((Kind: ChatErrorKind.InvalidValue, Path: null), (fault.Kind, fault.Path));
        return fault;
    }
}
