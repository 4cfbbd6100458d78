namespace ChatCompletions.Tests;

/// <summary>From the base URL that people write to the URLs that are asked.</summary>
public class EndpointUrlTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1///", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("  https://api.openai.com/v1 \r\n", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1/chat/completions/", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1/Chat/Completions", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models")]
    [InlineData("https://api.perplexity.ai/chat/completions", "https://api.perplexity.ai/chat/completions", "https://api.perplexity.ai/models")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai/", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", "https://generativelanguage.googleapis.com/v1beta/openai/models")]
    [InlineData("http://localhost:4000", "http://localhost:4000/v1/chat/completions", "http://localhost:4000/v1/models")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/v1/chat/completions", "http://[::1]:8080/v1/models")]
    [InlineData("http://[::1]:8080/api/", "http://[::1]:8080/api/chat/completions", "http://[::1]:8080/api/models")]
    [InlineData("HTTPS://API.OpenAI.com/V1", "https://api.openai.com/V1/chat/completions", "https://api.openai.com/V1/models")]
    [InlineData("https://llm.example.com:443/v1", "https://llm.example.com/v1/chat/completions", "https://llm.example.com/v1/models")]
    [InlineData("https://app.tryhelix.ai/v1?app_id=app_1", "https://app.tryhelix.ai/v1/chat/completions?app_id=app_1", "https://app.tryhelix.ai/v1/models?app_id=app_1")]
    [InlineData("https://app.tryhelix.ai?app_id=app_1", "https://app.tryhelix.ai/v1/chat/completions?app_id=app_1", "https://app.tryhelix.ai/v1/models?app_id=app_1")]
    [InlineData("https://llm.example.com/v1?a=b%20c&d=%2F", "https://llm.example.com/v1/chat/completions?a=b%20c&d=%2F", "https://llm.example.com/v1/models?a=b%20c&d=%2F")]
    [InlineData("https://llm.example.com/v1#top", "https://llm.example.com/v1/chat/completions", "https://llm.example.com/v1/models")]
    [InlineData("https://llm.example.com/a%20b%2Fc/v1", "https://llm.example.com/a%20b%2Fc/v1/chat/completions", "https://llm.example.com/a%20b%2Fc/v1/models")]
    [InlineData("https://llm.example.com/größe/v1", "https://llm.example.com/gr%C3%B6%C3%9Fe/v1/chat/completions", "https://llm.example.com/gr%C3%B6%C3%9Fe/v1/models")]
    [InlineData("https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "https://r.openai.azure.com/openai/deployments/gpt-4o/models?api-version=2024-10-21")]
    public void A_base_URL_leads_to_the_two_URLs(string text, string chat, string models)
    {
        var home = EndpointUrl.ParseBase(text, "ApiBase");
        Assert.Equal(chat, EndpointUrl.Chat(home, UrlStyle.Standard, null, null, null).AbsoluteUri);
        Assert.Equal(models, EndpointUrl.Models(home, UrlStyle.Standard, null, null).AbsoluteUri);
    }

    [Theory]
    [InlineData("https://r.openai.azure.com/openai/v1", "2024-10-21", "?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/v1?x=1", "2024-10-21", "?x=1&api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/v1", "a b&c", "?api-version=a%20b%26c")]
    [InlineData("https://r.openai.azure.com/openai/v1?api-version=2023-05-15", "2024-10-21", "?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/v1?x=1&API-Version=2023-05-15&y=2", "2024-10-21", "?x=1&y=2&api-version=2024-10-21")]
    public void An_API_version_is_added_to_the_query_in_place_of_another(string text, string version, string query) =>
        Assert.Equal("https://r.openai.azure.com/openai/v1/chat/completions" + query, EndpointUrl.Chat(EndpointUrl.ParseBase(text, "ApiBase"), UrlStyle.Standard, version, null, null).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("garbage")]
    [InlineData("api.openai.com/v1")]
    [InlineData("localhost:11434")]
    [InlineData("/v1")]
    [InlineData("//api.openai.com/v1")]
    [InlineData("ftp://api.openai.com/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("C:\\models")]
    [InlineData("mailto:a@example.com")]
    [InlineData("http://")]
    [InlineData("http:///v1")]
    [InlineData("https://a b.example.com/v1")]
    [InlineData("http://localhost:99999/v1")]
    public void What_is_no_web_address_is_refused(string text)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => EndpointUrl.ParseBase(text, "ApiBase"));
        Assert.Equal(ChatErrorKind.InvalidRequest, refusal.Kind);
        Assert.Equal("ApiBase", refusal.Parameter);
        Assert.Contains("-ApiBase is not a URL with http or https", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://anna:secret-1@llm.example.com/v1")]
    [InlineData("https://secret-1@llm.example.com/v1")]
    [InlineData("https://:secret-1@llm.example.com/v1")]
    public void User_info_is_refused_and_not_repeated(string text)
    {
        var refusal = Assert.Throws<ChatRequestException>(() => EndpointUrl.ParseBase(text, "ApiBase"));
        Assert.Equal(ChatErrorKind.InsecureRequest, refusal.Kind);
        Assert.DoesNotContain("secret-1", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://h/v1", "https://H:443/other?x=1", true)]
    [InlineData("http://h:80", "http://h", true)]
    [InlineData("http://[::1]:8080/a", "http://[::1]:8080/b", true)]
    [InlineData("https://h", "http://h", false)]
    [InlineData("http://h:443", "https://h", false)]
    [InlineData("https://h", "https://h:444", false)]
    [InlineData("https://h", "https://h.example.com", false)]
    [InlineData("https://api.openai.com", "https://api.openai.com.evil.example", false)]
    [InlineData("http://localhost", "http://127.0.0.1", false)]
    public void An_origin_is_scheme_host_and_port(string one, string other, bool same)
    {
        Assert.Equal(same, EndpointUrl.SameOrigin(new Uri(one), new Uri(other)));
        Assert.Equal(same, EndpointUrl.SameOrigin(new Uri(other), new Uri(one)));
    }

    [Fact]
    public void A_URL_is_shown_without_its_query() =>
        Assert.Equal("https://h/v1/models", EndpointUrl.Display(new Uri("https://h/v1/models?access_token=x#y")));
}
