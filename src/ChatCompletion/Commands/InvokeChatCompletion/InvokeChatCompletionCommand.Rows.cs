using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters for several questions in one pipeline.
public sealed partial class InvokeChatCompletionCommand
{
    private const int DefaultThrottleLimit = 5;
    private const int MaxThrottleLimit = 1000;
    private const int DefaultContextChars = 200_000;

    /// <summary>
    /// How many requests run at the same time, from 1 to 1000, when several objects are piped. Answers come in the order of the input,
    /// and the first ones while input still arrives. With 1, each answer is awaited before the next object is read. -Stream always runs
    /// one request at a time.
    /// </summary>
    /// <value>5</value>
    [Parameter]
    [Number(Whole = true)]
    public int? ThrottleLimit { get; set; }

    /// <summary>
    /// Writes answers as soon as they arrive instead of in the order of the input. InputObject tells you which input each one belongs to.
    /// </summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// Writes a row for each failed item, in addition to its error, so that a table has one row for each input. The row has the Error,
    /// and Complete is false. Items are the piped objects, and the texts of a list given as -InputObject.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <summary>
    /// The token budget of the whole pipeline, at least 1. Once it is used up, no further request is started, and each remaining item is
    /// an error. Requests that are already running are completed, so the total can exceed the budget. The servers' token counts are added
    /// up, including those of failed attempts and fallbacks. An answer that breaks off before the server counts it is estimated at one
    /// token for each 3 bytes of the texts sent and received. An attempt that returns no part of an answer counts nothing. A server that
    /// does not report its tokens, or reports 0, less, or no whole number for an answer, ends the pipeline with an error.
    /// </summary>
    [Parameter]
    [Number(Whole = true)]
    public long? MaxTotalTokens { get; set; }

    /// <summary>
    /// A file to which each finished call is appended, one line each, before its answer is written. If you run the same command with the
    /// same file again, it resumes: answered items are not sent again, even if rows were added or removed, and failed items are retried.
    /// Two calls are the same if the provider's name, the address and the request body are the same, to the last digit of a number. The
    /// key is not compared, so a renewed key does not pay for anything twice; a warning tells you if it has changed. For this check, a
    /// key of fewer than 8 characters counts as no key, and a key from a command is ignored. To keep two agents or accounts apart, set up
    /// a provider for each with Set-ChatProvider, or use a journal for each. An answer of a fallback is reused only if the command has
    /// that fallback. The file contains prompts and answers in plain text; on Linux and macOS only you can read a new one. Keys, and
    /// values with names like those of secrets, are masked in the stored requests. An answer is stored exactly as it arrived or not at
    /// all: if it contains a key, a warning says that it is not kept, and the same command sends the question again. A key of fewer than 4
    /// characters, or a plain word or number of fewer than 8, such as none or 2026, is not treated as a secret. Only one run can write the
    /// file at a time; Get-ChatJournal can read it meanwhile. If another program shortens, replaces, renames or writes the file during the
    /// run, also in place, the run writes the answers that it already has, leaves the file as it is, and ends with an error; a change after
    /// the last line of the run is a warning. Changes are detected by the time of the last write. A later run names damaged lines, and
    /// sends their questions again. The path is literal and must be a file on a disk. Cannot be used with -Stream.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? JournalPath { get; set; }

    /// <summary>
    /// Asks about the content of each piped file: each file of Get-ChildItem, or each path, is one question with the text of the file as
    /// its context. The text must be UTF-8, or have a byte order mark; other text is read as Latin-1, with a warning. A file that is
    /// empty, not text, or longer than -MaxContextChars is an error of its item, and the others are still asked. Without this switch only
    /// the names, sizes and dates of piped files are sent.
    /// </summary>
    [Parameter]
    public SwitchParameter FileContent { get; set; }

    /// <summary>
    /// The maximum number of characters of piped context, or of one file with -FileContent, at least 1. If there are more, nothing is
    /// sent.
    /// </summary>
    /// <value>200000</value>
    [Parameter]
    [Number(Whole = true)]
    public int? MaxContextChars { get; set; }
}
