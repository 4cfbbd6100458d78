namespace ChatCompletions;

/// <summary>Why a call failed. The names are the stable error ids that PowerShell shows.</summary>
public enum ChatErrorKind
{
    /// <summary>The call itself is wrong; nothing was sent.</summary>
    InvalidRequest,

    /// <summary>No provider of that name is known, or none was named and there is no default; nothing was sent.</summary>
    ProviderNotFound,

    /// <summary>The file of a provider is damaged, or cannot be read or written; nothing was sent.</summary>
    ProviderDamaged,

    /// <summary>The module Microsoft.PowerShell.SecretManagement is not installed, or no vault is registered; nothing was sent.</summary>
    VaultMissing,

    /// <summary>No vault of that name is registered; nothing was sent.</summary>
    VaultNotFound,

    /// <summary>The vault is locked; nothing was sent.</summary>
    VaultLocked,

    /// <summary>The vault holds no secret of that name; nothing was sent.</summary>
    SecretNotFound,

    /// <summary>The secret is no text, so it cannot be a key; nothing was sent.</summary>
    SecretUnusable,

    /// <summary>The vault failed; nothing was sent.</summary>
    VaultFailed,

    /// <summary>The provider needs a key and none was found; nothing was sent.</summary>
    ApiKeyMissing,

    /// <summary>Sending would show a secret to a host or a wire it is not meant for; nothing was sent.</summary>
    InsecureRequest,

    /// <summary>A script block made no question of a piped object; nothing was sent for it.</summary>
    QuestionFailed,

    /// <summary>The tokens that a pipeline may use are used up; nothing was sent for this item.</summary>
    BudgetReached,

    /// <summary>An answer does not say how many tokens it took, so that a budget cannot be kept.</summary>
    UsageMissing,

    /// <summary>The journal cannot be used, or no longer be written; nothing more was sent.</summary>
    JournalFailed,

    /// <summary>The server refused the request as wrong (400, 422 and the like).</summary>
    BadRequest,

    /// <summary>The server did not accept the key (401).</summary>
    AuthenticationFailed,

    /// <summary>The key is not allowed to do this (403).</summary>
    PermissionDenied,

    /// <summary>The model, deployment or address does not exist, or the key may not see it (404).</summary>
    NotFound,

    /// <summary>A content filter stopped the question or the answer.</summary>
    ContentFiltered,

    /// <summary>Too many requests or tokens a minute (429).</summary>
    RateLimited,

    /// <summary>The account's money or quota is used up.</summary>
    QuotaExceeded,

    /// <summary>The server says that the request took too long (408).</summary>
    RequestTimeout,

    /// <summary>The server failed (5xx).</summary>
    ServerError,

    /// <summary>No connection could be made, or it broke before the answer began.</summary>
    ConnectionFailed,

    /// <summary>Connecting took too long.</summary>
    ConnectTimeout,

    /// <summary>The answer did not begin in time.</summary>
    FirstByteTimeout,

    /// <summary>The answer stopped coming.</summary>
    IdleTimeout,

    /// <summary>The whole call took too long.</summary>
    TotalTimeout,

    /// <summary>Neither the model nor its fallbacks answered; the inner exception holds the reason of each.</summary>
    FallbacksFailed,

    /// <summary>The server sent a redirect, which is not followed.</summary>
    RedirectRefused,

    /// <summary>What the server sent is not a chat completion.</summary>
    ProtocolError,

    /// <summary>The answer is not the value that -As asks for; its text is kept in the exception's Completion.</summary>
    InvalidValue,

    /// <summary>The answer broke off; what arrived is kept in the exception's Completion.</summary>
    IncompleteAnswer,
}
