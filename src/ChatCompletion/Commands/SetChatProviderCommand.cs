using System.Collections;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

[Cmdlet(VerbsCommon.Set, "ChatProvider", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ChatProvider))]
public sealed partial class SetChatProviderCommand : ChatCmdlet
{
    /// <summary>Checks the provider as a whole, stores its secrets, and keeps it.</summary>
    protected override void EndProcessing()
    {
        var provider = OrThrow(Merge, Name);
        var secrets = NewSecrets(provider);
        var target = $"Provider '{provider.Name}'";
        if (!ShouldProcess(target, secrets.Count == 0 ? "Set provider" : $"Set provider and store {string.Join(", ", secrets.Keys)} in {provider.Vault ?? "the default vault"}")) return;
        OrThrow<object?>(() =>
        {
            var vault = new SecretVault(this, StopToken);
            foreach (var (name, secret) in secrets) vault.Write(name, provider.Vault, secret);
            ProviderRegistry.Shared.Set(provider);
            return null;
        }, provider.Name);
        if (PassThru) WriteObject(ProviderRegistry.Shared.Get(provider.Name));
    }

    private ChatProvider Merge()
    {
        var known = ProviderRegistry.Shared.Find(Name);
        var preset = PresetOf(Type ?? known?.Type ?? Name);
        var provider = (known ?? new ChatProvider { Name = Name, Type = preset.Name, Scope = ChatProvider.UserScope }) with { Type = preset.Name };
        if (IsGiven(nameof(Scope))) provider = provider with { Scope = Scope };
        provider = WithFields(provider);
        if (known is not null) CheckOrigin(known, provider);
        provider = WithKey(provider);
        ProviderRules.Check(provider);
        return provider;
    }

    private ChatProvider WithFields(ChatProvider provider)
    {
        if (ApiBase is not null) provider = provider with { ApiBase = ApiBase };
        if (ApiVersion is not null) provider = provider with { ApiVersion = ApiVersion };
        if (AuthType is not null) provider = provider with { AuthType = AuthType };
        if (Model is not null) provider = provider with { Model = Model };
        if (InstructionsRole is not null) provider = provider with { InstructionsRole = InstructionsRole };
        if (IsGiven(nameof(Defaults))) provider = provider with { Defaults = PlainValue.MapFromArgument(nameof(Defaults), Defaults) };
        if (IsGiven(nameof(Query))) provider = provider with { Query = TextPairs(nameof(Query), Query) };
        if (Proxy is not null) provider = provider with { Proxy = Proxy };
        if (ConnectTimeoutSec is not null) provider = provider with { ConnectTimeoutSec = ConnectTimeoutSec };
        if (FirstByteTimeoutSec is not null) provider = provider with { FirstByteTimeoutSec = FirstByteTimeoutSec };
        if (IdleTimeoutSec is not null) provider = provider with { IdleTimeoutSec = IdleTimeoutSec };
        if (TimeoutSec is not null) provider = provider with { TimeoutSec = TimeoutSec };
        if (NumRetries is not null) provider = provider with { NumRetries = NumRetries };
        if (MaxRetryDelaySec is not null) provider = provider with { MaxRetryDelaySec = MaxRetryDelaySec };
        if (IsGiven(nameof(Default))) provider = provider with { Default = Default.IsPresent };
        return provider;
    }

    /// <summary>A provider has one source for its key: the one that is given takes the place of the one before.</summary>
    private ChatProvider WithKey(ChatProvider provider)
    {
        if (ApiKeyVariable is not null && (ApiKey is not null || SecretName is not null)) throw Errors.Wrong(nameof(ApiKeyVariable), "-ApiKeyVariable goes neither with -ApiKey nor with -SecretName: a provider has one source for its key.");
        if (Vault is not null) provider = provider with { Vault = Vault };
        var isSession = provider.Scope == ChatProvider.SessionScope;
        if (ApiKeyVariable is not null) provider = provider with { ApiKeyVariable = ApiKeyVariable, SecretName = null, SessionKey = null };
        else if (ApiKey is not null && isSession && SecretName is null && Vault is null) provider = provider with { SessionKey = ApiKey, ApiKeyVariable = null, SecretName = null };
        else if (ApiKey is not null || SecretName is not null) provider = provider with { SecretName = SecretName ?? provider.SecretName ?? DefaultSecretName(provider.Name), ApiKeyVariable = null, SessionKey = null };
        if (!isSession && provider.SessionKey is not null) throw Errors.Wrong(nameof(ApiKey), "The provider's key is in memory only. To keep the provider in a file, give -ApiKey again, or -ApiKeyVariable.");
        return IsGiven(nameof(Headers)) ? WithHeaders(provider, isSession) : provider;
    }

