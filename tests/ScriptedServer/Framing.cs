namespace ScriptedServers;

/// <summary>How the client learns where the body of a reply ends.</summary>
public enum Framing
{
    /// <summary>Content-Length: the sum of all body pieces of the script.</summary>
    Length,

    /// <summary>Transfer-Encoding: chunked, one chunk for each piece sent.</summary>
    Chunked,

    /// <summary>Neither; the body ends where the server closes the connection.</summary>
    UntilClose,
}
