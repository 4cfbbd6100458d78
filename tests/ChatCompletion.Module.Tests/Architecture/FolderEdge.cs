namespace ChatCompletions.Tests.Architecture;

/// <summary>A file of one folder uses a type of another one.</summary>
internal sealed record FolderEdge(string Folder, string File, string UsedFolder, string UsedType)
{
    public override string ToString() => $"{Folder}/{File} uses {UsedFolder}/{UsedType}";
}
