using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// The only code that calls SecretManagement. It calls its commands on the pipeline thread, by their full names, one at a time in the whole
/// process: SecretManagement has one runspace for all callers and fails on concurrent use.
/// </summary>
internal sealed class SecretVault(ChatCmdlet cmdlet, CancellationToken stop) : ISecretReader
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>A runspace without a host, used if nobody can answer a prompt: there a locked vault fails instead of prompting.</summary>
    private static Runspace? _withoutHost;

    private readonly Dictionary<(string Name, string? Vault), string> _read = [];
    private List<(string Name, bool IsDefault)>? _vaults;

    /// <inheritdoc/>
    public string Read(string name, string? vault)
    {
        if (_read.TryGetValue((name, vault), out var known)) return known;
        cmdlet.WriteVerbose($"Reading the secret {name} from {Describe(vault)}.");
        var found = Call(ScriptFor("Get-Secret"), name, NameOf(vault), null);
        return _read[(name, vault)] = TextOf(found.FirstOrDefault()?.BaseObject, name);
    }

    /// <inheritdoc/>
    public Task<SecureString> RunAsync(string script) => new KeyCommandRunner(cmdlet).RunAsync(script);

    /// <summary>Finds a secret of any type; <see langword="null"/> if there is none.</summary>
    public object? Find(string name, string? vault) => Call($$"""
        param($name, $vault)
        {{ListScript}}
        if ($listed) { {{Module}}\Get-Secret -Name $name -Vault $vault -ErrorAction Stop }
        """, name, NameOf(vault), null).FirstOrDefault()?.BaseObject;

    /// <summary>Whether two names refer to the same vault. Case is ignored, and <see langword="null"/> means the default vault.</summary>
    public bool IsSame(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        || ((one is null || other is null)
            && string.Equals(one ?? DefaultVault, other ?? DefaultVault, StringComparison.OrdinalIgnoreCase));

    /// <summary>Stores a secret, and replaces one of the same name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="vault">The vault. Default: the default vault.</param>
    /// <param name="secret">The secret: a secure string, or a result of <see cref="Find"/>.</param>
    public void Write(string name, string? vault, object secret)
    {
        cmdlet.WriteVerbose($"Storing the secret {name} in {Describe(vault)}.");
        Call(ScriptFor("Set-Secret"), name, NameOf(vault), secret);
        _read.Remove((name, vault));
    }

    /// <summary>Removes a secret, if it exists.</summary>
    public void Remove(string name, string? vault)
    {
        cmdlet.WriteVerbose($"Removing the secret {name} from {Describe(vault)}.");
        Call($$"""
            param($name, $vault)
            {{ListScript}}
            if ($listed) { {{Module}}\Remove-Secret -Name $name -Vault $vault -ErrorAction Stop -Confirm:$false -Debug:$false }
            """, name, NameOf(vault), null);
    }

    /// <summary>
    /// Resolves the vault's name, also for the default vault: without a name, SecretManagement would search all vaults. A missing module,
    /// no vault, no default and an unknown vault are reported as different errors before a vault is used.
    /// </summary>
    private string NameOf(string? vault)
    {
        var names = Vaults.ConvertAll(static known => known.Name);
        if (names.Count == 0) throw NoVault("No vault is registered to store keys.");
        if (vault is not null)
            return names.Find(known => string.Equals(known, vault, StringComparison.OrdinalIgnoreCase))
                ?? throw Failure(
                    ChatErrorKind.VaultNotFound,
                    $"No vault '{SafeText.Label(vault)}' is registered. Registered vaults: {string.Join(", ", names)}.");
        return DefaultVault ?? throw Failure(
            ChatErrorKind.VaultNotFound,
            $"There is no default vault. Name one with -Vault ({string.Join(", ", names)}), "
            + "or set the default with Set-SecretVaultDefault.");
    }

    /// <summary>The registered vaults.</summary>
    private List<(string Name, bool IsDefault)> Vaults => _vaults ??= Call(VaultsScript, "", null, null)
        .Select(static known => (known.Properties["Name"].Value as string ?? "", known.Properties["IsDefault"].Value is true)).ToList();

    private string? DefaultVault => Vaults.Find(static known => known.IsDefault).Name;

    private Collection<PSObject> Call(string script, string name, string? vault, object? secret)
    {
        OneAtATime.Wait(stop);
        try
        {
            return IsInteractive()
                ? cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock.Create(script), input: null, name, vault, secret)
                : CallWithoutHost(script, name, vault, secret);
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException failed)
        {
            throw Explain(failed, name, vault, secret);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private Collection<PSObject> CallWithoutHost(string script, string name, string? vault, object? secret)
    {
        if (_withoutHost?.RunspaceStateInfo.State != RunspaceState.Opened)
        {
            _withoutHost = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            _withoutHost.Open();
        }
        using var shell = PowerShell.Create();
        shell.Runspace = _withoutHost;
        shell.AddScript(script, useLocalScope: true).AddArgument(name).AddArgument(vault).AddArgument(secret);
        using var stopping = stop.Register(static state => ((PowerShell)state!).BeginStop(null, null), shell);
        return shell.Invoke();
    }

    /// <summary>Whether a user can answer a prompt: in a console that reads from a keyboard, or in another interactive host.</summary>
    private bool IsInteractive()
    {
        // The host of a job or a remote session cannot prompt and would wait forever.
        if (cmdlet.Host.Name == "ServerRemoteHost") return false;
        if (cmdlet.Host.Name != "ConsoleHost") return cmdlet.Host.UI?.RawUI is not null;
        return !Console.IsInputRedirected && !Environment.GetCommandLineArgs().Any(static argument => argument.Length >= 5
            && argument.TrimStart('-', '/').StartsWith("noni", StringComparison.OrdinalIgnoreCase) && argument[0] is '-' or '/');
    }

    /// <summary>Finds a secret by its exact name; the command itself takes patterns.</summary>
    private const string ListScript =
        $"$listed = {Module}\\Get-SecretInfo -Name ([WildcardPattern]::Escape($name)) -Vault $vault -ErrorAction Stop "
        + "| Where-Object Name -EQ $name";

    private const string VaultsScript = $"{Module}\\Get-SecretVault -ErrorAction Stop | Select-Object Name, IsDefault";

    private static string ScriptFor(string command) => $$"""
        param($name, $vault, $secret)
        $parameters = @{ Name = $name; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
        if ($vault) { $parameters.Vault = $vault }
        # The caller has confirmed already. Before PowerShell 7.6 an inherited -Debug makes these commands prompt again.
        if ($null -ne $secret) { $parameters += @{ Secret = $secret; Confirm = $false; Debug = $false } }
        {{Module}}\{{command}} @parameters
        """;

    /// <summary>Reads a key from a secure string, a plain text, or the password of a credential.</summary>
    private static string TextOf(object? secret, string name) => secret switch
    {
        SecureString secure => new NetworkCredential("", secure).Password,
        string text => text,
        PSCredential credential => credential.GetNetworkCredential().Password,
        null => throw Failure(ChatErrorKind.SecretNotFound, $"The vault holds no secret '{SafeText.Label(name)}'."),
        _ => throw Failure(
            ChatErrorKind.SecretUnusable,
            $"The secret '{SafeText.Label(name)}' is a {secret.GetType().Name}. A key must be text, a secure string or a credential."),
    };

    private static ChatRequestException Explain(RuntimeException failed, string name, string? vault, object? secret)
    {
        var record = failed.ErrorRecord;
        var cause = record.Exception;
        var words = new SecretMask(secret is SecureString or string ? [TextOf(secret, name)] : []).Apply(cause.Message);
        if (failed is CommandNotFoundException || cause is CommandNotFoundException)
            return NoVault($"The module {Module}, which stores keys in vaults, is not installed.");
        return record.FullyQualifiedErrorId.Split(',')[0] switch
        {
            "GetSecretNotFound" => Failure(
                ChatErrorKind.SecretNotFound,
                $"The secret '{SafeText.Label(name)}' is not in {Describe(vault)}. "
                + "Give the provider its key again: Set-ChatProvider NAME -ApiKey (Read-Host -AsSecureString)."),
            "GetSecretVaultNotFound" => Failure(ChatErrorKind.VaultNotFound, $"No vault '{SafeText.Label(vault)}' is registered."),
            _ when IsLocked(cause) => Failure(
                ChatErrorKind.VaultLocked,
                "The vault is locked, and this session cannot prompt for its password. "
                + "Unlock it first, such as with Unlock-SecretStore, or configure it to need no password. "
                + $"({SafeText.Excerpt(words, 300)})"),
            _ => Failure(ChatErrorKind.VaultFailed, $"The vault failed: {SafeText.Excerpt(words, 500)}"),
        };
    }

    private static bool IsLocked(Exception cause) =>
        cause.GetType().Name == "PasswordRequiredException"
        || cause.Message.Contains("locked", StringComparison.OrdinalIgnoreCase)
        || cause.Message.Contains("password", StringComparison.OrdinalIgnoreCase)
        || cause.Message.Contains("No host available", StringComparison.OrdinalIgnoreCase);

    private static ChatRequestException NoVault(string what) => Failure(
        ChatErrorKind.VaultMissing,
        $"{what} You have three options: install a vault (Install-PSResource {Module}, Microsoft.PowerShell.SecretStore; "
        + "Register-SecretVault SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault); "
        + "name an environment variable that holds the key (-ApiKeyVariable NAME); or keep the key in memory only (-Scope Session).");

    private static ChatRequestException Failure(ChatErrorKind kind, string message) => new(kind, "Vault", message);

    private static string Describe(string? vault) => vault is null ? "the default vault" : $"the vault {SafeText.Label(vault)}";
}
