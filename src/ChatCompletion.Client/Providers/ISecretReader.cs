namespace ChatCompletions;

/// <summary>Reads secrets from where they are kept. Each is read when a call needs it, and not kept afterwards.</summary>
public interface ISecretReader
{
    /// <summary>Reads a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="vault">The vault; the default vault unless given.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ChatRequestException">It cannot be read; the error says why and what to do.</exception>
    public string Read(string name, string? vault);
}
