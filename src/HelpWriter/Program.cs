using ChatCompletions.Help;

switch (args)
{
    case ["cmdlets", var assembly, var target]:
        var docs = XmlDocs.ReadFolder(Path.GetDirectoryName(Path.GetFullPath(assembly))!);
        var cmdlets = new CmdletReader(docs).ReadAll(assembly);
        // MSBuild recognizes this format as a build error.
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
            Usage: HelpWriter cmdlets <module assembly> <help file>    Writes the help. The XML documentation is in the assembly's folder.
                   HelpWriter topic <frame> <topic file>               Replaces the line {services} in a text with the known services.
                   HelpWriter types <module assembly> <types file>     Writes hidden properties and serialization settings.
                   HelpWriter formats <module assembly> <format file>  Writes the views.
            """);
        return 2;
}

// An interrupted build must not leave a partial file that looks up to date.
static void Write(string target, Action<string> write)
{
    var unfinished = $"{target}.{Environment.ProcessId}.tmp";
    write(unfinished);
    File.Move(unfinished, target, overwrite: true);
}
