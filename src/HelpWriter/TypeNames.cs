namespace ChatCompletions.Help;

/// <summary>The names that PowerShell shows for types.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, string> Accelerators = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.DateTime"] = "datetime",
        ["System.Decimal"] = "decimal",
        ["System.Double"] = "double",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Management.Automation.ScriptBlock"] = "scriptblock",
        ["System.Security.SecureString"] = "securestring",
        ["System.Single"] = "float",
        ["System.String"] = "string",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
    };

    /// <summary>The short name, as Get-Command -Syntax has it.</summary>
    /// <param name="type">The type; one that allows null is shown as what it wraps.</param>
    public static string Short(Type type) => type switch
    {
        { IsArray: true } => Short(type.GetElementType()!) + "[]",
        _ when Nullable.GetUnderlyingType(type) is { } wrapped => Short(wrapped),
        _ => Accelerators.GetValueOrDefault(type.FullName ?? "") ?? type.Name,
    };
}
