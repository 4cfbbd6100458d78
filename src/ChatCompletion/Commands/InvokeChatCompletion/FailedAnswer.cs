namespace ChatCompletions.Commands;

/// <summary>Creates the row of a failed item, so that a table of answers has a row for each input.</summary>
internal static class FailedAnswer
{
    /// <summary>Creates the row: the part of the answer that arrived, if any, with the error.</summary>
    public static ChatCompletion Of(Exception failure, Question question)
    {
        var chat = failure as ChatException;
        var row = chat?.Completion ?? new ChatCompletion
        {
            Provider = chat?.Provider,
            Model = chat?.Model,
            RequestId = chat?.RequestId,
            Attempts = chat?.Attempts ?? 0,
        };
        row.InputObject = CellValue.Of(question.Input);
        row.Error = failure.Message;
        row.Complete = false;
        return row;
    }

    /// <summary>Creates the row as the last chunk of a stream, after the chunks that arrived.</summary>
    public static ChatCompletionChunk ChunkOf(Exception failure, Question question)
    {
        var row = Of(failure, question);
        var header = new ChunkHeader { Provider = row.Provider, Model = row.Model, Id = row.Id, InputObject = row.InputObject };
        return new ChatCompletionChunk(header) { Completion = row };
    }
}
