using System.Collections;

namespace ChatCompletions.Commands;

/// <summary>Completes the names of providers.</summary>
public sealed class ProviderCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ProviderRegistry.Shared.KnownNames();
}

/// <summary>Completes the names of the providers that the user set up; only these can be removed.</summary>
public sealed class SetProviderCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ProviderRegistry.Shared.Names();
}

/// <summary>Completes the kinds of providers.</summary>
public sealed class ProviderTypeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ProviderPresets.All.Select(static preset => preset.Name);
}

/// <summary>Completes the levels of reasoning effort.</summary>
public sealed class ReasoningEffortCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
}

/// <summary>Completes the simple response formats.</summary>
public sealed class ResponseFormatCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ["text", "json_object"];
}

/// <summary>Completes the words for the choice of a tool.</summary>
public sealed class ToolChoiceCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given) => ["auto", "required", "none"];
}

/// <summary>
/// Completes models: those that Get-ChatModel last listed for the provider in this process, and the provider's default model.
/// </summary>
public class ModelCompleter : WordCompleter
{
    /// <summary>The parameter that names the provider.</summary>
    protected virtual string ProviderParameter => "Provider";

    /// <inheritdoc/>
    protected override IEnumerable<string> Words(IDictionary given)
    {
        var address = Text(given, "ApiBase");
        var name = Text(given, ProviderParameter);
        if (name is null && address is not null) return SeenModels.Of(address);
        var provider = ProviderRegistry.Shared.Choose(name, null).Provider;
        return SeenModels.Of(provider.Name).Concat(provider.OwnModel is { } own ? [own] : []).Distinct(StringComparer.Ordinal);
    }

    private static string? Text(IDictionary given, string parameter) => PlainValue.Unwrap(given[parameter]) switch
    {
        string text => text,
        IList { Count: 1 } list => PlainValue.Unwrap(list[0]) as string,
        _ => null,
    };
}

/// <summary>Completes models for Set-ChatProvider, whose parameter Name holds the provider.</summary>
public sealed class OwnModelCompleter : ModelCompleter
{
    /// <inheritdoc/>
    protected override string ProviderParameter => "Name";
}
