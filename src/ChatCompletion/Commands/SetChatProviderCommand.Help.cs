namespace ChatCompletions.Commands;

/// <summary>Creates a provider, or changes one: where to ask, where its key is, and what to send when a call does not say.</summary>
/// <remarks>
/// <para>
/// A key goes into the session's SecretManagement vault once, and from then on every console and runbook of this user asks
/// with it, by the provider's name, without ever showing it. What is not given stays as it is.
/// Get-Help about_ChatCompletion_Providers lists the known services and shows how to set up each kind.
/// </para>
/// <para>
/// A provider is kept in a file that only the user can read; the file holds no secret. With -Scope Session it is kept in memory,
/// as long as the process runs. All runspaces of the process see it, Start-Job and remote sessions only what is in files.
/// </para>
/// <para>
/// A key is bound to the provider's address: to change the address, give the key again. The environment variables of a known
/// service, such as OPENAI_API_KEY, hold keys for that service's own address only.
/// </para>
/// </remarks>
/// <example>
/// <para>Make a vault once, and keep a key in it</para>
/// <code>
/// $store = 'Microsoft.PowerShell.SecretStore'
/// Install-PSResource Microsoft.PowerShell.SecretManagement, $store
/// Register-SecretVault SecretStore -ModuleName $store -DefaultVault
/// Set-ChatProvider OpenAI -ApiKey (Read-Host 'Key' -AsSecureString)
/// </code>
/// <para>Any vault of SecretManagement will do: there are extensions for KeePass, Azure Key Vault and others.</para>
/// </example>
/// <example>
/// <para>Set up the provider that is asked by default</para>
/// <code>
/// $provider = @{
///     Name    = 'work'
///     Type    = 'LiteLLM'
///     ApiBase = 'https://llm.example.com/v1'
///     ApiKey  = Read-Host 'Key' -AsSecureString
///     Model   = 'openai/gpt-4o'
/// }
/// Set-ChatProvider @provider -Default
/// </code>
/// <para>From now on Invoke-ChatCompletion asks this provider unless told otherwise. The key is in the vault as ChatCompletion-work.</para>
/// </example>
/// <example>
/// <para>Use a secret that is in the vault already</para>
/// <code>
/// $azure = @{
///     Type       = 'AzureOpenAI'
///     ApiBase    = 'https://contoso.openai.azure.com'
///     SecretName = 'azure-key'
///     Model      = 'my-deployment'
/// }
/// Set-ChatProvider azure @azure
/// </code>
/// <para>The secret is read when it is needed. For AzureOpenAI the model is the name of the deployment.</para>
/// </example>
/// <example>
/// <para>Take the key from an environment variable</para>
/// <code>Set-ChatProvider ci -Type Groq -ApiKeyVariable TEAM_KEY -Model MODEL</code>
/// <para>For machines without a vault, such as a build server. The file of the provider holds the name of the variable only.</para>
/// </example>
/// <example>
/// <para>Add a server without a key</para>
/// <code>Set-ChatProvider local -ApiBase http://localhost:8080/v1 -Model any</code>
/// <para>Without -Type it is Custom: any server that is compatible.</para>
/// </example>
/// <example>
/// <para>Change what is sent when a call does not say</para>
/// <code>
/// $defaults = @{ max_tokens = 512; temperature = 0 }
/// Set-ChatProvider work -Defaults $defaults -TimeoutSec 300 -NumRetries 5
/// </code>
/// <para>All that is not given stays as it was, the key too.</para>
/// </example>
/// <example>
/// <para>Keep a provider as long as the console is open</para>
/// <code>
/// $key = ConvertTo-SecureString $env:TEAM_KEY -AsPlainText -Force
/// Set-ChatProvider trial -Type OpenAI -ApiKey $key -Scope Session -PassThru
/// </code>
/// <para>Nothing is written to a file or a vault.</para>
/// </example>
public sealed partial class SetChatProviderCommand;
