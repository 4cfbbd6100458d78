using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Lists the models that a provider offers. It is also the quickest test of a connection and its key.</summary>
/// <remarks>
/// Pipe a model to Invoke-ChatCompletion to ask it. The list is the server's own: some list models that the key may not use, and
/// some, such as Helix for an agent's key, refuse to list any, which is an error that says so.
/// </remarks>
/// <example>
/// <para>Test the connection and the key</para>
/// <code>Get-ChatModel</code>
/// <para>It lists the default provider's models. A wrong address, a wrong key or a server that is down is an error that says which.</para>
/// </example>
/// <example>
/// <para>Find a model</para>
/// <code>
/// Get-ChatModel gpt-* -Provider OpenAI |
///     Sort-Object Created -Descending |
///     Select-Object -First 5
/// </code>
/// <para>The five newest whose ids begin with gpt-.</para>
/// </example>
/// <example>
/// <para>Ask several models the same</para>
/// <code>
/// Get-ChatModel gpt-* |
///     Invoke-ChatCompletion 'Why is the sky blue?' |
///     Select-Object Model, Duration, TotalTokens, Content
/// </code>
/// <para>Each piped model is asked the question, at the provider that listed it.</para>
/// </example>
/// <example>
/// <para>See what all providers offer</para>
/// <code>Get-ChatModel -Provider * | Group-Object Provider -NoElement</code>
/// <para>A provider that fails is an error of its own, and the others go on.</para>
/// </example>
/// <example>
/// <para>Look at a server of your own</para>
/// <code>Get-ChatModel -ApiBase http://localhost:8080/v1</code>
/// <para>It is asked without a key.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ChatModel")]
[OutputType(typeof(ChatModel))]
public sealed class GetChatModelCommand : ChatCmdlet
{
    /// <summary>The ids of the models wanted; wildcards are allowed. All unless given. An id that is not listed is an error.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Alias("Model", "ModelId", "Id")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
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
    [Text]
    public string[]? Provider { get; set; }

    /// <summary>
    /// The base URL for this call, such as http://localhost:8080/v1. Without -Provider it is asked without any key. With a
    /// provider that has a key it must have the provider's own host: a key is never sent elsewhere.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("api_base", "BaseUrl", "base_url")]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>Allows a key to go over plain http to another machine, where it can be read on the way.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Asks each provider in turn; one that fails does not keep the others from answering.</summary>
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
        var endpoint = ChatEndpoint.Create(provider, ApiBase, null, AllowUnencryptedAuthentication, secrets: new SecretVault(this, StopToken));
        var models = Thread.Await(new ChatClient(endpoint, ReportingOptions(provider)).ListModelsAsync(StopToken));
        SeenModels.Keep(name is null && ApiBase is not null ? ApiBase : provider.Name, models);
        Write(models, provider.Name);
    }

    /// <summary>The providers that are meant; none by name is the default, or the address that is given.</summary>
    private List<string?> Names()
    {
        var names = new List<string?>();
        foreach (var name in Provider ?? [])
        {
            var pattern = Pattern(nameof(Provider), name);
            if (WildcardPattern.ContainsWildcardCharacters(name)) names.AddRange(ProviderRegistry.Shared.ReadyNames().Where(pattern.IsMatch));
            else names.Add(name);
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
            var isMissing = !WildcardPattern.ContainsWildcardCharacters(name) && !models.Any(model => string.Equals(model.Id, name, StringComparison.OrdinalIgnoreCase));
            if (isMissing) WriteError(Errors.ModelNotListed(name, provider));
        }
    }
}
