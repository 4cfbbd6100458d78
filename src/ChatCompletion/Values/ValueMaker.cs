using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Creates the values of answers: custom objects, or instances of the type that -As names.</summary>
/// <param name="shape">The form of the values.</param>
/// <param name="mask">Masks the providers' keys in messages, which can quote the answer.</param>
internal sealed class ValueMaker(AnswerShape shape, Func<string, string> mask)
{
    /// <summary>
    /// Checks an answer against -As, as far as possible on any thread: rules that a class itself enforces are not checked.
    /// </summary>
    /// <returns>The fault, with the answer, which is marked as incomplete; <see langword="null"/> if there is none.</returns>
    public ChatValueException? Check(ChatCompletion answer) => ForEach(answer, choice => _ = Read(choice, isDryRun: true));

    /// <summary>Sets the value of each choice of an answer. Call it on the pipeline thread.</summary>
    /// <returns>The fault, with the answer, which is marked as incomplete; <see langword="null"/> if there is none.</returns>
    public ChatValueException? Fill(ChatCompletion answer) => ForEach(answer, choice => choice.Value = Read(choice, isDryRun: false));

    private ChatValueException? ForEach(ChatCompletion answer, Action<ChatChoice> action)
    {
        ChatValueException? first = null;
        foreach (var choice in answer.Choices)
        {
            try
            {
                action(choice);
            }
            catch (ChatValueException fault)
            {
                first ??= fault;
            }
            catch (Exception refused) when (refused is ExtendedTypeSystemException or InsufficientExecutionStackException)
            {
                var reason = SafeText.Excerpt(refused.Message, 300);
                first ??= new ChatValueException($"The answer could not be converted to an object: {reason}", null, refused);
            }
        }
        if (first is null) return null;
        var message = mask(first.Message);
        answer.Complete = false;
        answer.Error = message;
        return new ChatValueException(first.Failure with
        {
            Message = message,
            Cause = first.InnerException is { } cause && mask(cause.ToString()) == cause.ToString() ? cause : null,
            Provider = answer.Provider,
            Model = answer.AskedModel ?? answer.Model,
            RequestId = answer.RequestId,
            Attempts = answer.Attempts,
            Completion = answer,
        });
    }

    private object? Read(ChatChoice choice, bool isDryRun)
    {
        object? plain = shape.Schema.ReadExact(choice);
        if (shape.Type is null) return isDryRun ? ValueObject.Check(plain) : ValueObject.Make(plain, SchemaForms.Of(shape.Schema, plain));
        if (shape.IsWrapped) plain = ((JsonDictionary)plain).Pairs().Single().Value;
        var made = new TypeMaker(shape.Type, isDryRun).Make(plain);
        if (isDryRun) return null;
        var value = ValueText.Attach(made);
        if (made is ValueType && !shape.IsWrapped) ValueText.AttachToProperties(value);
        return value;
    }
}
