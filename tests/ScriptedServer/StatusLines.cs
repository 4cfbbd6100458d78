using System.Net;
using System.Text.RegularExpressions;

namespace ScriptedServers;

/// <summary>Makes status lines.</summary>
internal static class StatusLines
{
    /// <summary>"HTTP/1.1 429 Too Many Requests" and the like.</summary>
    public static string For(int status) => $"HTTP/1.1 {status} {Reason(status)}";

    private static string Reason(int status)
    {
        if (status == 200)
        {
            return "OK";
        }

        var code = (HttpStatusCode)status;
        return Enum.IsDefined(code) ? Regex.Replace(code.ToString(), "(?<=[a-z])(?=[A-Z])", " ") : "Unknown";
    }
}
