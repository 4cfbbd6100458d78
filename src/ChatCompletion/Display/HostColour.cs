using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Whether text on the host may be dimmed, according to the terminal, <c>$PSStyle.OutputRendering</c> and NO_COLOR.</summary>
internal static class HostColour
{
    public const string Dim = "\u001b[2m";
    public const string Reset = "\u001b[0m";

    /// <summary>Whether a cmdlet's host should show colours.</summary>
    public static bool IsWanted(PSCmdlet cmdlet) => cmdlet.Host?.UI is { SupportsVirtualTerminal: true } && Rendering(cmdlet) switch
    {
        "Ansi" => true,
        "PlainText" => false,
        _ => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    /// <summary>Reads $PSStyle by reflection: its type is not in the library that the module is compiled with.</summary>
    private static string? Rendering(PSCmdlet cmdlet) =>
        cmdlet.SessionState.PSVariable.GetValue("PSStyle") is { } style
            ? PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString()
            : null;
}
