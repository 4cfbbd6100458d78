namespace ChatCompletions.Tests;

/// <summary>The conversation that an answer carries, so that the next question can continue it.</summary>
public class HistoryTests
{
    private const string Two = """{"choices":[{"index":0,"message":{"role":"assistant","content":"one"}},{"index":1,"message":{"role":"assistant","content":"two"}}]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_what_was_sent_and_then_the_answer(bool streaming)
    {
        var request = new ChatRequest
        {
            Model = "m",
            Messages =
            [
                new ChatMessage { Role = "system", Content = "Be brief." },
                new ChatMessage { Content = "a" },
                new ChatMessage { Role = "assistant", Content = "b" },
                new ChatMessage { Content = "c" },
            ],
        };
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(Two);
        var outcome = await (streaming ? Ask.StreamAsync(Ask.Client(server), request) : Ask.WholeAsync(Ask.Client(server), request));

        var history = outcome.Answer.History!;
        Assert.Equal(["system: Be brief.", "user: a", "assistant: b", "user: c", "assistant: one"], history.Select(Line));
        Assert.Same(outcome.Answer.Choices[0].Message, history[^1]);
        Assert.Same(request.Messages[0], history[0]);
    }

    [Fact]
    public async Task It_goes_on_from_each_choice()
    {
        var answer = (await Ask.BodyAsync(Two)).Answer;

        Assert.Equal(["user: hi", "assistant: one"], answer.HistoryOf(answer.Choices[0]).Select(Line));
        Assert.Equal(["user: hi", "assistant: two"], answer.HistoryOf(answer.Choices[1]).Select(Line));
        Assert.Equal(["user: hi", "assistant: one"], answer.History!.Select(Line));
        Assert.All(answer.Choices, choice => Assert.Same(answer, choice.Answer));
    }

    [Fact]
    public void Of_an_answer_without_one_it_is_the_message_alone()
    {
        var choice = new ChatChoice { Message = new ChatMessage { Role = "assistant", Content = "alone" } };
        var answer = new ChatCompletion { Choices = { choice } };

        Assert.Null(answer.History);
        Assert.Equal(["assistant: alone"], answer.HistoryOf(answer.Choices[0]).Select(Line));
    }

    [Fact]
    public async Task An_answer_that_broke_off_has_what_came()
    {
        var (_, partial) = (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"half"}}]}""")).BrokeOff();

        Assert.Equal(["user: hi", "assistant: half"], partial.History!.Select(Line));
    }

    [Fact]
    public async Task An_answer_without_a_role_is_the_assistants()
    {
        Assert.Equal("assistant: a", Line((await Ask.MessageAsync("""{"content":"a"}""")).Answer.History![^1]));
        Assert.Equal("assistant: a", Line((await Ask.DeltasAsync("""{"content":"a"}""")).Answer.History![^1]));
        Assert.Equal("tutor: a", Line((await Ask.MessageAsync("""{"role":"tutor","content":"a"}""")).Answer.History![^1]));
    }

    private static string Line(ChatMessage message) => $"{message.Role}: {message.Content}";
}
