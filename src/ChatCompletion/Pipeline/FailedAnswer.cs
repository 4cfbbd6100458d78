namespace ChatCompletions.Commands;

/// <summary>Makes a row of a failed item, so that a table of answers has a row for each input.</summary>
internal static class FailedAnswer
{
    /// <summary>The row: what arrived of the answer, if anything did, with the error.</summary>
    public static ChatCompletion Of(ChatException failure, Question question)
    {
        var row = failure.Completion ?? new ChatCompletion { Provider = failure.Provider, Model = failure.Model, RequestId = failure.RequestId, Attempts = failure.Attempts };
        row.InputObject = question.Input;
        row.Error = failure.Message;
        row.Complete = false;
        return row;
    }
}
