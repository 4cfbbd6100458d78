using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatCompletions.Tests.Architecture;

/// <summary>Which folders of the sources use which, read from the sources by the compiler's own model.</summary>
internal sealed class FolderGraph
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>The namespaces that the build imports into every file.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly HashSet<FolderEdge> _edges = [];

    /// <summary>Reads the projects.</summary>
    /// <param name="sources">The folder that holds them.</param>
    /// <param name="projects">Their names; each may use those before it.</param>
    public FolderGraph(string sources, params string[] projects)
    {
        var trees = projects.SelectMany(project => Parse(sources, project)).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Options)).ToList();
        var compilation = CSharpCompilation.Create("Sources", trees, References());
        foreach (var tree in trees) AddEdges(compilation.GetSemanticModel(tree), tree);
    }

    /// <summary>Each use of a type in another folder, once for each pair of types.</summary>
    public IReadOnlyCollection<FolderEdge> Edges => _edges;

    private static IEnumerable<SyntaxTree> Parse(string sources, string project)
    {
        var root = Path.Combine(sources, project);
        foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(sources, file).Replace('\\', '/');
            if (path.Split('/') is [_, "bin" or "obj", ..]) continue;
            yield return CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options, path);
        }
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(BuildMetadata.Of("PowerShellStandard"))
            .Select(static path => MetadataReference.CreateFromFile(path));

    private void AddEdges(SemanticModel model, SyntaxTree tree)
    {
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (TypeOf(model.GetSymbolInfo(name).Symbol) is not { } used) continue;
            var target = used.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
            if (target is null || Folder(target) == Folder(tree)) continue;
            _edges.Add(new FolderEdge(Folder(tree), Path.GetFileNameWithoutExtension(tree.FilePath), Folder(target), used.Name));
        }
    }

    /// <summary>The outermost type that a symbol is, or is a member of.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        return type?.OriginalDefinition;
    }

    private static string Folder(SyntaxTree tree) => Path.GetDirectoryName(tree.FilePath)!.Replace('\\', '/');
}
