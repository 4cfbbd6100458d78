using System.Text.Json;

namespace ChatCompletions;

/// <summary>The part of an event before its choices.</summary>
/// <param name="Length">How many bytes it has, up to the name of the choices and its colon; 0 for none that can be known.</param>
/// <param name="State">The state of the reader behind it.</param>
/// <param name="Said">What it says.</param>
internal readonly record struct EventHead(int Length, JsonReaderState State, HeaderFields Said);
