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

    /// <summary>Replaces the source of the key: a provider has only one.</summary>
    private ChatProvider WithKey(ChatProvider provider, ChatProvider? known)
    {
        CheckKeySources();
        if (Vault is not null) provider = provider with { Vault = Vault };
        var isSession = provider.Scope == ChatProvider.SessionScope;
        if (HasNewKey) provider = WithNewKey(provider, isSession);
        if (!isSession && provider.SessionKey is not null)
            throw Errors.Wrong(
                nameof(ApiKey),
                "The provider's key is in memory only. To save the provider in a file, give -ApiKey again, or -ApiKeyVariable.");
        if (IsGiven(nameof(Headers))) return WithHeaders(provider, known, isSession);
        if (!isSession && provider.SessionHeaders is not null)
            throw Errors.Wrong(
                nameof(Headers),
                "The provider's secret headers are in memory only. To save the provider in a file, give -Headers again.");
        return provider;
    }

    private bool HasNewKey => ApiKey is not null || SecretName is not null || ApiKeyVariable is not null || ApiKeyCommand is not null;

    private void CheckKeySources()
    {
        if (ApiKeyVariable is not null && (ApiKey is not null || SecretName is not null))
            throw Errors.Wrong(
                nameof(ApiKeyVariable),
                "-ApiKeyVariable cannot be used with -ApiKey or -SecretName: a provider has only one source for its key.");
        if (ApiKeyCommand is not null && (ApiKey is not null || SecretName is not null || ApiKeyVariable is not null))
            throw Errors.Wrong(
                nameof(ApiKeyCommand),
                "-ApiKeyCommand cannot be used with -ApiKey, -SecretName or -ApiKeyVariable: a provider has only one source for its key.");
    }

    private ChatProvider WithNewKey(ChatProvider provider, bool isSession)
    {
        var former = provider.SecretName;
        provider = provider with { KeyCommand = null, ApiKeyVariable = null, SecretName = null, SessionKey = null };
        if (ApiKeyCommand is not null) return provider with { KeyCommand = new KeyCommand(ApiKeyCommand.ToString()) };
        if (ApiKeyVariable is not null) return provider with { ApiKeyVariable = ApiKeyVariable };
        if (ApiKey is not null && isSession && SecretName is null && Vault is null) return provider with { SessionKey = ApiKey };
        return provider with { SecretName = SecretName ?? former ?? ProviderVault.DefaultName(provider.Name) };
    }

    private ChatProvider WithHeaders(ChatProvider provider, ChatProvider? known, bool isSession)
    {
        var plain = new JsonDictionary();
        var secret = new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HeaderPairs())
        {
            ProviderRules.CheckHeaderName(name);
            if (SecureCopy.Of(value, nameof(Headers)) is { } secure) secret[name] = secure;
            else plain[name] = value as string ?? throw NotText(name);
        }
        var inVault = isSession ? new JsonDictionary() : NamesOfSecrets(provider.Name, secret.Keys, known?.SecretHeaders);
        return provider with
        {
            Headers = plain.Count > 0 ? plain : null,
            SecretHeaders = inVault.Count > 0 ? inVault : null,
            SessionHeaders = isSession && secret.Count > 0 ? secret : null,
        };
    }

    private static ChatRequestException NotText(string header) =>
        Errors.Wrong(nameof(Headers), $"-Headers: the value of {SafeText.Label(header)} is neither text nor a secure string.");

    /// <summary>
    /// The names of the headers' secrets. A known header keeps its name; a new one gets an unused name, because the former secrets must
    /// stay intact until the provider is saved.
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
            if (SecureCopy.Of(value, nameof(Headers)) is { } secret && provider.SecretHeaders[header] is string secretName)
                secrets[secretName] = secret;
        return secrets;
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
