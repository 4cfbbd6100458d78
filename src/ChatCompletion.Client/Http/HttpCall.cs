namespace ChatCompletions;

/// <summary>A request in the form of HTTP.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Address">The address.</param>
/// <param name="Body">The JSON to send; empty for none.</param>
/// <param name="Streaming">Whether the response should be a stream of events.</param>
internal sealed record HttpCall(HttpMethod Method, Uri Address, ReadOnlyMemory<byte> Body = default, bool Streaming = false);