    private ChatProvider WithHeaders(ChatProvider provider, bool isSession)
    {
        var plain = new JsonDictionary();
        var secret = new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HeaderPairs())
        {
            ProviderRules.CheckHeaderName(name);
            if (value is SecureString secure) secret[name] = secure;
            else plain[name] = value as string ?? throw Errors.Wrong(nameof(Headers), $"-Headers: the value of {SafeText.Neutralise(name)} is neither text nor a secure string.");
        }
        var inVault = new JsonDictionary();
        if (!isSession)
            foreach (var name in secret.Keys) inVault[name] = $"{DefaultSecretName(provider.Name)}-{name.Replace('_', '-')}";
        return provider with
        {
            Headers = plain.Count > 0 ? plain : null,
            SecretHeaders = inVault.Count > 0 ? inVault : null,
            SessionHeaders = isSession && secret.Count > 0 ? secret : null,
        };
    }

    /// <summary>The secrets to store, by their names.</summary>
    private Dictionary<string, SecureString> NewSecrets(ChatProvider provider)
    {
        var secrets = new Dictionary<string, SecureString>();
        if (ApiKey is not null && provider.SecretName is { } name) secrets[name] = ApiKey;
        if (provider.SecretHeaders is null || !IsGiven(nameof(Headers))) return secrets;
        foreach (var (header, value) in HeaderPairs())
            if (value is SecureString secret && provider.SecretHeaders[header] is string secretName) secrets[secretName] = secret;
        return secrets;
    }

    /// <summary>A key that was given for one address does not go to another because a setting changed.</summary>
    private void CheckOrigin(ChatProvider known, ChatProvider changed)
    {
        var before = Home(known);
        var after = Home(changed);
        if (before is null || after is null || EndpointUrl.SameOrigin(before, after)) return;
        var hasKeyAgain = ApiKey is not null || ApiKeyVariable is not null || SecretName is not null;
        if (known.HasKeyOfItsOwn && !hasKeyAgain) throw GivenForAnother(nameof(ApiKey), "key", "-ApiKey, -SecretName or -ApiKeyVariable");
        if (known.HasSecretHeaders && !IsGiven(nameof(Headers))) throw GivenForAnother(nameof(Headers), "secret headers", "-Headers");

        ChatRequestException GivenForAnother(string parameter, string what, string how) => new(ChatErrorKind.InsecureRequest, parameter,
            $"The {what} of '{known.Name}' {(what == "key" ? "was" : "were")} given for {before.GetLeftPart(UriPartial.Authority)}. To use {(what == "key" ? "it" : "them")} for {after.GetLeftPart(UriPartial.Authority)}, give {(what == "key" ? "it" : "them")} again with {how}.");
    }

    private static Uri? Home(ChatProvider provider) =>
        (provider.ApiBase ?? provider.Preset.ApiBase) is { } address ? EndpointUrl.ParseBase(address, nameof(ApiBase), style: provider.Preset.UrlStyle) : null;

    private ProviderPreset PresetOf(string type)
    {
        if (ProviderPresets.Find(type) is { } preset) return preset;
        if (Type is null) return ProviderPresets.Custom;
        throw Errors.Wrong(nameof(Type), $"-Type '{SafeText.Neutralise(type)}' is no known service. Known are: {string.Join(", ", ProviderPresets.All.Select(static known => known.Name))}.");
    }

    private IEnumerable<(string Name, object? Value)> HeaderPairs()
    {
        if (PlainValue.Unwrap(Headers) is not IDictionary map) throw Errors.Wrong(nameof(Headers), "-Headers takes a hashtable, such as @{ 'X-Team' = 'ops' }.");
        foreach (DictionaryEntry pair in map) yield return (Convert.ToString(PlainValue.Unwrap(pair.Key), System.Globalization.CultureInfo.InvariantCulture) ?? "", PlainValue.Unwrap(pair.Value));
    }

    private static JsonDictionary? TextPairs(string parameter, object? value)
    {
        var map = PlainValue.MapFromArgument(parameter, value);
        if (map is null || map.Count == 0) return null;
        foreach (var key in map.Keys.Cast<string>().ToList()) map[key] = Convert.ToString(map[key], System.Globalization.CultureInfo.InvariantCulture);
        return map;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Letters, digits and hyphens only, since some vaults take no others.</summary>
    internal static string DefaultSecretName(string provider) => "ChatCompletion-" + provider;
}
