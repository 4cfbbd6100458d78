using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Removes a provider, and with -RemoveSecret its key from the vault.</summary>
/// <remarks>
/// This removes only settings made with Set-ChatProvider: you can still use the known services, such as OpenAI, by their names and
/// environment variables. The secret stays in the vault unless you use -RemoveSecret. If you remove the default provider, there is no
/// default until you set another.
/// </remarks>
/// <example>
/// <para>Remove a provider</para>
/// <code>Remove-ChatProvider work</code>
/// <para>Its key stays in the vault, under the name that Get-ChatProvider shows.</para>
/// </example>
/// <example>
/// <para>Remove a provider with its key</para>
/// <code>Remove-ChatProvider work -RemoveSecret</code>
/// <para>The vault must be unlocked; if the secret cannot be removed, the provider is kept.</para>
/// </example>
/// <example>
/// <para>Preview which providers a pattern would remove</para>
/// <code>Remove-ChatProvider test-* -WhatIf</code>
/// <para>This lists the providers that would be removed, and removes nothing.</para>
/// </example>
/// <example>
/// <para>Remove all providers of an old server</para>
/// <code>
/// Get-ChatProvider |
///     Where-Object ApiBase -Like '*old.example.com*' |
///     Remove-ChatProvider
/// </code>
/// <para>Piped providers are removed by their names.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ChatProvider", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveChatProviderCommand : ChatCmdlet
{
    /// <summary>
    /// The providers' names; wildcards are allowed. A name that was not set is an error; a pattern without a match is not.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Connection")]
    [ArgumentCompleter(typeof(SetProviderCompleter))]
    [Text]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Also removes the provider's secrets from the vault. A secret that another provider uses is kept, with a warning.
    /// </summary>
    [Parameter]
    public SwitchParameter RemoveSecret { get; set; }

    /// <summary>Removes the providers.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            var pattern = OrThrow(() => Pattern(nameof(Name), name));
            var found = OrThrow(() => ProviderRegistry.Shared.Names().Where(pattern.IsMatch).ToList());
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(Errors.Record(NotFound(name), name));
            foreach (var provider in found) Remove(provider);
        }
    }

    private static ChatRequestException NotFound(string name) =>
        new(ChatErrorKind.ProviderNotFound, nameof(Name), $"No provider '{SafeText.Label(name)}' was set.");

    private void Remove(string name)
    {
        try
        {
            var vault = new SecretVault(this, StopToken);
            var provider = RemoveSecret ? ProviderRegistry.Shared.Find(name) : null;
            var secrets = provider is null ? [] : SecretsOf(provider, new ProviderVault(this, vault));
            var action = secrets.Count == 0 ? "Remove provider" : $"Remove provider and from the vault {string.Join(", ", secrets)}";
            if (!ShouldProcess($"Provider '{name}'", action)) return;
            foreach (var secret in secrets) vault.Remove(secret, provider!.Vault);
            ProviderRegistry.Shared.Remove(name);
        }
        catch (ChatException failure)
        {
            WriteError(Errors.Record(failure, name));
        }
    }

    /// <summary>The secrets that no other provider uses. A provider of the same name in the other scope counts as another one.</summary>
    private List<string> SecretsOf(ChatProvider provider, ProviderVault vault)
    {
        var own = new List<string>();
        foreach (var secret in ProviderVault.SecretsOf(provider))
        {
            var others = ProviderVault.Describe(vault.UsersOf(secret, provider.Vault).Where(user => !ProviderVault.IsSame(user, provider)));
            if (others.Length == 0) own.Add(secret);
            else WriteWarning($"The secret {secret} stays in the vault, because another provider uses it: {others}.");
        }
        return own;
    }
}
