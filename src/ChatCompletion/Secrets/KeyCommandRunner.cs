using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>Runs the command that returns a provider's key, in the runspace of the cmdlet that needs it, on its pipeline thread.</summary>
internal sealed class KeyCommandRunner(ChatCmdlet cmdlet)
{
    [ThreadStatic]
    private static HashSet<string>? s_running;

    /// <summary>Gets the key. May be called on any thread except the one that waits for it.</summary>
    /// <exception cref="ChatRequestException">The command returns none.</exception>
    public Task<SecureString> RunAsync(string script) => cmdlet.Thread.Invoke(() => Run(script));

    private SecureString Run(string script)
    {
        var running = s_running ??= [];
        if (!running.Add(script)) throw Failed("uses the same provider whose key it must return. Get the key from another source");
        try
        {
            cmdlet.WriteVerbose("Running the command that returns the key.");
            return KeyOf(cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock.Create(script), input: null));
        }
        catch (Exception failed) when (failed is not (PipelineStoppedException or ChatException))
        {
            // break, continue and exit would silently end the calling script, too.
            throw Failed(failed is RuntimeException
                ? $"failed: {SafeText.Excerpt(failed.Message.TrimEnd('.'), 500)}"
                : "ended with break, continue or exit");
        }
        finally
        {
            running.Remove(script);
        }
    }

    private static SecureString KeyOf(Collection<PSObject> output)
    {
        var given = output.Where(static one => PlainValue.Unwrap(one) is not null).ToList();
        if (given.Count != 1) throw Failed(given.Count == 0 ? "returned no key" : $"returned {given.Count} values instead of one key");
        return Key(given[0])
            ?? Key(given[0].Properties["Token"]?.Value)
            ?? throw Failed(
                $"returned an object of type {MessageText.TypeName(given[0])}. "
                + "A key must be text, a secure string, a credential, or an object with the property Token");
    }

    /// <summary>Copies the key: the command may dispose of its output.</summary>
    private static SecureString? Key(object? value) =>
        PlainValue.Unwrap(value) is string text ? new NetworkCredential("", text).SecurePassword : SecureCopy.Of(value, "ApiKeyCommand");

    private static ChatRequestException Failed(string what) =>
        new(ChatErrorKind.ApiKeyMissing, "ApiKeyCommand", $"The key command (-ApiKeyCommand of Set-ChatProvider) {what}.");
}
