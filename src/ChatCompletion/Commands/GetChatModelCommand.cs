using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the models that a provider offers. It is also the quickest test of a connection and its key.</summary>
/// <remarks>Pipe a model to Invoke-ChatCompletion to ask it.</remarks>
[Cmdlet(VerbsCommon.Get, "ChatModel")]
[OutputType(typeof(ChatModel))]
public sealed class GetChatModelCommand : ChatCmdlet
{
    /// <summary>The ids of the models wanted; wildcards are allowed. All unless given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Model", "Id")]
    public string[]? Name { get; set; }

    /// <summary>
    /// Who is asked: a name from Set-ChatProvider, a known service, or Mock; the default provider unless given. Wildcards are
    /// matched against the providers that were set, the known services whose key is in the environment, and Mock; * means all of these.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Connection")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[]? Provider { get; set; }

    /// <summary>The base URL for this call. Without -Provider it is asked without any key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("api_base")]
    public string? ApiBase { get; set; }

    /// <summary>Allows a key to go over plain http to another machine, where it can be read on the way.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Asks each provider in turn.</summary>
    protected override void EndProcessing()
    {
        var providers = OrThrow(Providers);
        foreach (var provider in providers)
        {
            try
            {
                var endpoint = ChatEndpoint.Create(provider, ApiBase, null, AllowUnencryptedAuthentication, secrets: new SecretVault(this, StopToken));
                Write(Thread.Await(new ChatClient(endpoint, ReportingOptions(provider)).ListModelsAsync(StopToken)), provider.Name);
            }
            catch (ChatException failure)
            {
                Thread.WriteReports();
                var record = Errors.Record(failure, provider.Name);
                if (providers.Count > 1) WriteError(record);
                else ThrowTerminatingError(record);
            }
        }
    }

    private List<ChatProvider> Providers()
    {
        if (Provider is null) return [ApiBase is null ? ProviderRegistry.Shared.Choose(null, null).Provider : ChatProvider.FromPreset(ProviderPresets.Custom)];
        var providers = new List<ChatProvider>();
        foreach (var name in Provider)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name)) providers.Add(ProviderRegistry.Shared.Get(name));
            else
            {
                var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
                providers.AddRange(ProviderRegistry.Shared.ReadyNames().Where(pattern.IsMatch).Select(ProviderRegistry.Shared.Get));
            }
        }
        return providers;
    }

    private void Write(IReadOnlyList<ChatModel> models, string provider)
    {
        if (Name is null)
        {
            WriteObject(models, enumerateCollection: true);
            return;
        }
        var patterns = Array.ConvertAll(Name, static name => new WildcardPattern(name, WildcardOptions.IgnoreCase));
        WriteObject(models.Where(model => Array.Exists(patterns, pattern => pattern.IsMatch(model.Id))), enumerateCollection: true);
        foreach (var name in Name)
        {
            var isMissing = !WildcardPattern.ContainsWildcardCharacters(name) && !models.Any(model => string.Equals(model.Id, name, StringComparison.OrdinalIgnoreCase));
            if (isMissing) WriteError(Errors.ModelNotListed(name, provider));
        }
    }
}
