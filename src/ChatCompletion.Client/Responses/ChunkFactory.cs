namespace ChatCompletions;

/// <summary>Makes a chunk from one choice of an event.</summary>
internal static class ChunkFactory
{
    /// <summary>Creates the chunk.</summary>
    /// <param name="header">The fields that all chunks share.</param>
    /// <param name="fields">The choice.</param>
    /// <param name="additional">The event's fields that have no property.</param>
    public static ChatCompletionChunk Create(ChunkHeader header, in ChoiceFields fields, JsonDictionary? additional)
    {
        if (fields.Additional is not null || fields.Message.Additional is not null)
        {
            JsonDictionary? all = null;
            ChoiceAssembler.Merge(ref all, additional);
            ChoiceAssembler.Merge(ref all, fields.Additional);
            ChoiceAssembler.Merge(ref all, fields.Message.Additional);
            additional = all;
        }
        return new ChatCompletionChunk(header)
        {
            Index = fields.Index,
            Content = fields.Message.Content ?? "",
            ReasoningContent = fields.Message.Reasoning,
            ToolCalls = fields.Message.ToolCalls,
            Refusal = fields.Message.Refusal,
            Role = fields.Message.Role,
            FinishReason = fields.FinishReason,
            LogProbs = fields.LogProbs,
            AdditionalProperties = additional,
        };
    }
}
