using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the providers that you set up, and where their keys come from. It never shows a key or opens a vault.</summary>
/// <remarks>
/// With -ListAvailable it also lists the known services, which need no setup if their environment variable holds a key. A provider whose
/// file is damaged is an error of its own, and the others are listed. Settings of an in-memory provider that are secrets, by their names or
/// values, are shown as ***.
/// </remarks>
/// <example>
/// <para>List your providers</para>
/// <code>Get-ChatProvider</code>
/// <para>KeySource shows where the key is, and Default which provider is used if a call names none.</para>
/// </example>
/// <example>
/// <para>See the known services and their variables</para>
/// <code>Get-ChatProvider -ListAvailable | Select-Object Name, KeySource, Scope</code>
/// <para>If the variable holds a key, a call needs only the name: Invoke-ChatCompletion Hi -Provider Groq -Model MODEL.</para>
/// </example>
/// <example>
/// <para>Check the setup at the start of a runbook</para>
/// <code>
/// if (-not (Get-ChatProvider | Where-Object Default)) {
///     throw 'Set a default provider first: Set-ChatProvider NAME -Default'
/// }
/// </code>
/// <para>This contacts neither a vault nor a server; use Get-ChatModel to test the connection too.</para>
/// </example>
/// <example>
/// <para>See all settings of one provider</para>
/// <code>Get-ChatProvider work | Format-List</code>
/// <para>The output never includes the key itself.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatProvider")]
[OutputType(typeof(ChatProvider))]
public sealed class GetChatProviderCommand : ChatCmdlet
{
    /// <summary>
    /// The names of the providers to return; wildcards are allowed. You can name a known service without setting it up first. Any other
    /// name that was not set is an error.
    /// </summary>
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

    /// <summary>Writes the providers. A damaged file is an error of its own and hides no other provider.</summary>
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
