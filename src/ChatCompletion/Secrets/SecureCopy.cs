using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>Copies secure strings that the caller owns and can change or dispose of.</summary>
internal static class SecureCopy
{
    /// <summary>A copy of a secure string or of a credential's password; <see langword="null"/> if the value is neither.</summary>
    /// <param name="value">The value, possibly wrapped.</param>
    /// <param name="parameter">The parameter's name, for errors.</param>
    /// <exception cref="ChatRequestException">It was disposed.</exception>
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
            throw Errors.Wrong(parameter, $"-{parameter}: the secure string was disposed. Give a new one.");
        }
    }
}
