using System.Globalization;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Everything that can be seen of an outcome as text, so that two outcomes can be compared.</summary>
internal static class Dump
{
    public static string Of(Outcome outcome)
    {
        var text = new StringBuilder();
        foreach (var chunk in outcome.Chunks) text.AppendLine(Of(chunk));
        if (outcome.Completion is { } completion) text.AppendLine(Of(completion));
        if (outcome.Failure is { } failure) text.AppendLine(Of(failure));
        return text.ToString();
    }

    public static string Of(ChatModel model) =>
        Line("model", model.Id, model.Provider, model.OwnedBy, model.Created, model.Object, model.AdditionalProperties);

    private static string Of(ChatCompletionChunk chunk) => Line(
        "chunk", chunk.Index, chunk.Role, chunk.Content, chunk.ReasoningContent, chunk.Refusal, chunk.ToolCalls, chunk.FinishReason, chunk.LogProbs,
        chunk.Id, chunk.Object, chunk.Created, chunk.Model, chunk.Provider, chunk.ServiceTier, chunk.SystemFingerprint, chunk.AdditionalProperties,
        chunk.Completion is not null);

    private static string Of(ChatCompletion completion) => Line(
        "completion", JsonText.Write(completion), completion.Complete, completion.Error, completion.Provider, completion.RequestId, completion.Attempts,
        string.Join(' ', completion.Choices.Select(static choice => string.Join(',', choice.Message.ToolCalls?.Select(static call => call.Index) ?? []))));

    private static string Of(ChatException failure) => Line(
        failure.GetType().Name, failure.Kind, failure.Message, failure.Provider, failure.Model, failure.RequestId, failure.Attempts, failure.Body, failure.Advice,
        failure is ChatApiException api ? Line("api", api.StatusCode, api.Code, api.Type, api.Param, api.RetryAfter) : null,
        failure.Completion is { } partial ? Of(partial) : null);

    private static string Line(params object?[] values) =>
        string.Join(" | ", values.Select(static value => value is null ? "-" : Convert.ToString(value, CultureInfo.InvariantCulture)));
}
