namespace ChatCompletions;

/// <summary>One written form of a secret, folded like the text that is searched (see <see cref="FoldedText"/>).</summary>
/// <param name="Text">The folded secret.</param>
/// <param name="Least">The minimum number of consecutive characters that are masked anywhere in the text.</param>
/// <param name="LeastAtEnd">The minimum number of leading characters that are masked at the end of a text that may be truncated.</param>
internal readonly record struct SecretForm(string Text, int Least, int LeastAtEnd);
