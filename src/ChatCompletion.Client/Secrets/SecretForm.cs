namespace ChatCompletions;

/// <summary>One way of writing a secret, folded as the text is in which it is looked for (see <see cref="FoldedText"/>).</summary>
/// <param name="Text">The folded secret.</param>
/// <param name="Least">How many of its characters in a row are masked wherever they stand.</param>
/// <param name="LeastAtEnd">How many of its first characters are masked at the end of a text that may be cut.</param>
internal readonly record struct SecretForm(string Text, int Least, int LeastAtEnd);
