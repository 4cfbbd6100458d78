using System.Reflection;

namespace ChatCompletions.Tests;

/// <summary>Paths that the build wrote into this assembly.</summary>
internal static class BuildMetadata
{
    /// <summary>The value of a key; see the project file.</summary>
    public static string Of(string key) =>
        typeof(BuildMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(item => item.Key == key).Value!;
}
