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
            Save(provider, secrets);
            ProviderRegistry.Shared.SetDefault(provider);
            if (IsGiven(nameof(Default)) && !Default) ProviderRegistry.Shared.ClearDefault(provider.Name);
            return null;
        }, provider.Name);
        if (PassThru) WriteObject(ProviderSecrets.Redact(ProviderRegistry.Shared.Get(provider.Name)));
    }

    /// <summary>
    /// Stores the secrets and saves the provider, or neither: a new key must not go to the former address, nor the former key to the new one.
    /// </summary>
    private void Save(ChatProvider provider, Dictionary<string, SecureString> secrets)
    {
        var vault = new ProviderVault(this, new SecretVault(this, StopToken));
        // A provider that is saved also takes the place of the one in memory, but not the other way round.
        var replaced = ProviderRegistry.Shared.Definitions().Where(one => string.Equals(one.Name, provider.Name, StringComparison.OrdinalIgnoreCase)
            && (provider.Scope == ChatProvider.UserScope || one.Scope == ChatProvider.SessionScope)).ToList();
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
        vault.LeaveFormer(replaced);
    }

    private ChatProvider Merge()
    {
        var known = ProviderRegistry.Shared.Find(Name);
        var preset = PresetOf(Type ?? known?.Type ?? Name);
        var provider = (known ?? new ChatProvider { Name = Name, Type = preset.Name, Scope = ChatProvider.UserScope }) with { Type = preset.Name };
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
        if (IsGiven(nameof(ApiBase))) provider = provider with { ApiBase = OrNone(ApiBase) };
        if (IsGiven(nameof(ApiVersion))) provider = provider with { ApiVersion = OrNone(ApiVersion) };
        if (AuthType is not null) provider = provider with { AuthType = AuthType };
        if (IsGiven(nameof(Model))) provider = provider with { Model = OrNone(Model) };
        if (InstructionsRole is not null) provider = provider with { InstructionsRole = InstructionsRole };
        if (IsGiven(nameof(Defaults))) provider = provider with { Defaults = PlainValue.MapFromArgument(nameof(Defaults), Defaults) };
        if (IsGiven(nameof(Query))) provider = provider with { Query = TextPairs(nameof(Query), Query) };
        if (IsGiven(nameof(Proxy))) provider = provider with { Proxy = OrNone(Proxy) };
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

    /// <summary>A provider has one source for its key: the one that is given takes the place of the one before.</summary>
    private ChatProvider WithKey(ChatProvider provider, ChatProvider? known)
    {
        if (ApiKeyVariable is not null && (ApiKey is not null || SecretName is not null)) throw Errors.Wrong(nameof(ApiKeyVariable), "-ApiKeyVariable goes neither with -ApiKey nor with -SecretName: a provider has one source for its key.");
        if (ApiKeyCommand is not null && (ApiKey ?? (object?)SecretName ?? ApiKeyVariable) is not null) throw Errors.Wrong(nameof(ApiKeyCommand), "-ApiKeyCommand goes neither with -ApiKey, -SecretName nor -ApiKeyVariable: a provider has one source for its key.");
        if (Vault is not null) provider = provider with { Vault = Vault };
        var isSession = provider.Scope == ChatProvider.SessionScope;
        if (ApiKey is not null || SecretName is not null || ApiKeyVariable is not null) provider = provider with { KeyCommand = null };
        if (ApiKeyCommand is not null) provider = provider with { KeyCommand = new KeyCommand(ApiKeyCommand.ToString()), ApiKeyVariable = null, SecretName = null, SessionKey = null };
        else if (ApiKeyVariable is not null) provider = provider with { ApiKeyVariable = ApiKeyVariable, SecretName = null, SessionKey = null };
        else if (ApiKey is not null && isSession && SecretName is null && Vault is null) provider = provider with { SessionKey = ApiKey, ApiKeyVariable = null, SecretName = null };
        else if (ApiKey is not null || SecretName is not null) provider = provider with { SecretName = SecretName ?? provider.SecretName ?? ProviderVault.DefaultName(provider.Name), ApiKeyVariable = null, SessionKey = null };
        if (!isSession && provider.SessionKey is not null) throw Errors.Wrong(nameof(ApiKey), "The provider's key is in memory only. To keep the provider in a file, give -ApiKey again, or -ApiKeyVariable.");
        if (IsGiven(nameof(Headers))) return WithHeaders(provider, known, isSession);
        if (!isSession && provider.SessionHeaders is not null) throw Errors.Wrong(nameof(Headers), "The provider's secret headers are in memory only. To keep the provider in a file, give -Headers again.");
        return provider;
    }

    private ChatProvider WithHeaders(ChatProvider provider, ChatProvider? known, bool isSession)
    {
        var plain = new JsonDictionary();
        var secret = new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HeaderPairs())
        {
            ProviderRules.CheckHeaderName(name);
            if (SecureCopy.Of(value, nameof(Headers)) is { } secure) secret[name] = secure;
            else plain[name] = value as string ?? throw Errors.Wrong(nameof(Headers), $"-Headers: the value of {SafeText.Label(name)} is neither text nor a secure string.");
        }
        var inVault = isSession ? new JsonDictionary() : NamesOfSecrets(provider.Name, secret.Keys, known?.SecretHeaders);
        return provider with
        {
            Headers = plain.Count > 0 ? plain : null,
            SecretHeaders = inVault.Count > 0 ? inVault : null,
            SessionHeaders = isSession && secret.Count > 0 ? secret : null,
        };
    }

    /// <summary>
    /// The names of the secrets of headers. A header keeps the name it had, and another one gets a name that is not in use: while the
    /// provider is not saved yet, each header still has its own value.
    /// </summary>
    private static JsonDictionary NamesOfSecrets(string provider, ICollection<string> headers, JsonDictionary? former)
    {
        var names = new JsonDictionary();
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, secret) in former?.Pairs() ?? []) known[header] = (string)secret!;
        var used = new HashSet<string>(known.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            var number = 1;
            if (!known.TryGetValue(header, out var name))
                while (!used.Add(name = $"{ProviderVault.HeaderPrefix}{provider}-{number}")) number++;
            names[header] = name;
        }
        return names;
    }

    /// <summary>The secrets to store, by their names.</summary>
    private Dictionary<string, SecureString> NewSecrets(ChatProvider provider)
    {
        var secrets = new Dictionary<string, SecureString>();
        if (ApiKey is not null && provider.SecretName is { } name) secrets[name] = ApiKey;
        if (provider.SecretHeaders is null || !IsGiven(nameof(Headers))) return secrets;
        foreach (var (header, value) in HeaderPairs())
            if (SecureCopy.Of(value, nameof(Headers)) is { } secret && provider.SecretHeaders[header] is string secretName) secrets[secretName] = secret;
        return secrets;
    }

    /// <summary>A key that was given for one address does not go to another because a setting changed.</summary>
    private void CheckOrigin(ChatProvider known, ChatProvider changed)
    {
        var before = Home(known);
        var after = Home(changed);
        if (before is null && after is null) return;
        if (before is not null && after is not null && EndpointUrl.SameOrigin(before, after)) return;
        var hasKeyAgain = ApiKey is not null || ApiKeyVariable is not null || SecretName is not null || ApiKeyCommand is not null;
        if (known.HasConfiguredKey && !hasKeyAgain) throw GivenForAnother(nameof(ApiKey), "key", "-ApiKey, -SecretName, -ApiKeyVariable or -ApiKeyCommand");
        if (known.HasSecretHeaders && !IsGiven(nameof(Headers))) throw GivenForAnother(nameof(Headers), "secret headers", "-Headers");
        foreach (var (parameter, _) in ProviderSecrets.Find(known))
            if (!IsGiven(parameter)) throw GivenForAnother(parameter, $"secret settings in -{parameter}", $"-{parameter}");

        ChatRequestException GivenForAnother(string parameter, string what, string how) => new(ChatErrorKind.InsecureRequest, parameter,
            $"The {what} of '{known.Name}' {(what == "key" ? "was" : "were")} given for {Display(before)}. To use {(what == "key" ? "it" : "them")} for {Display(after)}, give {(what == "key" ? "it" : "them")} again with {how}.");
    }

    private static string Display(Uri? address) => address?.GetLeftPart(UriPartial.Authority) ?? "no address of its own";

    private static Uri? Home(ChatProvider provider) =>
        (provider.ApiBase ?? provider.Preset.ApiBase) is { } address ? EndpointUrl.ParseBase(address, nameof(ApiBase), style: provider.Preset.UrlStyle) : null;

    private ProviderPreset PresetOf(string type)
    {
        if (ProviderPresets.Find(type) is { } preset) return preset;
        if (Type is null) return ProviderPresets.Custom;
        throw Errors.Wrong(nameof(Type), $"-Type '{SafeText.Label(type)}' is no known service. Known are: {string.Join(", ", ProviderPresets.All.Select(static known => known.Name))}.");
    }

    private IEnumerable<(string Name, object? Value)> HeaderPairs()
    {
        if (Headers is null) yield break;
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

    /// <summary>An empty text takes a setting back.</summary>
    private static string? OrNone(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
