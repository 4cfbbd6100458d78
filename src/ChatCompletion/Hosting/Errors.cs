using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Creates all error records: id, category, target and advice.</summary>
internal static class Errors
{
    private const string CorrectTheCall = "Correct the call and repeat it. Nothing was sent.";

    /// <summary>Whether this PowerShell displays the recommended action of an error. Before 7.5 none does.</summary>
    private static readonly bool DisplaysAdvice = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>Creates the record of a failed call.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">The input that failed.</param>
    public static ErrorRecord Record(Exception failure, object? target)
    {
        if (failure is not ChatException chat) return new ErrorRecord(failure, "Unexpected", ErrorCategory.NotSpecified, target);
        var record = new ErrorRecord(chat, chat.Kind.ToString(), Category(chat.Kind), target);
        var advice = chat.Advice ?? Advised(chat);
        if (chat.Completion is not null)
            advice = $"{advice} The part of the answer that arrived is in $_.Exception.Completion.".TrimStart();
        if (advice is not null) record.ErrorDetails = Details(chat.Message, advice, DisplaysAdvice);
        return record;
    }

    /// <summary>The displayed text of an error: where the advice would not be displayed, it is part of the message.</summary>
    public static ErrorDetails Details(string message, string advice, bool displaysAdvice) =>
        new(displaysAdvice ? message : $"{message} {advice}") { RecommendedAction = advice };

    /// <summary>
    /// The advice for a refused call. There is none for a used-up or uncountable budget: the call was valid, and requests were sent.
    /// </summary>
    private static string? Advised(ChatException failure) => failure is not ChatRequestException ? null : failure.Kind switch
    {
        ChatErrorKind.BudgetReached or ChatErrorKind.UsageMissing => null,
        ChatErrorKind.QuestionFailed => "Correct the script block, or this item. Nothing was sent for it.",
        _ => CorrectTheCall,
    };

    /// <summary>Creates the exception for an invalid call.</summary>
    /// <param name="parameter">The invalid parameter, without its dash.</param>
    /// <param name="message">The rule that is broken.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="advice">What to do about it.</param>
    public static ChatRequestException Wrong(string parameter, string message, Exception? cause = null, string? advice = null) =>
        new(new CallFailure(ChatErrorKind.InvalidRequest, message, cause) { IsRefusedCall = true, Parameter = parameter, Advice = advice });

    /// <summary>Creates the error for a model that a provider does not list.</summary>
    public static ErrorRecord ModelNotListed(string name, string provider) =>
        new(
            new ItemNotFoundException(
                $"The provider '{provider}' lists no model '{SafeText.Label(name)}'. "
                + "Use Get-ChatModel without a name to list all its models."),
            "ModelNotListed",
            ErrorCategory.ObjectNotFound,
            name);

    private static ErrorCategory Category(ChatErrorKind kind) => kind switch
    {
        ChatErrorKind.InvalidRequest or ChatErrorKind.BadRequest or ChatErrorKind.QuestionFailed or ChatErrorKind.UsageMissing =>
            ErrorCategory.InvalidArgument,
        ChatErrorKind.ProviderNotFound or ChatErrorKind.NotFound or ChatErrorKind.VaultNotFound or ChatErrorKind.SecretNotFound =>
            ErrorCategory.ObjectNotFound,
        ChatErrorKind.ApiKeyMissing or ChatErrorKind.AuthenticationFailed or ChatErrorKind.VaultLocked => ErrorCategory.AuthenticationError,
        ChatErrorKind.ProviderDamaged => ErrorCategory.InvalidData,
        ChatErrorKind.InvalidValue => ErrorCategory.InvalidResult,
        ChatErrorKind.JournalFailed => ErrorCategory.WriteError,
        ChatErrorKind.VaultMissing => ErrorCategory.NotInstalled,
        ChatErrorKind.SecretUnusable => ErrorCategory.InvalidType,
        ChatErrorKind.VaultFailed => ErrorCategory.ResourceUnavailable,
        ChatErrorKind.InsecureRequest or ChatErrorKind.RedirectRefused => ErrorCategory.SecurityError,
        ChatErrorKind.PermissionDenied or ChatErrorKind.ContentFiltered => ErrorCategory.PermissionDenied,
        ChatErrorKind.RateLimited or ChatErrorKind.BudgetReached => ErrorCategory.LimitsExceeded,
        ChatErrorKind.QuotaExceeded => ErrorCategory.QuotaExceeded,
        ChatErrorKind.ServerError or ChatErrorKind.ConnectionFailed or ChatErrorKind.FallbacksFailed => ErrorCategory.ConnectionError,
        ChatErrorKind.RequestTimeout or ChatErrorKind.ConnectTimeout or ChatErrorKind.FirstByteTimeout or ChatErrorKind.IdleTimeout
            or ChatErrorKind.TotalTimeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.ProtocolError,
    };
}
