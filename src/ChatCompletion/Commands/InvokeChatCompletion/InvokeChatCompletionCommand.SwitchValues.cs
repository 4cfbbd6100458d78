using System.Management.Automation;

namespace ChatCompletions.Commands;

// PowerShell binds the value in "-Stream $true" as a positional argument. When a switch is given, a hidden second position accepts
// this value, so that the error can say what to write instead.
public sealed partial class InvokeChatCompletionCommand : IDynamicParameters
{
    private const string SwitchValue = "SwitchValue";

    private RuntimeDefinedParameter? _switchValue;

    /// <summary>The names of the switches that are on.</summary>
    private IEnumerable<string> Switches => new (string Name, bool IsOn)[]
    {
        (nameof(Stream), Stream),
        (nameof(LogProbs), LogProbs),
        (nameof(ParallelToolCalls), ParallelToolCalls),
        (nameof(Unordered), Unordered),
        (nameof(IncludeFailed), IncludeFailed),
        (nameof(AllowUnencryptedAuthentication), AllowUnencryptedAuthentication),
    }.Where(static one => one.IsOn).Select(static one => one.Name);

    object? IDynamicParameters.GetDynamicParameters()
    {
        if (!Switches.Any()) return null;
        _switchValue = new RuntimeDefinedParameter(SwitchValue, typeof(object), [new ParameterAttribute { Position = 1, DontShow = true }]);
        return new RuntimeDefinedParameterDictionary { [SwitchValue] = _switchValue };
    }

    /// <summary>Handles a boolean that was bound as -Message, or after it, because it follows a switch.</summary>
    /// <returns>Whether -Message is given.</returns>
    /// <exception cref="ChatRequestException">The switch takes no value, or it is unclear which switch is meant.</exception>
    private bool TakeSwitchValue()
    {
        var second = _switchValue is { IsSet: true } ? PlainValue.Unwrap(_switchValue.Value) : null;
        var isMessage = PlainValue.Unwrap(Message) is bool;
        if (Switches.Any() && (isMessage ? PlainValue.Unwrap(Message) : second) is bool value)
        {
            SetParallelToolCalls(value);
            if (!isMessage) return IsGiven(nameof(Message));
            Message = second;
            return second is not null;
        }
        if (second is null) return IsGiven(nameof(Message));
        throw Errors.Wrong(nameof(Message),
            $"-Message is one text, but '{SafeText.Excerpt(second.ToString(), 100)}' follows it. "
            + "Put a question of several words in quotes.");
    }

    /// <summary>Sets the one switch that accepts a value after a space, because parallel_tool_calls is usually given with one.</summary>
    private void SetParallelToolCalls(bool value)
    {
        var switches = Switches.ToList();
        if (!ParallelToolCalls || (!value && switches.Count > 1))
        {
            var name = ParallelToolCalls ? nameof(ParallelToolCalls) : switches[0];
            var flag = value ? "$true" : "$false";
            throw Errors.Wrong(
                name, $"-{name} is a switch and takes no value after a space. Write -{name}, or with a colon -{name}:{flag}.");
        }
        ParallelToolCallsOrNone = value;
    }
}
