using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

[Cmdlet(VerbsCommon.Set, "ChatProvider", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ChatProvider))]
public sealed partial class SetChatProviderCommand : ChatCmdlet
{
    /// <summary>Validates the provider, stores its secrets, and saves it.</summary>
    protected override void EndProcessing()
    {
        var provider = OrThrow(Merge, Name);
        var secrets = NewSecrets(provider);
        var target = $"Provider '{provider.Name}'";
        var stored = secrets.Count == 0
            ? ""
            : $" and store {string.Join(", ", secrets.Keys)} in {provider.Vault ?? "the default vault"}";
        if (!ShouldProcess(target, "Set provider" + stored)) return;
        OrThrow<object?>(() =>
        {
            Save(provider, secrets);
            ProviderRegistry.Shared.SetDefault(provider);
            if (IsGiven(nameof(Default)) && !Default) ProviderRegistry.Shared.ClearDefault(provider.Name);
            return null;
        }, provider.Name);
        if (PassThru) WriteObject(ProviderSecrets.Redact(ProviderRegistry.Shared.Get(provider.Name)));
    }

    /// <summary>
    /// Stores the secrets and saves the provider, or does neither: a new key must not be sent to the old address, nor the old key to the
    /// new address.
    /// </summary>
    private void Save(ChatProvider provider, Dictionary<string, SecureString> secrets)
    {
        var vault = new ProviderVault(this, new SecretVault(this, StopToken));
        // A provider in a file also replaces the one in memory, but not the other way round.
        var replaced = ProviderRegistry.Shared.Definitions()
            .Where(one => string.Equals(one.Name, provider.Name, StringComparison.OrdinalIgnoreCase))
            .Where(one => provider.Scope == ChatProvider.UserScope || one.Scope == ChatProvider.SessionScope)
            .ToList();
        try
        {
            vault.Store(provider, secrets, replaced);
            ProviderRegistry.Shared.Save(provider);
        }
        catch
        {
            vault.Undo();
            throw;
        }
        vault.RemoveUnused(replaced);
    }

    private ChatProvider Merge()
    {
        var known = ProviderRegistry.Shared.Find(Name);
        var preset = PresetOf(Type ?? known?.Type ?? Name);
        var provider = known ?? new ChatProvider { Name = Name, Type = preset.Name, Scope = ChatProvider.UserScope };
        provider = provider with { Type = preset.Name };
        if (IsGiven(nameof(Scope))) provider = provider with { Scope = Scope };
        provider = WithFields(provider);
        if (known is not null) CheckOrigin(known, provider);
        provider = WithKey(provider, known);
        ProviderRules.Check(provider);
        ProviderSecrets.Check(provider);
        return provider;
    }

    private ChatProvider WithFields(ChatProvider provider)
    {
        if (IsGiven(nameof(ApiBase))) provider = provider with { ApiBase = NullIfEmpty(ApiBase) };
        if (IsGiven(nameof(ApiVersion))) provider = provider with { ApiVersion = NullIfEmpty(ApiVersion) };
        if (AuthType is not null) provider = provider with { AuthType = AuthType };
        if (IsGiven(nameof(Model))) provider = provider with { Model = NullIfEmpty(Model) };
        if (InstructionsRole is not null) provider = provider with { InstructionsRole = InstructionsRole };
        if (IsGiven(nameof(Defaults))) provider = provider with { Defaults = PlainValue.MapFromArgument(nameof(Defaults), Defaults) };
        if (IsGiven(nameof(Query))) provider = provider with { Query = TextPairs(nameof(Query), Query) };
        if (IsGiven(nameof(Proxy))) provider = provider with { Proxy = NullIfEmpty(Proxy) };
        if (IsGiven(nameof(ProxyUseDefaultCredentials)))
            provider = provider with { ProxyUseDefaultCredentials = ProxyUseDefaultCredentials.IsPresent };
        if (IsGiven(nameof(ConnectTimeoutSec))) provider = provider with { ConnectTimeoutSec = ConnectTimeoutSec };
        if (IsGiven(nameof(FirstByteTimeoutSec))) provider = provider with { FirstByteTimeoutSec = FirstByteTimeoutSec };
        if (IsGiven(nameof(IdleTimeoutSec))) provider = provider with { IdleTimeoutSec = IdleTimeoutSec };
        if (IsGiven(nameof(TimeoutSec))) provider = provider with { TimeoutSec = TimeoutSec };
        if (IsGiven(nameof(NumRetries))) provider = provider with { NumRetries = NumRetries };
        if (IsGiven(nameof(MaxRetryDelaySec))) provider = provider with { MaxRetryDelaySec = MaxRetryDelaySec };
        if (IsGiven(nameof(MaxResponseMiB))) provider = provider with { MaxResponseMiB = MaxResponseMiB };
        if (IsGiven(nameof(ThinkTags))) provider = provider with { ThinkTags = ThinkTags.IsPresent };
        if (IsGiven(nameof(Default))) provider = provider with { Default = Default.IsPresent };
        return provider;
    }

