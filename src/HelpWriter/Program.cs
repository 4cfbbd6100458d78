using ChatCompletions.Help;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: HelpWriter <module assembly> <help file>. The assembly's XML documentation, and that of the assemblies it uses, is beside it.");
    return 2;
}
var docs = XmlDocs.ReadFolder(Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
var cmdlets = new CmdletReader(docs).ReadAll(args[0]);
// The form that MSBuild takes for an error of the build.
foreach (var gap in docs.Gaps) Console.Error.WriteLine($"HelpWriter : error HELP001: {gap}");
if (docs.Gaps.Count > 0) return 1;

// A build that is stopped half-way leaves no half-written file behind that looks up to date.
var unfinished = $"{args[1]}.{Environment.ProcessId}.tmp";
MamlWriter.ToDocument(cmdlets).Save(unfinished);
File.Move(unfinished, args[1], overwrite: true);
return 0;
