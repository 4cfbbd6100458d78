namespace ChatCompletions.Commands;

/// <summary>Makes a row of a failed item, so that a table of answers has a row for each input.</summary>
internal static class FailedAnswer
{
    /// <summary>The row: what arrived of the answer, if anything did, with the error.</summary>
    public static ChatCompletion Of(Exception failure, Question question)
    {
        var chat = failure as ChatException;
        var row = chat?.Completion ?? new ChatCompletion { Provider = chat?.Provider, Model = chat?.Model, RequestId = chat?.RequestId, Attempts = chat?.Attempts ?? 0 };
        row.InputObject = CellValue.Of(question.Input);
        row.Error = failure.Message;
        row.Complete = false;
        return row;
    }

    /// <summary>The row as the last chunk of a stream: what arrived of the answer came before it.</summary>
    public static ChatCompletionChunk ChunkOf(Exception failure, Question question)
    {
        var row = Of(failure, question);
        return new ChatCompletionChunk(new ChunkHeader { Provider = row.Provider, Model = row.Model, Id = row.Id, InputObject = row.InputObject }) { Completion = row };
    }
}
