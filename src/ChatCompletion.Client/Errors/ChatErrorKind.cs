namespace ChatCompletions;

/// <summary>Why a call failed. The names are the stable error ids that PowerShell shows.</summary>
public enum ChatErrorKind
{
    /// <summary>The call is wrong; nothing was sent.</summary>
    InvalidRequest,

    /// <summary>No provider has that name, or none was named and there is no default; nothing was sent.</summary>
    ProviderNotFound,

    /// <summary>The file of a provider is damaged, or cannot be read or written; nothing was sent.</summary>
    ProviderDamaged,

    /// <summary>The module Microsoft.PowerShell.SecretManagement is not installed, or no vault is registered; nothing was sent.</summary>
    VaultMissing,

    /// <summary>No vault of that name is registered; nothing was sent.</summary>
    VaultNotFound,

    /// <summary>The vault is locked; nothing was sent.</summary>
    VaultLocked,

    /// <summary>The vault has no secret of that name; nothing was sent.</summary>
    SecretNotFound,

    /// <summary>The secret is not text, so it cannot be a key; nothing was sent.</summary>
    SecretUnusable,

    /// <summary>The vault failed; nothing was sent.</summary>
    VaultFailed,

    /// <summary>The provider needs a key and none was found; nothing was sent.</summary>
    ApiKeyMissing,

    /// <summary>The request would expose a secret to another host or on an unencrypted connection; nothing was sent.</summary>
    InsecureRequest,

    /// <summary>A script block returned no question for a pipeline object; nothing was sent for it.</summary>
    QuestionFailed,

    /// <summary>The token budget of the run is used up; nothing was sent for this item.</summary>
    BudgetReached,

    /// <summary>An answer has no token count, so the token budget cannot be checked.</summary>
    UsageMissing,

    /// <summary>The journal cannot be used or written; nothing more was sent.</summary>
    JournalFailed,

    /// <summary>The server refused the request as wrong (400, 422 and the like).</summary>
    BadRequest,

    /// <summary>The server refused the key (401).</summary>
    AuthenticationFailed,

    /// <summary>The key is not allowed to do this (403).</summary>
    PermissionDenied,

    /// <summary>The model, deployment or address does not exist, or the key has no access to it (404).</summary>
    NotFound,

    /// <summary>A content filter stopped the question or the answer.</summary>
    ContentFiltered,

    /// <summary>Too many requests or tokens per minute (429).</summary>
    RateLimited,

    /// <summary>The credit or quota of the account is used up.</summary>
    QuotaExceeded,

    /// <summary>The server reports that the request took too long (408).</summary>
    RequestTimeout,

    /// <summary>The server failed (5xx).</summary>
    ServerError,

    /// <summary>No connection could be made, or it broke before the answer began.</summary>
    ConnectionFailed,

    /// <summary>Connecting took too long.</summary>
    ConnectTimeout,

    /// <summary>The answer did not begin in time.</summary>
    FirstByteTimeout,

    /// <summary>No byte arrived for too long in the middle of the answer.</summary>
    IdleTimeout,

    /// <summary>The whole call took too long.</summary>
    TotalTimeout,

    /// <summary>The model and all its fallbacks failed; the inner exception has the reason of each.</summary>
    FallbacksFailed,

    /// <summary>The server sent a redirect, which is not followed.</summary>
    RedirectRefused,

    /// <summary>The server did not send a chat completion.</summary>
    ProtocolError,

    /// <summary>The answer is not the value that -As requests; the exception's Completion has its text.</summary>
    InvalidValue,

    /// <summary>The answer broke off; the exception's Completion has the part that arrived.</summary>
    IncompleteAnswer,
}
