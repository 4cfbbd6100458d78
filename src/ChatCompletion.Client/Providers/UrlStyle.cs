namespace ChatCompletions;

/// <summary>How request URLs are built from a base URL.</summary>
public enum UrlStyle
{
    /// <summary>The path is appended to the base URL; a base URL without a path gets <c>/v1</c>.</summary>
    Standard,

    /// <summary>The path is appended to the base URL, which may have no path.</summary>
    WithoutVersion,

    /// <summary>Azure: <c>/openai/v1</c>, or <c>/openai/deployments/{model}</c> with an API version.</summary>
    Azure,
}
