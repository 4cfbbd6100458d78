namespace ChatCompletions;

/// <summary>The kind of a server-sent event.</summary>
internal enum SseEventKind
{
    /// <summary>A part of the answer.</summary>
    Data,

    /// <summary>An error: named <c>event: error</c>, or in a field <c>error:</c> as older llama.cpp servers send it.</summary>
    Error,

    /// <summary>The end of the stream, <c>[DONE]</c>.</summary>
    Done,
}
