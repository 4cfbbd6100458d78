using ChatCompletions.Help;

switch (args)
{
    case ["cmdlets", var assembly, var target]:
        var docs = XmlDocs.ReadFolder(Path.GetDirectoryName(Path.GetFullPath(assembly))!);
        var cmdlets = new CmdletReader(docs).ReadAll(assembly);
        // The form that MSBuild takes for an error of the build.
        foreach (var gap in docs.Gaps) Console.Error.WriteLine($"HelpWriter : error HELP001: {gap}");
        if (docs.Gaps.Count > 0) return 1;
        Write(target, path => MamlWriter.ToDocument(cmdlets).Save(path));
        return 0;
    case ["topic", var frame, var target]:
        if (ServiceTopic.Fill(File.ReadAllText(frame)) is not { } topic)
        {
            Console.Error.WriteLine($"HelpWriter : error HELP002: {frame} has no line {ServiceTopic.Place} for the known services.");
            return 1;
        }
        Write(target, path => File.WriteAllText(path, topic));
        return 0;
    case ["types", var assembly, var target]:
        var types = TypesFile.Make(assembly);
        Write(target, path => types.Save(path));
        return 0;
    case ["formats", var assembly, var target]:
        try
        {
            var formats = FormatFile.Make(assembly);
            Write(target, path => formats.Save(path));
            return 0;
        }
        catch (InvalidDataException unsafeView)
        {
            Console.Error.WriteLine($"HelpWriter : error HELP003: {unsafeView.Message}");
            return 1;
        }
    default:
        Console.Error.WriteLine("""
            Usage: HelpWriter cmdlets <module assembly> <help file>   the assembly's XML documentation, and that of the assemblies it uses, is beside it
                   HelpWriter topic <frame> <topic file>              a text, in which a line {services} stands for the services that are known by name
                   HelpWriter types <module assembly> <types file>    the types' hidden properties, and what of them goes into files and jobs
                   HelpWriter formats <module assembly> <format file> the types' views
            """);
        return 2;
}

// A build that is stopped half-way leaves no half-written file behind that looks up to date.
static void Write(string target, Action<string> write)
{
    var unfinished = $"{target}.{Environment.ProcessId}.tmp";
    write(unfinished);
    File.Move(unfinished, target, overwrite: true);
}
