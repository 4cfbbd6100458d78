namespace ChatCompletions;

/// <summary>The roles that a message can have. A role is text; other roles are kept unchanged.</summary>
public static class ChatRole
{
    /// <summary>Instructions for the model.</summary>
    public const string System = "system";

    /// <summary>Instructions for newer OpenAI models.</summary>
    public const string Developer = "developer";

    /// <summary>A message of the user.</summary>
    public const string User = "user";

    /// <summary>An answer of the model.</summary>
    public const string Assistant = "assistant";

    /// <summary>The result of a tool that the model called.</summary>
    public const string Tool = "tool";

    private static readonly string[] Known = [System, Developer, User, Assistant, Tool];

    /// <summary>Converts a known role to lower case, as servers require; other roles are returned unchanged.</summary>
    /// <param name="role">The role, in any case.</param>
    public static string Normalise(string role) =>
        Array.Find(Known, known => string.Equals(known, role, StringComparison.OrdinalIgnoreCase)) ?? role;
}
