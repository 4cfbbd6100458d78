using System.Text;

namespace ChatCompletions.Tests;

/// <summary>An answer can be read from its bytes alone, without a connection, as a line of a batch result is.</summary>
public class AnswerFromBytesTests
{
    private static readonly AnswerSource Source = new("batch", new SecretMask(["sk-0123456789abcdef"]), new ChatLimits());

    [Fact]
    public void A_whole_answer_is_read()
    {
        var (completion, failure) = Read("""{"id":"c1","model":"m","choices":[{"index":0,"message":{"content":"Paris"},"finish_reason":"stop"}]}""");

        Assert.Null(failure);
        Assert.Equal(
            (Content: "Paris", Id: "c1", Provider: "batch", Complete: true),
            (completion!.Content, completion.Id, completion.Provider, completion.Complete));
    }

    [Theory]
    [InlineData("""{"error":{"message":"quota sk-0123456789abcdef","code":"insufficient_quota"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData("""{"choices":[]}""", ChatErrorKind.ProtocolError)]
    [InlineData("<html>", ChatErrorKind.ProtocolError)]
    [InlineData("", ChatErrorKind.ProtocolError)]
    public void Any_other_document_is_a_failure(string json, ChatErrorKind kind)
    {
        var (completion, failure) = Read(json);

        Assert.Null(completion);
        Assert.Equal(kind, failure!.Kind);
        Assert.DoesNotContain("sk-0123", failure.Message + failure.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_cut_document_the_text_so_far_is_kept()
    {
        var (_, failure) = Read("""{"choices":[{"index":0,"message":{"content":"Par""");

        Assert.Equal(ChatErrorKind.IncompleteAnswer, failure!.Kind);
        Assert.Equal(
            (Content: "Par", Complete: false, Error: failure.Message),
            (failure.Completion!.Content, failure.Completion.Complete, failure.Completion.Error));
        Assert.IsType<ChatIncompleteException>(failure.ToException());
    }

    private static AnswerResult Read(string json) => WholeAnswer.Read(Encoding.UTF8.GetBytes(json), Source);
}
