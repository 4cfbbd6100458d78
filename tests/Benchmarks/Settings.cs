using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>How it is measured: <c>--quick</c>, <c>--only calls,streams</c>, <c>--peer Module</c>, <c>--peer-call '{ param($Address) … }'</c>, <c>--pairs 7</c>, <c>--out file</c>.</summary>
internal sealed record Settings
{
    /// <summary>Whether it should take less than a minute: fewer runs of less.</summary>
    public bool Quick { get; private init; }

    /// <summary>How many runs of each.</summary>
    public int Pairs { get; private init; } = 7;

    /// <summary>PowerShell modules to compare with, where they are there.</summary>
    public string[] Peers { get; private init; } = [];

    /// <summary>A script block, as text, that asks the address it is given by such a module.</summary>
    public string? PeerCall { get; private init; }

    /// <summary>Where the table is written to, if anywhere.</summary>
    public string? Output { get; private init; } = Program.BuiltPath("ResultsFile");

    /// <summary>Whether a script is to be run: all are unless some are named, as in <c>--only shell,Bulk</c>.</summary>
    public bool WantsScript(string script) => Only.All(static part => char.IsLower(part[0])) || Only.Contains(script);

    private string[] Only { get; init; } = [];

    /// <summary>Reads the command line.</summary>
    public static Settings Read(string[] args)
    {
        var settings = new Settings();
        for (var i = 0; i < args.Length; i++)
        {
            settings = args[i] switch
            {
                // A short run is for a look, not for the record.
                "--quick" => settings with { Quick = true, Pairs = 3, Output = null },
                "--pairs" => settings with { Pairs = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--only" => settings with { Only = args[++i].Split(','), Output = null },
                "--peer" => settings with { Peers = [.. settings.Peers, args[++i]] },
                "--peer-call" => settings with { PeerCall = args[++i] },
                "--out" => settings with { Output = args[++i] },
                var other => throw new ArgumentException($"Unknown argument: {other}"),
            };
        }
        return settings;
    }

    /// <summary>Whether a part is to be measured.</summary>
    public bool Wants(string part) => Only.Length == 0 || Only.Contains(part);
}
