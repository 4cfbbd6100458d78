namespace ChatCompletions.Commands;

/// <summary>
/// Makes a public static method, which takes the object, a hidden property of objects, under the method's name. The build writes it into the
/// types file: for the types themselves, and for what comes back of them from a file or a job.
/// </summary>
/// <param name="types">The types.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HiddenPropertyAttribute(params Type[] types) : Attribute
{
    /// <summary>The types whose objects have the property.</summary>
    public Type[] Types => types;
}
