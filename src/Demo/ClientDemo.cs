using System.Globalization;

namespace ChatCompletions.Demo;

/// <summary>A demo of the client library, for a machine without PowerShell.</summary>
internal static class ClientDemo
{
    /// <summary>Shows an answer, a stream, the models, a CSV row and an error, offline with the Mock provider.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine(
            """
            PowerShell 7 was not found on PATH, so this demo uses the module's client library.
            To install PowerShell, run: dotnet tool install --global PowerShell
            or install the package of your system. Then run this demo again. If pwsh is elsewhere, set the variable PWSH to its path.

            """);
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromPreset(ProviderPresets.Mock)));

        Title("An answer");
        var answer = await client.CompleteAsync(Ask("Why is the sky blue?"));
        Console.WriteLine(answer.Content);

        Title("A stream");
        var slow = new JsonDictionary { ["mock_delay"] = 0.05 };
        var request = Ask("Why is the sky blue?") with { AdditionalParameters = slow };
        await foreach (var chunk in client.StreamAsync(request)) Console.Write(chunk.Content);
        Console.WriteLine();

        Title("The models");
        foreach (var model in await client.ListModelsAsync()) Console.WriteLine(model.Id);

        Title("A CSV row");
        Console.WriteLine("Model,TotalTokens,Content");
        var cell = answer.Content?.Replace("\"", "\"\"", StringComparison.Ordinal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\"{answer.Model}\",{answer.TotalTokens},\"{cell}\""));

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
