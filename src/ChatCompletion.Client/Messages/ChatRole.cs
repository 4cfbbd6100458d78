namespace ChatCompletions;

/// <summary>The names of the roles a message can have. A role is text: one that is not listed here is kept as it is.</summary>
public static class ChatRole
{
    /// <summary>Sets the behaviour of the assistant.</summary>
    public const string System = "system";

    /// <summary>Sets the behaviour of the assistant, for newer OpenAI models.</summary>
    public const string Developer = "developer";

    /// <summary>What the person asks.</summary>
    public const string User = "user";

    /// <summary>What the model answered.</summary>
    public const string Assistant = "assistant";

    /// <summary>The result of a tool that the model called.</summary>
    public const string Tool = "tool";

    private static readonly string[] Known = [System, Developer, User, Assistant, Tool];

    /// <summary>A known role in the case that servers want; another one as it is.</summary>
    /// <param name="role">The role as it was written.</param>
    public static string Normalise(string role) => Array.Find(Known, known => string.Equals(known, role, StringComparison.OrdinalIgnoreCase)) ?? role;
}
