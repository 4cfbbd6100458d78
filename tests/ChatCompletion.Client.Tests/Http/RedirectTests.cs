namespace ChatCompletions.Tests;

public class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task F18_A_redirect_is_not_followed_and_its_target_is_named(int status)
    {
        using var other = ScriptedServer.Start();
        using var server = ScriptedServer.Start();
        server.Default = Reply.Text("moved", status, "text/plain").Header("Location", other.Url + "/v1/chat/completions?a=b").Header("x-request-id", "r1");

        foreach (var outcome in new[] { await Ask.WholeAsync(Ask.Client(server, new ChatClientOptions())), await Ask.StreamAsync(Ask.Client(server, new ChatClientOptions())) })
        {
            var failure = outcome.Failed<ChatException>();
            Assert.Equal(ChatErrorKind.RedirectRefused, failure.Kind);
            Assert.Contains($"{other.Url}/v1/chat/completions?a=b (status {status})", failure.Message, StringComparison.Ordinal);
            Assert.Equal((RequestId: "r1", Attempts: 1, Provider: "srv"), (failure.RequestId, failure.Attempts, failure.Provider));
            Assert.Contains("-ApiBase", failure.Advice, StringComparison.Ordinal);
        }
        Assert.Empty(other.Requests);
        Assert.Equal(0, other.ConnectionCount);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task F18_The_list_of_models_follows_no_redirect_either()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Text("", 308, "text/plain").Header("Location", "/elsewhere"));

        var failure = await Assert.ThrowsAsync<ChatException>(() => Ask.Client(server).ListModelsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("redirects to /elsewhere", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task F18_A_redirect_without_a_target_is_told_too() =>
        Assert.Contains("redirects to nowhere", (await Ask.WholeAsync(Reply.Text("", 302, "text/plain"))).Failed<ChatException>().Message, StringComparison.Ordinal);
}
