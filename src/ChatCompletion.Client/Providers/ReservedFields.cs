namespace ChatCompletions;

/// <summary>Rejects request fields that cannot be set by name, because they have a parameter that does more than set the field.</summary>
internal static class ReservedFields
{
    /// <summary>Validates fields that are set by name.</summary>
    /// <param name="parameter">The parameter that contains the fields.</param>
    /// <param name="fields">The fields.</param>
    /// <exception cref="ChatRequestException">A field is reserved.</exception>
    public static void Check(string parameter, JsonDictionary? fields)
    {
        if (fields?.Contains("stream") == true)
            throw new ChatRequestException(parameter, $"-{parameter} cannot contain 'stream'. Use the switch -Stream.");
    }
}
