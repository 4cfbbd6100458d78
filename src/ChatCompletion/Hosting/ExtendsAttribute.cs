namespace ChatCompletions.Commands;

/// <summary>
/// Makes a public static method, which takes the object, a hidden property of objects, under the method's name; one called ToString gives them
/// their text. The build writes it into the types file: for the types themselves, and for what comes back of them from a file or a job.
/// </summary>
/// <param name="types">The types.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExtendsAttribute(params Type[] types) : Attribute
{
    /// <summary>The types whose objects have the property.</summary>
    public Type[] Types => types;

    /// <summary>Whether only what comes back from a file or a job has it.</summary>
    public bool IsOnlyReturned { get; init; }

    /// <summary>How deep the objects are written into files and jobs, where it is not as deep as any of ours.</summary>
    public int Depth { get; init; }
}
