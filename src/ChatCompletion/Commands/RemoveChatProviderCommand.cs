using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Removes a provider, and with -RemoveSecret its key from the vault.</summary>
/// <remarks>
/// The known services, such as OpenAI, stay usable by their names and environment variables; only what Set-ChatProvider set is
/// removed. A secret stays in the vault unless -RemoveSecret is given. If the removed provider was the default, there is no default any more.
/// </remarks>
/// <example>
/// <para>Remove a provider</para>
/// <code>Remove-ChatProvider work</code>
/// <para>Its key stays in the vault, under the name that Get-ChatProvider showed.</para>
/// </example>
/// <example>
/// <para>Remove a provider with its key</para>
/// <code>Remove-ChatProvider work -RemoveSecret</code>
/// <para>The vault has to be unlocked; when the secret cannot be removed, the provider stays.</para>
/// </example>
/// <example>
/// <para>See what a pattern would remove</para>
/// <code>Remove-ChatProvider test-* -WhatIf</code>
/// <para>Each provider that would be removed is named, and nothing is removed.</para>
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
    /// <summary>The providers' names; wildcards are allowed. A name that was not set is an error; a pattern that matches none is not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SetProviderCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Removes the provider's secrets from the vault too. A secret that another provider names stays, with a warning.</summary>
    [Parameter]
    public SwitchParameter RemoveSecret { get; set; }

    /// <summary>Removes the providers.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            var found = OrThrow(() => ProviderRegistry.Shared.Names().Where(pattern.IsMatch).ToList());
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(Errors.Record(new ChatRequestException(ChatErrorKind.ProviderNotFound, nameof(Name), $"No provider '{SafeText.Neutralise(name)}' was set."), name));
            foreach (var provider in found) Remove(provider);
        }
    }

    private void Remove(string name)
    {
        try
        {
            var secrets = RemoveSecret ? SecretsOf(name) : [];
            var action = secrets.Count == 0 ? "Remove provider" : $"Remove provider and from the vault {string.Join(", ", secrets)}";
            if (!ShouldProcess($"Provider '{name}'", action)) return;
            var vault = new SecretVault(this, StopToken);
            var home = secrets.Count == 0 ? null : ProviderRegistry.Shared.Find(name)?.Vault;
            foreach (var secret in secrets) vault.Remove(secret, home);
            ProviderRegistry.Shared.Remove(name);
        }
        catch (ChatException failure)
        {
            WriteError(Errors.Record(failure, name));
        }
    }

    /// <summary>The secrets that no other provider names.</summary>
    private List<string> SecretsOf(string name)
    {
        if (ProviderRegistry.Shared.Find(name) is not { } provider) return [];
        var others = ProviderRegistry.Shared.Names().Where(other => !string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            .Select(TryFind).OfType<ChatProvider>().Where(other => other.Vault == provider.Vault).SelectMany(Named).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = Named(provider).ToList();
        foreach (var shared in own.Where(others.Contains)) WriteWarning($"The secret {shared} stays in the vault: another provider uses it.");
        return own.Where(secret => !others.Contains(secret)).ToList();
    }

    private static IEnumerable<string> Named(ChatProvider provider)
    {
        if (provider.SecretName is { } key) yield return key;
        foreach (DictionaryEntry header in provider.SecretHeaders ?? new JsonDictionary()) yield return (string)header.Value!;
    }

    /// <summary>Another provider's damaged file is no reason to keep this one.</summary>
    private static ChatProvider? TryFind(string name)
    {
        try
        {
            return ProviderRegistry.Shared.Find(name);
        }
        catch (ChatRequestException)
        {
            return null;
        }
    }
}
