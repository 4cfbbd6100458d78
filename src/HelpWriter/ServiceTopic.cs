using System.Text;

namespace ChatCompletions.Help;

/// <summary>Inserts the known services into a help topic: their rows in the table of presets, and their differences.</summary>
internal static class ServiceTopic
{
    /// <summary>The line of a frame that the services replace.</summary>
    public const string Place = "{services}";

    private const int Width = 80;
    private const string Margin = "      ";
    private const int LabelWidth = 10;

    /// <summary>Creates the text of the topic; <see langword="null"/> if the frame has no line for the services.</summary>
    /// <param name="frame">The text around the services.</param>
    public static string? Fill(string frame)
    {
        if (!frame.Contains($"\n{Place}\n", StringComparison.Ordinal)) return null;
        var services = ProviderPresets.All.Where(static preset => preset != ProviderPresets.Custom && !preset.IsMock);
        return frame.Replace($"{Place}\n", string.Join("\n", services.Select(Describe)), StringComparison.Ordinal);
    }

    private static string Describe(ProviderPreset preset)
    {
        var text = new StringBuilder().Append("    ").Append(preset.Name).Append('\n');
        Add(text, "address", preset.ApiBase ?? "that of your resource");
        Add(text, "key", Names(preset.KeyVariables) ?? (preset.NeedsKey ? null : "none needed"));
        Add(text, "token", Names(preset.TokenVariables));
        Add(text, "elsewhere", Names(preset.BaseVariables));
        Add(text, "version", Names(preset.VersionVariables));
        Add(text, "model", preset.Model);
        foreach (var quirk in Quirks(preset)) Add(text, "note", quirk);
        return text.ToString();
    }

    /// <summary>The differences from most services.</summary>
    private static IEnumerable<string> Quirks(ProviderPreset preset)
    {
        if (preset.AuthType == "ApiKey") yield return "The key is sent in the header api-key, a token in the header Authorization.";
        if (!preset.NeedsKey && preset.KeyVariables.Count > 0) yield return "If there is no key, requests are sent without a key.";
        if (preset.UrlStyle == UrlStyle.Azure) yield return "-Model is the name of a deployment.";
        if (preset.UrlStyle == UrlStyle.WithoutVersion)
            yield return "A base URL without a path is used as it is; for other services it gets /v1.";
        if (preset.NumRetries != 2)
            yield return $"By default, failed requests are retried {Times(preset.NumRetries)}; for other services twice (-NumRetries).";
        if (!preset.AsksForStreamUsage) yield return "The usage is not requested for streams.";
        if (preset.MaxTopLogProbs != 20) yield return $"-TopLogProbs is at most {preset.MaxTopLogProbs}; for other services 20.";
        if (preset.StringMetadata) yield return "-Metadata accepts up to 16 pairs of text; for other services any object.";
        foreach (var (documented, own) in preset.FieldNames) yield return $"The field {documented} is sent as {own}.";
        if (preset.ToolChoiceRequired != "required") yield return $"-ToolChoice required is sent as {preset.ToolChoiceRequired}.";
        if (preset.WantsReasoningBack) yield return "A model's reasoning is sent back to it with its tool calls.";
        if (preset.ModelsForbidden is { } why) yield return why;
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string? Names(IReadOnlyList<string> variables) => variables.Count == 0 ? null : string.Join(", ", variables);

    /// <summary>Adds a label and its text, with aligned lines.</summary>
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
