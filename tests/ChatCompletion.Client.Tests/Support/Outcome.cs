namespace ChatCompletions.Tests;

/// <summary>What came of a call: the chunks, if it was streamed, and then the answer or the failure.</summary>
internal sealed record Outcome(IReadOnlyList<ChatCompletionChunk> Chunks, ChatCompletion? Completion, ChatException? Failure)
{
    /// <summary>The answer; the test fails with the whole error where there is none.</summary>
    public ChatCompletion Answer
    {
        get
        {
            if (Failure is not null) Assert.Fail(Failure.ToString());
            return Assert.IsType<ChatCompletion>(Completion);
        }
    }

    /// <summary>The message of the only choice.</summary>
    public ChatMessage Message => Assert.Single(Answer.Choices).Message;

    /// <summary>The text of all chunks.</summary>
    public string Text => string.Concat(Chunks.Select(static chunk => chunk.Content));

    /// <summary>The failure, which must be just of this type.</summary>
    public T Failed<T>() where T : ChatException
    {
        Assert.Null(Completion);
        return Assert.IsType<T>(Failure);
    }

    /// <summary>The failure, which must be a server's error of this kind.</summary>
    public ChatApiException Failed(ChatErrorKind kind)
    {
        var failure = Failed<ChatApiException>();
        Assert.Equal(kind, failure.Kind);
        return failure;
    }

    /// <summary>The failure of an answer that broke off, and what came before.</summary>
    public (ChatIncompleteException Failure, ChatCompletion Partial) BrokeOff()
    {
        var failure = Failed<ChatIncompleteException>();
        Assert.Equal(ChatErrorKind.IncompleteAnswer, failure.Kind);
        Assert.NotNull(failure.Completion);
        return (failure, failure.Completion);
    }
}