    /// <summary>Refuses to send a key to another address because a setting has changed.</summary>
    private void CheckOrigin(ChatProvider known, ChatProvider changed)
    {
        var before = AddressOf(known);
        var after = AddressOf(changed);
        if (before is null && after is null) return;
        if (before is not null && after is not null && EndpointUrl.SameOrigin(before, after)) return;
        if (known.HasConfiguredKey && !HasNewKey)
            throw BoundTo(nameof(ApiKey), "key", "was", "it", "-ApiKey, -SecretName, -ApiKeyVariable or -ApiKeyCommand");
        if (known.HasSecretHeaders && !IsGiven(nameof(Headers)))
            throw BoundTo(nameof(Headers), "secret headers", "were", "them", "-Headers");
        foreach (var (parameter, _) in ProviderSecrets.Find(known))
            if (!IsGiven(parameter)) throw BoundTo(parameter, $"secret settings in -{parameter}", "were", "them", $"-{parameter}");

        ChatRequestException BoundTo(string parameter, string what, string was, string it, string how) => new(
            ChatErrorKind.InsecureRequest,
            parameter,
            $"The {what} of '{known.Name}' {was} given for {Display(before)}. "
            + $"To use {it} for {Display(after)}, give {it} again with {how}.");
    }

    private static string Display(Uri? address) => address?.GetLeftPart(UriPartial.Authority) ?? "no address of its own";

    private static Uri? AddressOf(ChatProvider provider) =>
        (provider.ApiBase ?? provider.Preset.ApiBase) is { } address
            ? EndpointUrl.ParseBase(address, nameof(ApiBase), style: provider.Preset.UrlStyle)
            : null;

    private ProviderPreset PresetOf(string type)
    {
        if (ProviderPresets.Find(type) is { } preset) return preset;
        if (Type is null) return ProviderPresets.Custom;
        var names = string.Join(", ", ProviderPresets.All.Select(static known => known.Name));
        throw Errors.Wrong(nameof(Type), $"-Type '{SafeText.Label(type)}' is not a known service. Known services: {names}.");
    }

    private IEnumerable<(string Name, object? Value)> HeaderPairs()
    {
        if (Headers is null) yield break;
        if (PlainValue.Unwrap(Headers) is not IDictionary map)
            throw Errors.Wrong(nameof(Headers), "-Headers takes a hashtable, such as @{ 'X-Team' = 'ops' }.");
        foreach (DictionaryEntry pair in map)
        {
            var name = Convert.ToString(PlainValue.Unwrap(pair.Key), CultureInfo.InvariantCulture) ?? "";
            yield return (name, PlainValue.Unwrap(pair.Value));
        }
    }

    private static JsonDictionary? TextPairs(string parameter, object? value)
    {
        var map = PlainValue.MapFromArgument(parameter, value);
        if (map is null || map.Count == 0) return null;
        foreach (var key in map.Keys.Cast<string>().ToList()) map[key] = Convert.ToString(map[key], CultureInfo.InvariantCulture);
        return map;
    }

    /// <summary>An empty text removes a setting.</summary>
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
