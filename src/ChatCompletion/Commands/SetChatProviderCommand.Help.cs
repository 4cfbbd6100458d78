namespace ChatCompletions.Commands;

/// <summary>Creates or changes a provider: its address, the location of its key, and the defaults for its requests.</summary>
/// <remarks>
/// <para>
/// You store a key in the session's SecretManagement vault once. From then on, all your consoles and runbooks use it by the provider's
/// name, and it is never shown. Settings that you omit are unchanged. Get-Help about_ChatCompletion_Providers lists the known services and
/// shows how to set up each kind.
/// </para>
/// <para>
/// A provider is stored in a file that only the current user can read; the file holds no secret. With -Scope Session it is kept in memory
/// for as long as the process runs. All runspaces of the process see it; Start-Job and remote sessions see only providers in files.
/// </para>
/// <para>
/// A key is bound to the provider's address: to change the address, give the key again. The environment variables of a known service, such
/// as OPENAI_API_KEY, hold keys for that service's own address only.
/// </para>
/// </remarks>
/// <example>
/// <para>Create a vault once, and store a key in it</para>
/// <code>
/// $store = 'Microsoft.PowerShell.SecretStore'
/// Install-PSResource Microsoft.PowerShell.SecretManagement, $store
/// Register-SecretVault SecretStore -ModuleName $store -DefaultVault
/// Set-ChatProvider OpenAI -ApiKey (Read-Host 'Key' -AsSecureString)
/// </code>
/// <para>Any SecretManagement vault works: there are extensions for KeePass, Azure Key Vault and others.</para>
/// </example>
/// <example>
/// <para>Set up the default provider</para>
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
/// <para>From now on Invoke-ChatCompletion uses this provider by default. The vault holds the key as ChatCompletion-work.</para>
/// </example>
/// <example>
/// <para>Use a secret that is already in the vault</para>
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
/// <para>For machines without a vault, such as a build server. The provider's file holds only the name of the variable.</para>
/// </example>
/// <example>
/// <para>Add a server without a key</para>
/// <code>Set-ChatProvider local -ApiBase http://localhost:8080/v1 -Model any</code>
/// <para>Without -Type, the provider is Custom: any compatible server.</para>
/// </example>
/// <example>
/// <para>Change the defaults of requests</para>
/// <code>
/// $defaults = @{ max_tokens = 512; temperature = 0 }
/// Set-ChatProvider work -Defaults $defaults -TimeoutSec 300 -NumRetries 5
/// </code>
/// <para>Settings that you omit, including the key, are unchanged.</para>
/// </example>
/// <example>
/// <para>Keep a provider only while the console is open</para>
/// <code>
/// $key = ConvertTo-SecureString $env:TEAM_KEY -AsPlainText -Force
/// Set-ChatProvider trial -Type OpenAI -ApiKey $key -Scope Session -PassThru
/// </code>
/// <para>Nothing is written to a file or a vault.</para>
/// </example>
public sealed partial class SetChatProviderCommand;
