using System.Globalization;

namespace ChatCompletions.Demo;

/// <summary>The module's main job through the client library, for a machine without PowerShell.</summary>
internal static class ClientDemo
{
    /// <summary>Asks, streams, lists, makes a CSV row, and shows an error; all of it offline, with the Mock provider.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine(
            """
            No PowerShell 7 was found on PATH, so this shows the same job through the module's client library.
            To get PowerShell: dotnet tool install --global PowerShell
            or install the package of your system; then run this again. If pwsh is elsewhere, name it in the variable PWSH.

            """);
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromPreset(ProviderPresets.Mock)));

        Title("An answer");
        var answer = await client.CompleteAsync(Ask("Why is the sky blue?"));
        Console.WriteLine(answer.Content);

        Title("A stream");
        var slow = new JsonDictionary { ["mock_delay"] = 0.05 };
        await foreach (var chunk in client.StreamAsync(Ask("Why is the sky blue?") with { AdditionalParameters = slow })) Console.Write(chunk.Content);
        Console.WriteLine();

        Title("The models");
        foreach (var model in await client.ListModelsAsync()) Console.WriteLine(model.Id);

        Title("A CSV row");
        Console.WriteLine("Model,TotalTokens,Content");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\"{answer.Model}\",{answer.TotalTokens},\"{answer.Content?.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

        Title("An error, with advice");
        try
        {
            await client.CompleteAsync(Ask("Why is the sky blue?") with { Model = "no-such-model" });
            return 1;
        }
        catch (ChatException failure)
        {
            Console.WriteLine(failure.Message);
            Console.WriteLine(failure.Advice);
            return 0;
        }
    }

    private static ChatRequest Ask(string question) => new() { Messages = [new ChatMessage { Content = question }] };

    private static void Title(string text) => Console.WriteLine($"{Environment.NewLine}# {text}");
}
