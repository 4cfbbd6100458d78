using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Accepts a key as a secure string, or as the password of a credential. Plain text is refused without showing it.</summary>
internal sealed class ApiKeyAttribute : ArgumentTransformationAttribute
{
    /// <summary>Copies the key, so that the caller can change or dispose of the secure string afterwards.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        SecureCopy.Of(inputData, "ApiKey") ?? throw new ArgumentTransformationMetadataException(
            "A key must be a secure string, so that it appears in no history and no log: "
            + "-ApiKey (Read-Host -AsSecureString), or -ApiKey (Get-Secret NAME). A credential is accepted too.");
}
