using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Faults that the tests of this folder and of Properties have found, each in its smallest form.</summary>
public class FoundTests
{
    /// <summary>It turns the direction of what follows.</summary>
    private const string Evil = "\u202e";

    [Theory]
    [InlineData("t\u001b[2J")]
    [InlineData("nul\0")]
    public async Task The_JSON_readers_words_about_a_body_are_safe_to_show(string body)
    {
        var failure = (await Ask.BodyAsync(body)).Failed<ChatProtocolException>();
        Assert.Equal(SafeText.Neutralise(failure.Message), failure.Message);
    }

    [Theory]
    [InlineData("t\u001b[2J", "application/json")]
    [InlineData("data: t\u001b[2J\n\n", "text/event-stream")]
    public async Task A_cause_that_quotes_control_characters_is_left_out(string body, string type)
    {
        var failure = (await Ask.StreamAsync(Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(body), type)))).Failed<ChatProtocolException>();

        Assert.Null(failure.InnerException);
        Assert.DoesNotContain('\u001b', failure.ToString());
    }

    [Fact]
    public async Task A_cause_that_is_safe_to_show_is_kept() =>
        Assert.IsAssignableFrom<System.Text.Json.JsonException>((await Ask.BodyAsync("nonsense")).Failed<ChatProtocolException>().InnerException);

    [Theory]
    [InlineData("""{"choices":[],"x":"TEXT"}""", "event: error\ndata: ")]
    [InlineData("""{"error":{"unknown":"TEXT"}}""", "data: ")]
    public async Task An_error_without_words_is_shown_cut_and_safe(string body, string field)
    {
        var events = field + body.Replace("TEXT", Evil + new string('x', 1_000_000), StringComparison.Ordinal) + "\n\n";
        var failure = (await Ask.BytesAsync(Encoding.UTF8.GetBytes(events))).Failed<ChatApiException>();

        Assert.Equal(SafeText.Neutralise(failure.Message), failure.Message);
        Assert.InRange(failure.Message.Length, 1, 10_000);
    }

    [Fact]
    public async Task A_damaged_packed_body_is_a_typed_failure()
    {
        var handler = new BytesHandler(Encoding.UTF8.GetBytes(RequestProbe.Answer), "application/json") { ContentEncoding = "br" };
        (await Ask.WholeAsync(Ask.Client(handler))).Failed<ChatIncompleteException>();
    }

    [Fact]
    public async Task F5_An_error_in_a_list_is_no_empty_list_of_models()
    {
        var client = Ask.Client(BytesHandler.Json("""[{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}]"""));
        await Assert.ThrowsAsync<ChatApiException>(() => client.ListModelsAsync(TestContext.Current.CancellationToken));
    }
}
