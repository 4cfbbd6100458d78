using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the models that a provider offers. This is also the quickest test of a connection and its key.</summary>
/// <remarks>
/// Pipe a model to Invoke-ChatCompletion to ask it. The list is the server's own: some servers list models that your key may not use, and
/// some refuse to list any, such as Helix for an agent's key. In that case, the error says so.
/// </remarks>
/// <example>
/// <para>Test the connection and the key</para>
/// <code>Get-ChatModel</code>
/// <para>This lists the default provider's models. If the address or the key is wrong or the server is down, the error says which.</para>
/// </example>
/// <example>
/// <para>Find a model</para>
/// <code>
/// Get-ChatModel gpt-* -Provider OpenAI |
///     Sort-Object Created -Descending |
///     Select-Object -First 5
/// </code>
/// <para>The five newest models whose ids begin with gpt-.</para>
/// </example>
/// <example>
/// <para>Ask several models the same question</para>
/// <code>
/// Get-ChatModel gpt-* |
///     Invoke-ChatCompletion 'Why is the sky blue?' |
///     Select-Object Model, Duration, TotalTokens, Content
/// </code>
/// <para>The question goes to each piped model, at the provider that listed it.</para>
/// </example>
/// <example>
/// <para>Compare the models of all providers</para>
/// <code>Get-ChatModel -Provider * | Group-Object Provider -NoElement</code>
/// <para>A provider that fails is an error of its own, and the others continue.</para>
/// </example>
/// <example>
/// <para>List the models of your own server</para>
/// <code>Get-ChatModel -ApiBase http://localhost:8080/v1</code>
/// <para>No key is sent.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatModel")]
[OutputType(typeof(ChatModel))]
public sealed class GetChatModelCommand : ChatCmdlet
{
    /// <summary>
    /// The ids of the models to return; wildcards are allowed. Default: all models. An id that the provider does not list is an error.
    /// </summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Model", "ModelId", "Id")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
    public string[]? Name { get; set; }

    /// <summary>
    /// The provider to list models of: a name from Set-ChatProvider, a known service, or Mock. Default: the default provider. Wildcards
    /// match the providers that you set, the known services whose key is in the environment, and Mock; * means all of these.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Connection")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    public string[]? Provider { get; set; }

    /// <summary>
    /// The base URL for this call, such as http://localhost:8080/v1. Without -Provider, no key is sent. If you also name a provider that
    /// has a key, the URL must have the provider's own host: a key is never sent to another host.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("api_base", "BaseUrl", "base_url")]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>Allows a key to be sent over plain http to another machine, where others on the network can read it.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Queries each provider in turn; a failure does not affect the others.</summary>
    protected override void EndProcessing()
    {
        var names = OrThrow(Names);
        foreach (var name in names)
        {
            try
            {
                Ask(name);
            }
            catch (ChatException failure)
            {
                Thread.WriteReports();
                var record = Errors.Record(failure, name);
                if (names.Count > 1) WriteError(record);
                else ThrowTerminatingError(record);
            }
        }
    }

    private void Ask(string? name)
    {
        var provider = name is null && ApiBase is not null
            ? ChatProvider.FromAddress(ApiBase)
            : ProviderRegistry.Shared.Choose(name, null).Provider;
        var vault = new SecretVault(this, StopToken);
        var endpoint = ChatEndpoint.Create(provider, ApiBase, null, AllowUnencryptedAuthentication, secrets: vault);
        var models = Thread.Await(new ChatClient(endpoint, ReportingOptions(provider)).ListModelsAsync(StopToken));
        SeenModels.Keep(name is null && ApiBase is not null ? ApiBase : provider.Name, models);
        Write(models, provider.Name);
    }

    /// <summary>The providers to query; a single <see langword="null"/> means the default provider, or the given address.</summary>
    private List<string?> Names()
    {
        var names = new List<string?>();
        foreach (var name in Provider ?? [])
        {
            var pattern = Pattern(nameof(Provider), name);
            if (WildcardPattern.ContainsWildcardCharacters(name))
                names.AddRange(ProviderRegistry.Shared.ReadyNames().Where(pattern.IsMatch));
            else
                names.Add(name);
        }
        return Provider is null ? [null] : names;
    }

    private void Write(IReadOnlyList<ChatModel> models, string provider)
    {
        if (Name is null)
        {
            WriteObject(models, enumerateCollection: true);
            return;
        }
        var patterns = Array.ConvertAll(Name, static name => Pattern(nameof(Name), name));
        WriteObject(models.Where(model => Array.Exists(patterns, pattern => pattern.IsMatch(model.Id))), enumerateCollection: true);
        foreach (var name in Name)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name)) continue;
            if (!models.Any(model => string.Equals(model.Id, name, StringComparison.OrdinalIgnoreCase)))
                WriteError(Errors.ModelNotListed(name, provider));
        }
    }
}
