namespace ChatCompletions.Tests.Journal;

/// <summary>The columns of Get-ChatJournal, and the totals of its -Summary.</summary>
public class JournalSummaryTests
{
    [Fact]
    public void An_entry_shows_its_answer_in_columns()
    {
        var entry = Entry(answer: Answer());

        Assert.Equal((Content: "text", FinishReason: "stop", Complete: true), (entry.Content, entry.FinishReason, entry.Complete));
        Assert.Equal(
            (PromptTokens: 1, CompletionTokens: 2, TotalTokens: 3),
            (entry.PromptTokens, entry.CompletionTokens, entry.TotalTokens));
        Assert.Equal((Cost: 0.5, Duration: 1.25), (entry.Cost, entry.Duration));
    }

    [Fact]
    public void An_entry_without_an_answer_has_empty_columns()
    {
        var entry = Entry(error: "failed");

        Assert.Equal((Content: null, FinishReason: null, Complete: false), (entry.Content, entry.FinishReason, entry.Complete));
        Assert.Equal(
            (PromptTokens: null, CompletionTokens: null, TotalTokens: null),
            (entry.PromptTokens, entry.CompletionTokens, entry.TotalTokens));
        Assert.Equal((Cost: null, Duration: null), (entry.Cost, entry.Duration));
    }

    [Fact]
    public void As_text_an_entry_is_its_answer_or_its_error()
    {
        Assert.Equal("text", Entry(answer: Answer()).ToString());
        Assert.Equal("text", Entry(answer: Answer(), error: "failed").ToString());
        Assert.Equal("failed", Entry(error: "failed").ToString());
        Assert.Equal("", Entry().ToString());
    }

    [Fact]
    public void An_entry_is_complete_only_with_a_whole_answer_and_no_error()
    {
        Assert.False(Entry(answer: Answer(complete: false)).Complete);
        Assert.False(Entry(answer: Answer(), error: "failed").Complete);
        Assert.False(Entry().Complete);
    }

    [Fact]
    public void The_totals_count_what_the_servers_told()
    {
        var summary = new ChatJournalSummary { Path = "run.jsonl" };
        summary.Add(Entry(answer: Answer()));
        summary.Add(Entry(answer: Answer(complete: false)));
        summary.Add(Entry(answer: new ChatCompletion { Complete = true }));
        summary.Add(Entry(error: "failed"));
        summary.Add(Entry(answer: Answer(complete: false), error: "failed"));

        Assert.Equal(
            (Path: "run.jsonl", Calls: 5, Answered: 3, Failed: 2, Incomplete: 1),
            (summary.Path, summary.Calls, summary.Answered, summary.Failed, summary.Incomplete));
        Assert.Equal(
            (PromptTokens: 3, CompletionTokens: 6, TotalTokens: 9),
            (summary.PromptTokens, summary.CompletionTokens, summary.TotalTokens));
        Assert.Equal(1.5, summary.Cost);
    }

    [Fact]
    public void Costs_add_up_as_decimals_and_none_is_not_0()
    {
        var summary = new ChatJournalSummary();
        Assert.Null(summary.Cost);
        summary.Add(Entry(error: "failed"));
        Assert.Null(summary.Cost);
        for (var i = 0; i < 10; i++) summary.Add(Entry(answer: Answer(cost: 0.1)));

        Assert.Equal(1.0, summary.Cost);
    }

    [Theory]
    [InlineData(1e20)]
    [InlineData(-1e20)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_cost_that_no_bill_has_is_not_counted(double cost)
    {
        var summary = new ChatJournalSummary();
        summary.Add(Entry(answer: Answer(cost: cost)));
        Assert.Null(summary.Cost);
        summary.Add(Entry(answer: Answer(cost: 9e19)));

        Assert.Equal(9e19, summary.Cost);
    }

    [Fact]
    public void The_times_are_those_of_the_earliest_and_the_latest_call()
    {
        var summary = new ChatJournalSummary();
        Assert.Null(summary.FirstTime);
        Assert.Null(summary.LastTime);
        foreach (var minute in (int[])[5, 2, 9, 7]) summary.Add(Entry(minute: minute));

        Assert.Equal(
            (FirstTimeMinute: 2, LastTimeMinute: 9),
            (FirstTimeMinute: summary.FirstTime!.Value.Minute, LastTimeMinute: summary.LastTime!.Value.Minute));
    }

    private static ChatCompletion Answer(bool complete = true, double? cost = 0.5) => new()
    {
        Complete = complete,
        Choices = { new ChatChoice { FinishReason = "stop", Message = new ChatMessage { Role = "assistant", Content = "text" } } },
        Usage = new ChatUsage { PromptTokens = 1, CompletionTokens = 2, TotalTokens = 3 },
        Cost = cost,
        Duration = 1.25,
    };

    private static ChatJournalEntry Entry(ChatCompletion? answer = null, string? error = null, int minute = 0) =>
        new() { Completion = answer, Error = error, Time = new DateTimeOffset(2026, 1, 31, 12, minute, 0, TimeSpan.Zero) };
}
