namespace ChatCompletions;

/// <summary>How addresses are made of a base URL.</summary>
public enum UrlStyle
{
    /// <summary>Below the base URL; a base URL without any path gets <c>/v1</c>.</summary>
    Standard,

    /// <summary>Below the base URL, which may have no path.</summary>
    WithoutVersion,

    /// <summary>Azure: <c>/openai/v1</c>, or with an API version <c>/openai/deployments/{model}</c>.</summary>
    Azure,
}
