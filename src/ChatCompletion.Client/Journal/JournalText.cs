namespace ChatCompletions;

/// <summary>One line of a file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">What it holds; only until the next line is read.</param>
/// <param name="IsEnded">Whether a line feed ends it, so that all of it was written.</param>
internal readonly record struct JournalText(int Number, long Offset, ReadOnlyMemory<byte> Bytes, bool IsEnded);
