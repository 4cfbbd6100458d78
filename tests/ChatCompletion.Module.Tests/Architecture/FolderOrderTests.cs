namespace ChatCompletions.Tests.Architecture;

/// <summary>The folders of the sources stand in an order: each uses only those before it, so that there is no cycle.</summary>
public class FolderOrderTests
{
    private static readonly string[] Projects = ["ChatCompletion.Client", "ChatCompletion"];

    private static readonly string[] Order =
    [
        "ChatCompletion.Client/Text",
        "ChatCompletion.Client/Files",
        "ChatCompletion.Client/Json",
        "ChatCompletion.Client/Secrets",
        "ChatCompletion.Client/Messages",
        "ChatCompletion.Client/Completions",
        "ChatCompletion.Client/Errors",
        "ChatCompletion.Client/Structured/Formats",
        "ChatCompletion.Client/Structured/Validation",
        "ChatCompletion.Client/Structured",
        "ChatCompletion.Client/Providers",
        "ChatCompletion.Client/Requests",
        "ChatCompletion.Client/Mock",
        "ChatCompletion.Client/Http",
        "ChatCompletion.Client/Responses",
        "ChatCompletion.Client/Calls",
        "ChatCompletion.Client/Fallbacks",
        "ChatCompletion.Client/Journal",
        "ChatCompletion/Hosting",
        "ChatCompletion/Conversion",
        "ChatCompletion/Secrets",
        "ChatCompletion/Display",
        "ChatCompletion/Values",
        "ChatCompletion/Completion",
        "ChatCompletion/Commands/InvokeChatCompletion",
        "ChatCompletion/Commands",
    ];

    private static readonly Lazy<FolderGraph> Graph = new(static () => new FolderGraph(BuildMetadata.Of("Sources"), Projects));

    [Fact]
    public void Every_folder_uses_only_folders_before_it()
    {
        var backward = Graph.Value.Edges.Where(static edge => Array.IndexOf(Order, edge.Folder) < Array.IndexOf(Order, edge.UsedFolder)).ToList();

        Assert.True(backward.Count == 0, $"These uses go against the order of the folders:\n{string.Join('\n', backward)}");
    }

    [Fact]
    public void Every_folder_with_sources_has_a_place_in_the_order()
    {
        var sources = BuildMetadata.Of("Sources");
        var folders = Projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(sources, project), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetDirectoryName(Path.GetRelativePath(sources, file))!.Replace('\\', '/'))
            .Where(static folder => folder.Split('/') is not [_, "bin" or "obj", ..])
            .Distinct();

        Assert.Equal(Order.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    /// <summary>The graph sees uses: were it empty, the order would hold whatever the sources say.</summary>
    [Theory]
    [InlineData("ChatCompletion.Client/Json", "StrictJson", "ChatCompletion.Client/Text", "SafeText")]
    [InlineData("ChatCompletion.Client/Errors", "ChatException", "ChatCompletion.Client/Completions", "ChatCompletion")]
    [InlineData("ChatCompletion/Commands", "GetChatModelCommand", "ChatCompletion/Hosting", "ChatCmdlet")]
    [InlineData("ChatCompletion/Display", "AnswerReviver", "ChatCompletion.Client/Completions", "ChatCompletion")]
    public void Uses_are_found(string folder, string file, string usedFolder, string usedType) =>
        Assert.Contains(new FolderEdge(folder, file, usedFolder, usedType), Graph.Value.Edges);

    [Fact]
    public void No_folder_is_without_an_edge() =>
        Assert.Empty(Order.Except(Graph.Value.Edges.SelectMany(static edge => new[] { edge.Folder, edge.UsedFolder })));
}
