using System.Security;

namespace ChatCompletions;

/// <summary>Gets secrets from where they are kept, or made. Each is read when a call needs it, and not kept afterwards.</summary>
public interface ISecretReader
{
    /// <summary>Reads a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="vault">The vault; the default vault unless given.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ChatRequestException">It cannot be read; the error says why and what to do.</exception>
    public string Read(string name, string? vault);

    /// <summary>Runs a script that gives a secret. May be called on any thread.</summary>
    /// <param name="script">The script's text.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ChatRequestException">It gives none; the error says why.</exception>
    public Task<SecureString> RunAsync(string script);
}
