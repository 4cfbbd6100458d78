namespace ChatCompletions.Commands;

/// <summary>Completes the names of providers.</summary>
public sealed class ProviderCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ProviderRegistry.Shared.KnownNames();
}

/// <summary>Completes the kinds of providers.</summary>
public sealed class ProviderTypeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ProviderPresets.All.Select(static preset => preset.Name);
}

/// <summary>Completes how much a model thinks.</summary>
public sealed class ReasoningEffortCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
}

/// <summary>Completes the simple forms of an answer.</summary>
public sealed class ResponseFormatCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["text", "json_object"];
}

/// <summary>Completes the words for which tool is called.</summary>
public sealed class ToolChoiceCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["auto", "required", "none"];
}
