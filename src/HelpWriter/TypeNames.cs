namespace ChatCompletions.Help;

/// <summary>The type names that PowerShell shows.</summary>
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

    /// <summary>Gets the short name, as in Get-Command -Syntax.</summary>
    /// <param name="type">The type. A nullable type is shown as its underlying type.</param>
    public static string Short(Type type) => type switch
    {
        { IsArray: true } => Short(type.GetElementType()!) + "[]",
        _ when Nullable.GetUnderlyingType(type) is { } wrapped => Short(wrapped),
        _ => Accelerators.GetValueOrDefault(type.FullName ?? "") ?? type.Name,
    };
}
