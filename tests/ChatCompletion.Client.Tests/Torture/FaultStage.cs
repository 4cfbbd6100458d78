namespace ChatCompletions.Tests;

/// <summary>How far an answer has come when something happens to it.</summary>
public enum FaultStage
{
    BeforeHeaders,
    InHeaders,
    AfterHeaders,
    AfterFirstByte,
    InEvent,
    BetweenEvents,

    /// <summary>The text is there and says why it ended, but not that nothing follows.</summary>
    AfterLastEvent,
}
