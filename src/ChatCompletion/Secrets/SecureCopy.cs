using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>Copies secure strings that a caller owns and may change or dispose of.</summary>
internal static class SecureCopy
{
    /// <summary>A copy of a secure string or of a credential's password; <see langword="null"/> where the value is neither.</summary>
    /// <param name="value">The value, maybe wrapped.</param>
    /// <param name="parameter">The parameter that it came by.</param>
    /// <exception cref="ChatRequestException">It has been disposed of.</exception>
    public static SecureString? Of(object? value, string parameter)
    {
        var secret = PlainValue.Unwrap(value) switch
        {
            SecureString secure => secure,
            PSCredential credential => credential.Password,
            _ => null,
        };
        try
        {
            var copy = secret?.Copy();
            copy?.MakeReadOnly();
            return copy;
        }
        catch (ObjectDisposedException)
        {
            throw Errors.Wrong(parameter, $"-{parameter}: the secure string has been disposed of. Give a new one.");
        }
    }
}
