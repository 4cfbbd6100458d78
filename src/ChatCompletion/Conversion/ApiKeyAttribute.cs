using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>Takes a key as a secure string, or as the password of a credential. Plain text is refused, without showing it.</summary>
internal sealed class ApiKeyAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Unwrap(inputData) switch
    {
        SecureString key => key,
        PSCredential credential => credential.Password,
        _ => throw new ArgumentTransformationMetadataException(
            "A key is given as a secure string, so that it stands in no history and no log: -ApiKey (Read-Host -AsSecureString), or -ApiKey (Get-Secret NAME). A credential's password is taken too."),
    };
}
