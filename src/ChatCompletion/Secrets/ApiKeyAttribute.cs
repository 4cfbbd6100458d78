using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Takes a key as a secure string, or as the password of a credential. Plain text is refused, without showing it.</summary>
internal sealed class ApiKeyAttribute : ArgumentTransformationAttribute
{
    /// <summary>The key is the provider's own from here on, whatever the caller does with the secure string afterwards.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        SecureCopy.Of(inputData, "ApiKey") ?? throw new ArgumentTransformationMetadataException("A key is given as a secure string, so that it stands in no history and no log: "
            + "-ApiKey (Read-Host -AsSecureString), or -ApiKey (Get-Secret NAME). A credential's password is taken too.");
}
