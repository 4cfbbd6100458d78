namespace ChatCompletions;

/// <summary>One line of a file.</summary>
/// <param name="Number">The line number, from 1.</param>
/// <param name="Offset">The position of its first byte in the file.</param>
/// <param name="Bytes">The bytes of the line, valid until the next line is read.</param>
/// <param name="IsEnded">Whether a line feed ends the line, so that it was written completely.</param>
internal readonly record struct JournalText(int Number, long Offset, ReadOnlyMemory<byte> Bytes, bool IsEnded);
