namespace ChatCompletions;

/// <summary>All that a request needs before it may be sent.</summary>
/// <param name="Key">The key.</param>
/// <param name="Permit">The permit of the limiter; <see langword="null"/> if there is no limiter.</param>
internal readonly record struct CallTicket(EndpointKey Key, RequestPermit? Permit);
