namespace ChatCompletions;

/// <summary>Creates chunks.</summary>
internal static class ChunkFactory
{
    /// <summary>Creates a chunk from one choice of an event.</summary>
    /// <param name="header">The header that the chunks share.</param>
    /// <param name="fields">The choice.</param>
    /// <param name="additional">The additional fields of the event.</param>
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
