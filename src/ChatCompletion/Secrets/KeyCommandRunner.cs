using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>Runs the command that gives a provider's key, in the runspace of the cmdlet that needs it, on its pipeline thread.</summary>
internal sealed class KeyCommandRunner(ChatCmdlet cmdlet)
{
    [ThreadStatic]
    private static HashSet<string>? s_running;

    /// <summary>The key. May be called on any thread but the one that waits for it.</summary>
    /// <exception cref="ChatRequestException">The command gives none.</exception>
    public Task<SecureString> RunAsync(string script) => cmdlet.Thread.Invoke(() => Run(script));

    private SecureString Run(string script)
    {
        var running = s_running ??= [];
        if (!running.Add(script)) throw Failed("asks the provider whose key it is to give. Let it get the key from elsewhere");
        try
        {
            cmdlet.WriteVerbose("Running the command that gives the key.");
            return KeyOf(cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock.Create(script), input: null));
        }
        catch (Exception failed) when (failed is not (PipelineStoppedException or ChatException))
        {
            // What leaves a script on purpose would leave the script that asks, too, and without a word.
            throw Failed(failed is RuntimeException ? $"failed: {SafeText.Excerpt(failed.Message, 500)}" : "was left by break, continue or exit");
        }
        finally
        {
            running.Remove(script);
        }
    }

    private static SecureString KeyOf(Collection<PSObject> output)
    {
        var given = output.Where(static one => PlainValue.Unwrap(one) is not null).ToList();
        if (given.Count != 1) throw Failed(given.Count == 0 ? "gave no key" : $"gave {given.Count} values, and a key is one");
        return Key(given[0]) ?? Key(given[0].Properties["Token"]?.Value)
            ?? throw Failed($"gave an object of type {MessageText.TypeName(given[0])}. A key is text, a secure string, a credential, or an object with the property Token");
    }

    /// <summary>A key of its own: the command may dispose of what it gave.</summary>
    private static SecureString? Key(object? value) =>
        PlainValue.Unwrap(value) is string text ? new NetworkCredential("", text).SecurePassword : SecureCopy.Of(value, "ApiKeyCommand");

    private static ChatRequestException Failed(string what) => new(ChatErrorKind.ApiKeyMissing, "ApiKeyCommand", $"The command that gives the key (-ApiKeyCommand of Set-ChatProvider) {what}.");
}
