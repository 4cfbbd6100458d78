namespace ChatCompletions.Tests;

/// <summary>The advice of an error names the cause and the command that removes it.</summary>
public class AdviceTests
{
    private const string Refused = """{"error":{"message":"no","type":"invalid_request_error"}}""";

    [Fact]
    public async Task Without_a_key_it_says_that_none_was_sent()
    {
        var failure = (await Ask.WholeAsync(Reply.Json(Refused, 401))).Failed(ChatErrorKind.AuthenticationFailed);
        Assert.Equal("No key was sent, and the server requires one. Store one: Set-ChatProvider srv -ApiKey (Read-Host -AsSecureString).", failure.Advice);
    }

    [Fact]
    public async Task With_a_key_it_says_where_the_key_came_from()
    {
        var failure = (await Ask.WholeAsync(Reply.Json(Refused, 401), key: "sk-1234567")).Failed(ChatErrorKind.AuthenticationFailed);
        Assert.Contains("the environment variable KEY", failure.Advice!, StringComparison.Ordinal);
        Assert.Contains("Set-ChatProvider srv -ApiKey", failure.Advice!, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1234567", failure.Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_with_only_an_address_is_told_by_its_host_and_port()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(Refused, 401));
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromAddress(server.BaseUrl), server.BaseUrl), Ask.NoRetries);
        var failure = (await Ask.WholeAsync(client)).Failed(ChatErrorKind.AuthenticationFailed);
        var host = new Uri(server.BaseUrl).Authority;
        Assert.Equal($"{host} answered with status 401: no", failure.Message);
        Assert.Contains($"Set-ChatProvider NAME -ApiBase http://{host}/v1 -ApiKey", failure.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://llm.example.com/v1", "llm.example.com")]
    [InlineData("https://llm.example.com:8443/v1", "llm.example.com:8443")]
    [InlineData("http://gpu01/v1", "gpu01:80")]
    [InlineData("https://gpu01", "gpu01:443")]
    [InlineData("http://[::1]:8080/v1", "[::1]:8080")]
    public void No_provider_can_have_the_name_of_an_address(string address, string name)
    {
        Assert.Equal(name, ChatProvider.FromAddress(address).Name);
        Assert.Throws<ChatRequestException>(() => ProviderRules.Check(new ChatProvider { Name = name, Type = "Custom", ApiBase = address }));
        var failure = Assert.Throws<ChatRequestException>(() => ProviderRegistry.Shared.Get(name));
        Assert.Contains("-ApiBase", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image input is not supported - hint: if this is unexpected, you may need to provide the mmproj")]
    [InlineData("This model does not support tools")]
    [InlineData("Response format is Not Supported by this backend")]
    [InlineData("Unsupported content part type: input_audio")]
    [InlineData("vision is unsupported by this model")]
    public async Task A_500_for_an_unsupported_request_is_not_sent_again(string message)
    {
        var error = $$$"""{"error":{"message":"{{{message}}}","type":"server_error","code":500}}""";
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(error, 500)).Enqueue(Reply.Sse(error));
        var client = Ask.Client(server, new ChatClientOptions { NumRetries = 2 });
        foreach (var outcome in new[] { await Ask.WholeAsync(client), await Ask.StreamAsync(client) })
        {
            var failure = outcome.Failed(ChatErrorKind.ServerError);
            Assert.Equal(
                (Attempts: 1, Advice: "The server does not support this request. Change the request, or use another model or server."),
                (failure.Attempts, failure.Advice));
        }
        Assert.Equal(2, server.Requests.Count);
    }
}
