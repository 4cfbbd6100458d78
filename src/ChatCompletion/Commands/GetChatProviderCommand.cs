using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the providers that were set, and where their keys come from. It never shows a key, and asks no vault.</summary>
/// <remarks>
/// With -ListAvailable it lists the known services too, which need no set-up where their environment variable holds a key. A
/// provider whose file is damaged is an error of its own, and the others are listed. Settings of a provider in memory that are
/// secrets, by their names or values, are shown as ***.
/// </remarks>
/// <example>
/// <para>List what was set</para>
/// <code>Get-ChatProvider</code>
/// <para>KeySource says where the key is, and Default which provider is asked when a call names none.</para>
/// </example>
/// <example>
/// <para>See the known services and their variables</para>
/// <code>Get-ChatProvider -ListAvailable | Select-Object Name, KeySource, Scope</code>
/// <para>Where the variable holds a key, the name is all a call needs: Invoke-ChatCompletion Hi -Provider Groq -Model MODEL.</para>
/// </example>
/// <example>
/// <para>Check at the start of a runbook</para>
/// <code>
/// if (-not (Get-ChatProvider | Where-Object Default)) {
///     throw 'Set a default provider first: Set-ChatProvider NAME -Default'
/// }
/// </code>
/// <para>No vault and no server is asked; Get-ChatModel tests the whole way.</para>
/// </example>
/// <example>
/// <para>See all settings of one provider</para>
/// <code>Get-ChatProvider work | Format-List</code>
/// <para>The key itself is never part of it.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatProvider")]
[OutputType(typeof(ChatProvider))]
public sealed class GetChatProviderCommand : ChatCmdlet
{
    /// <summary>The names wanted; wildcards are allowed. A known service can be named without being set; a name that is neither is an error.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Connection")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    public string[]? Name { get; set; }

    /// <summary>Lists the known services as well.</summary>
    [Parameter]
    public SwitchParameter ListAvailable { get; set; }

    /// <summary>Writes the providers; a damaged file is an error of its own and hides no other.</summary>
    protected override void EndProcessing()
    {
        var registry = ProviderRegistry.Shared;
        var listed = OrThrow(() => (ListAvailable ? registry.KnownNames() : registry.Names()).ToList());
        foreach (var name in Name ?? ["*"])
        {
            var pattern = OrThrow(() => Pattern(nameof(Name), name));
            var isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            foreach (var known in isPattern ? listed.Where(pattern.IsMatch) : [name]) Write(known);
        }
    }

    private void Write(string name)
    {
        try
        {
            WriteObject(ProviderSecrets.Redact(ProviderRegistry.Shared.Get(name)));
        }
        catch (ChatException failure)
        {
            WriteError(Errors.Record(failure, name));
        }
    }
}
