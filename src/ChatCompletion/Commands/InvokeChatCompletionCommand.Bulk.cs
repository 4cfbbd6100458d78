using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters for several questions in one pipeline.
public sealed partial class InvokeChatCompletionCommand
{
    private const int DefaultThrottleLimit = 5;
    private const int MaxThrottleLimit = 1000;
    private const int DefaultContextChars = 200_000;

    /// <summary>
    /// How many requests are under way at once, from 1 to 1000, where several objects are piped. Answers come in the order of
    /// the input, the first ones while input still arrives. With 1 each answer is waited for before the next object is taken.
    /// -Stream asks one after another.
    /// </summary>
    /// <value>5</value>
    [Parameter]
    [Number(Whole = true)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Writes answers as they come, and not in the order of the input; InputObject says which input each is of.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// Writes, beside the error of a piped item that failed, a row in the place of its answer, with Error, and Complete false, so
    /// that a table has a row for each input.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <summary>
    /// The most tokens that all requests of this pipeline may use together, at least 1. Once they are used, no request is started:
    /// the items that are left are errors. What is under way is finished, so the sum can come out higher. A server that does not
    /// count its tokens ends the pipeline with an error.
    /// </summary>
    [Parameter]
    [Number(Whole = true)]
    public long? MaxTotalTokens { get; set; }

    /// <summary>
    /// A file that every finished call is appended to, a line each, before its answer is written. With the same file the same
    /// command goes on where it was interrupted: what is answered in the file is not sent again, also where rows were added or
    /// removed; what failed is asked again. Prompts and answers stand in the file in clear; on Linux and macOS only you can read a new
    /// one. One run writes it at a time, and Get-ChatJournal reads it. The path is taken literally. It does not go with -Stream.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>The most characters of piped context, at least 1; where more comes, nothing is sent.</summary>
    /// <value>200000</value>
    [Parameter]
    [Number(Whole = true)]
    public int? MaxContextChars { get; set; }
}
