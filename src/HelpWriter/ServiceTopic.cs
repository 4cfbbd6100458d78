using System.Text;

namespace ChatCompletions.Help;

/// <summary>Puts the services that are known by name into a help topic: what is in the table of presets, and what is special about each.</summary>
internal static class ServiceTopic
{
    /// <summary>The line of a frame in whose place the services are put.</summary>
    public const string Place = "{services}";

    private const int Width = 80;
    private const string Margin = "      ";
    private const int LabelWidth = 10;

    /// <summary>The text of the topic; <see langword="null"/> when the frame has no place for the services.</summary>
    /// <param name="frame">The text around the services.</param>
    public static string? Fill(string frame)
    {
        if (!frame.Contains($"\n{Place}\n", StringComparison.Ordinal)) return null;
        var services = string.Join("\n", ProviderPresets.All.Where(static preset => preset != ProviderPresets.Custom && !preset.IsMock).Select(Describe));
        return frame.Replace($"{Place}\n", services, StringComparison.Ordinal);
    }

    private static string Describe(ProviderPreset preset)
    {
        var text = new StringBuilder().Append("    ").Append(preset.Name).Append('\n');
        Add(text, "address", preset.ApiBase ?? "that of your own resource");
        Add(text, "key", Names(preset.KeyVariables) ?? (preset.NeedsKey ? null : "needs none"));
        Add(text, "token", Names(preset.TokenVariables));
        Add(text, "elsewhere", Names(preset.BaseVariables));
        Add(text, "version", Names(preset.VersionVariables));
        Add(text, "model", preset.Model);
        foreach (var quirk in Quirks(preset)) Add(text, "note", quirk);
        return text.ToString();
    }

    /// <summary>What differs from how most services do it.</summary>
    private static IEnumerable<string> Quirks(ProviderPreset preset)
    {
        if (preset.AuthType == "ApiKey") yield return "The key is sent in the header api-key, a token in the header Authorization.";
        if (!preset.NeedsKey && preset.KeyVariables.Count > 0) yield return "It is asked without a key where there is none.";
        if (preset.UrlStyle == UrlStyle.Azure) yield return "-Model is the name of a deployment.";
        if (preset.UrlStyle == UrlStyle.WithoutVersion) yield return "A base URL without a path is taken as it is; elsewhere it gets /v1.";
        if (preset.NumRetries != 2) yield return $"Failed requests are sent again {Times(preset.NumRetries)} unless -NumRetries says otherwise; elsewhere twice.";
        if (!preset.AsksForStreamUsage) yield return "Streams are not asked for their usage.";
        if (preset.MaxTopLogProbs != 20) yield return $"-TopLogProbs goes to {preset.MaxTopLogProbs}; elsewhere to 20.";
        if (preset.StringMetadata) yield return "-Metadata takes up to 16 pairs of text; elsewhere any object.";
        foreach (var (documented, own) in preset.FieldNames) yield return $"The field {documented} is sent as {own}.";
        if (preset.ToolChoiceRequired != "required") yield return $"-ToolChoice required is sent as {preset.ToolChoiceRequired}.";
        if (preset.WantsReasoningBack) yield return "What a model thought goes back to it with its tool calls.";
        if (preset.ModelsForbidden is { } why) yield return why;
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string? Names(IReadOnlyList<string> variables) => variables.Count == 0 ? null : string.Join(", ", variables);

    /// <summary>Adds a label and its text, whose lines stand under one another.</summary>
    private static void Add(StringBuilder text, string label, string? value)
    {
        if (value is null) return;
        var line = Margin + label.PadRight(LabelWidth);
        foreach (var word in value.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = new string(' ', Margin.Length + LabelWidth);
            }
            line += " " + word;
        }
        text.Append(line).Append('\n');
    }
}
