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
    /// Writes, beside the error of an item that failed, a row in the place of its answer, with Error, and Complete false, so that a
    /// table has a row for each input. Items are what is piped in, and the texts of a list given to -InputObject.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <summary>
    /// The most tokens that all requests of this pipeline may use together, at least 1. Once they are used, no request is started:
    /// the items that are left are errors. What is under way is finished, so the sum can come out higher. The counts of the servers
    /// are added up, also those of failed attempts and fallbacks. An answer that breaks off before it is counted is estimated: one
    /// token for each 3 bytes of the texts that were sent and received. An attempt that brings no part of an answer adds nothing. A
    /// server that does not count its tokens ends the pipeline with an error; so does one that counts 0, less, or no whole number for
    /// an answer.
    /// </summary>
    [Parameter]
    [Number(Whole = true)]
    public long? MaxTotalTokens { get; set; }

    /// <summary>
    /// A file that every finished call is appended to, a line each, before its answer is written. With the same file the same
    /// command resumes where it was interrupted: what is answered in the file is not sent again, also where rows were added or
    /// removed; what failed is asked again. Two calls are the same where the name of the provider, its address and the body that
    /// is sent are the same, to the last digit of a number. The key is not compared, so that a renewed key pays for nothing twice;
    /// where it has changed, a warning says so. A key of fewer than 8 characters counts as no key there, and one that a command gives
    /// is not looked at. To keep two agents or accounts apart, make a provider for each with
    /// Set-ChatProvider, or give each a journal. An answer of a fallback is used only where the command has that fallback.
    /// Prompts and answers are in the file in clear; on Linux and macOS only you can read a new one. Values that are named like
    /// secrets, and keys, are masked in what was sent. An answer is kept exactly as it came, or not at all: where it repeats a key,
    /// a warning says that it is not kept, and the same command asks again. A key of fewer than 4 characters, or of fewer than 8
    /// that is a plain word or number, such as none or 2026, is no secret here. One run writes the file at a time, and
    /// Get-ChatJournal reads it. Where something else shortens, replaces, renames or writes the file during the run, in place too,
    /// the run ends with an error after the answers in hand, and the file is left as it is; a change behind the last line of the run
    /// is a warning. It is known by the time of the file's last write. A later run names damaged lines, and asks again what they
    /// answered. The path is taken literally, and must be a file on a disk. It does not go with -Stream.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? JournalPath { get; set; }

    /// <summary>The most characters of piped context, at least 1; where more comes, nothing is sent.</summary>
    /// <value>200000</value>
    [Parameter]
    [Number(Whole = true)]
    public int? MaxContextChars { get; set; }
}
