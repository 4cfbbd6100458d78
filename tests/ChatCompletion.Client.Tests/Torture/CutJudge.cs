using System.Text;

namespace ChatCompletions.Tests;

/// <summary>
/// Judges what came of an answer that broke off: it passes for whole only if all it says had come, what came is not lost, and every
/// failure is a typed one.
/// </summary>
internal sealed class CutJudge(CaptureFile capture, Outcome whole)
{
    private readonly ArrivedText _all = ArrivedText.Of(capture.Body, flush: true);
    private (int Length, Dictionary<int, string> Texts) _last = (0, []);

    private static ReadOnlySpan<byte> Blank => " \t\r\n"u8;

    /// <summary>Asks for the capture in the way in which it was asked for.</summary>
    public static async Task<Outcome> AskAsync(CaptureFile capture, ChatClient client)
    {
        if (!capture.IsModels) return await (capture.IsStreamCall ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
        try
        {
            var models = await client.ListModelsAsync(TestContext.Current.CancellationToken);
            return new([], new ChatCompletion { Id = string.Join(' ', models), Complete = true }, null);
        }
        catch (ChatException failure)
        {
            return new([], null, failure);
        }
    }

    /// <summary>Judges one cut.</summary>
    /// <param name="length">How many bytes came, headers included where they count.</param>
    /// <param name="body">The bytes of the body that came.</param>
    /// <param name="outcome">What came of them.</param>
    /// <param name="broke">Whether the connection broke in a way that can be told from an end.</param>
    public void Judge(int length, ReadOnlySpan<byte> body, Outcome outcome, bool broke)
    {
        var where = $"{capture.Name} at {length}: {outcome.Failure?.Kind} {outcome.Failure?.Message}";
        Assert.True(outcome.Failure is null != outcome.Completion is null, where);
        if (capture.IsEvents) JudgeEvents(body, outcome, broke, where);
        else JudgeWhole(body, outcome, broke, where);
        JudgeGrowth(length, outcome, where);
    }

    /// <summary>The text of all events that came whole is there, and of one that was cut a part of its text at most.</summary>
    private void JudgeEvents(ReadOnlySpan<byte> body, Outcome outcome, bool broke, string where)
    {
        var arrived = ArrivedText.Of(body, flush: true);
        var texts = TextsOf(outcome);
        Assert.True(ArrivedText.Begins(texts, with: arrived.Texts), where);
        Assert.True(ArrivedText.Begins(arrived.IsBroken ? _all.Texts : arrived.Texts, with: texts), where);

        if (outcome.Completion is { } answer)
        {
            Assert.True(broke ? arrived.HasEndMark : IsWhole(arrived), where);
            Assert.True(ArrivedText.Begins(texts, with: _all.Texts) && arrived.Reasons == _all.Reasons, where);
            Assert.True(answer.Complete == whole.Answer.Complete, where);
            return;
        }
        var failure = outcome.Failure!;
        Assert.False(!broke && IsWhole(arrived), where);
        Assert.True(outcome.Chunks.Count == 0 || failure.Completion is { Complete: false }, where);
        if (arrived.IsError || (arrived.IsBroken && failure is ChatApiException)) Assert.True(_all.IsError && failure is ChatApiException, where);
        else if (arrived.IsBroken && _all.IsBroken) Assert.True(failure is ChatIncompleteException or ChatProtocolException, where);
        else Assert.True(failure.Kind == (broke && body.IsEmpty ? ChatErrorKind.ConnectionFailed : ChatErrorKind.IncompleteAnswer), where);
    }

    private void JudgeWhole(ReadOnlySpan<byte> body, Outcome outcome, bool broke, string where)
    {
        var missing = capture.Body.AsSpan(body.Length).Trim(Blank);
        if (outcome.Completion is { } answer)
        {
            // Nothing but white space was cut.
            Assert.True(missing.IsEmpty, where);
            Assert.True((answer.Id, answer.Content, answer.Complete) == (whole.Answer.Id, whole.Answer.Content, whole.Answer.Complete), where);
            return;
        }
        var failure = outcome.Failure!;
        if (capture.Status >= 400) Assert.True(failure is ChatApiException api && api.StatusCode == capture.Status, where);
        else if (body.Trim(Blank).IsEmpty) Assert.True(broke ? failure is ChatConnectionException or ChatIncompleteException : failure is ChatProtocolException or ChatIncompleteException, where);
        else
        {
            Assert.True(Encoding.UTF8.GetString(body).Trim() == failure.Body?.Trim() || IsWholeError(body, failure), where);
            // Of a body that is no answer even when it is whole, a part is none either.
            if (!missing.IsEmpty && !capture.IsModels) Assert.True(failure.Kind == ChatErrorKind.IncompleteAnswer || failure.Kind == whole.Failure?.Kind, where);
        }
        Assert.True(failure.Completion is not { Complete: true }, where);
        Assert.True(ArrivedText.Begins(TextsOf(whole), with: TextsOf(outcome)), where);
    }

    /// <summary>More bytes never give less text.</summary>
    private void JudgeGrowth(int length, Outcome outcome, string where)
    {
        var texts = TextsOf(outcome);
        if (length >= _last.Length) Assert.True(ArrivedText.Begins(texts, with: _last.Texts), where);
        _last = (length, texts);
    }

    private static Dictionary<int, string> TextsOf(Outcome outcome) => ArrivedText.TextsOf(outcome.Completion ?? outcome.Failure!.Completion);

    /// <summary>An error of status 200 keeps its own words.</summary>
    private bool IsWholeError(ReadOnlySpan<byte> body, ChatException failure) =>
        failure is ChatApiException && capture.Body.AsSpan(body.Length).Trim(Blank).IsEmpty;

    private static bool IsWhole(ArrivedText arrived) => arrived is { IsFinished: true, IsBroken: false, IsError: false };
}
