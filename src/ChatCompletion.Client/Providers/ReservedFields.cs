namespace ChatCompletions;

/// <summary>Refuses request fields that cannot be set by name, because a parameter of their own does more than set them.</summary>
internal static class ReservedFields
{
    /// <summary>Checks fields that are given by name.</summary>
    /// <param name="parameter">The parameter that carries the fields.</param>
    /// <param name="fields">The fields.</param>
    /// <exception cref="ChatRequestException">One of them is reserved.</exception>
    public static void Check(string parameter, JsonDictionary? fields)
    {
        if (fields?.Contains("stream") == true) throw new ChatRequestException(parameter, $"-{parameter} cannot hold 'stream'. Use the switch -Stream.");
    }
}
