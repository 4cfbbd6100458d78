using System.Security;

namespace ChatCompletions;

/// <summary>Reads secrets from a vault or a command. Secrets are read when a call needs them, and not cached.</summary>
public interface ISecretReader
{
    /// <summary>Reads a secret.</summary>
    /// <param name="name">The name of the secret.</param>
    /// <param name="vault">The vault; the default vault if <see langword="null"/>.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ChatRequestException">The secret cannot be read. The message says why, and what to do.</exception>
    public string Read(string name, string? vault);

    /// <summary>Runs a script that returns a secret. Can be called on any thread.</summary>
    /// <param name="script">The text of the script.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ChatRequestException">The script does not return a secret. The message says why.</exception>
    public Task<SecureString> RunAsync(string script);
}
