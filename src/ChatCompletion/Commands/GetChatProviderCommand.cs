using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the providers that were set, and where their keys come from. It never shows a key, and asks no vault.</summary>
/// <remarks>With -ListAvailable it lists the known services too, which need no set-up where their environment variable holds a key.</remarks>
[Cmdlet(VerbsCommon.Get, "ChatProvider")]
[OutputType(typeof(ChatProvider))]
public sealed class GetChatProviderCommand : ChatCmdlet
{
    /// <summary>The names wanted; wildcards are allowed. A known service can be named without being set.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
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
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            var isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            foreach (var known in isPattern ? listed.Where(pattern.IsMatch) : [name]) Write(known);
        }
    }

    private void Write(string name)
    {
        try
        {
            WriteObject(ProviderRegistry.Shared.Get(name));
        }
        catch (ChatException failure)
        {
            WriteError(Errors.Record(failure, name));
        }
    }
}
