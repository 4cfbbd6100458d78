namespace ChatCompletions.Tests;

/// <summary>OpenAI: developer messages, reasoning models and what they refuse, quotas, and string metadata.</summary>
public sealed class OpenAITests : IDisposable
{
    private readonly PlayedSystem _openAI = new("OpenAI");

    [Fact]
    public async Task A_developer_message_and_the_reasoning_effort_arrive_as_they_are()
    {
        await _openAI.AskAsync(Reply.Json(RequestProbe.Answer), new ChatRequest
        {
            Model = "o4-mini",
            Messages = [new ChatMessage { Role = "developer", Content = "Talk like a pirate." }, new ChatMessage { Content = "Are semicolons optional?" }],
            MaxCompletionTokens = 500,
            ReasoningEffort = "minimal",
        });
        Assert.Equal(
            """{"model":"o4-mini","messages":[{"role":"developer","content":"Talk like a pirate."},{"role":"user","content":"Are semicolons optional?"}],"max_completion_tokens":500,"reasoning_effort":"minimal"}""",
            _openAI.Last.Body);
    }

    [Fact]
    public async Task A_reasoning_models_tokens_are_on_the_answer()
    {
        var answer = (await _openAI.AskAsync(Reply.Json(
            """{"id":"chatcmpl-1","object":"chat.completion","created":1741570283,"model":"o4-mini-2025-04-16","choices":[{"index":0,"message":{"role":"assistant","content":"Arr","refusal":null,"annotations":[]},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":90,"total_tokens":110,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":64,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default"}""")
            .Header("x-request-id", "req_1"))).Answer;
        Assert.Equal(
            (Content: "Arr", ReasoningTokens: 64L, ServiceTier: "default", RequestId: "req_1"),
            (answer.Content, answer.Usage!.CompletionTokensDetails!.ReasoningTokens, answer.ServiceTier, answer.RequestId));
    }

    [Fact]
    public async Task A_reasoning_model_that_refuses_max_tokens_is_told_with_the_way_out()
    {
        var failure = (await _openAI.AskAsync(
            Reply.Json("""{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""", 400),
            Ask.Question() with { MaxTokens = 100 })).Failed(ChatErrorKind.BadRequest);
        Assert.Equal(
            (Code: "unsupported_parameter", Param: "max_tokens", StatusCode: 400),
            (failure.Code, failure.Param, failure.StatusCode));
        Assert.Contains("-MaxCompletionTokens", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("'max_tokens' is not supported with this model", failure.Message, StringComparison.Ordinal);
        Assert.Single(_openAI.Server.Requests);
    }

    [Fact]
    public async Task A_value_that_a_reasoning_model_refuses_is_told_as_the_server_says_it()
    {
        var failure = (await _openAI.AskAsync(
            Reply.Json("""{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", 400),
            Ask.Question() with { Temperature = 0.2 })).Failed(ChatErrorKind.BadRequest);
        Assert.Equal((Param: "temperature", Advice: null), (failure.Param, failure.Advice));
    }

    [Theory]
    [InlineData("insufficient_quota")]
    [InlineData("credit_balance_exhausted")]
    [InlineData("project_spend_limit_exceeded")]
    public async Task An_account_without_credit_is_not_asked_again(string code)
    {
        var failure = (await _openAI.AskAsync(Reply.Json($$$"""{"error":{"message":"You exceeded your current quota.","type":"insufficient_quota","param":null,"code":"{{{code}}}"}}""", 429).Header("Retry-After", "1")))
            .Failed(ChatErrorKind.QuotaExceeded);
        Assert.Equal(1, failure.Attempts);
        Assert.Single(_openAI.Server.Requests);
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_a_wrong_key_are_told_apart()
    {
        var absent = (await _openAI.AskAsync(Reply.Json("""{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", 404))).Failed(ChatErrorKind.NotFound);
        Assert.Contains("Get-ChatModel", absent.Advice, StringComparison.Ordinal);
        var wrong = (await _openAI.AskAsync(Reply.Json($$$"""{"error":{"message":"Incorrect API key provided: {{{PlayedSystem.Key}}}.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", 401))).Failed(ChatErrorKind.AuthenticationFailed);
        Assert.Contains("Incorrect API key provided: ***.", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F23_Metadata_is_up_to_16_pairs_of_text()
    {
        var pairs = new JsonDictionary();
        for (var i = 0; i < 16; i++) pairs[$"k{i}"] = "v";
        await _openAI.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Metadata = pairs });
        Assert.Single(_openAI.Server.Requests);
        pairs["k16"] = "v";
        Assert.Equal("Metadata", (await Ask.WholeAsync(_openAI.Client, Ask.Question() with { Metadata = pairs })).Failed<ChatRequestException>().Parameter);
        Assert.Equal("Metadata", (await Ask.WholeAsync(_openAI.Client, Ask.Question() with { Metadata = RequestProbe.Map("""{"a":1}""") })).Failed<ChatRequestException>().Parameter);
        Assert.Single(_openAI.Server.Requests);
    }

    [Fact]
    public async Task The_organization_and_project_are_headers()
    {
        _openAI.Provider = _openAI.Provider with { Headers = RequestProbe.Map("""{"OpenAI-Organization":"org-1","OpenAI-Project":"proj-1"}""") };
        await _openAI.AskAsync(Reply.Json(RequestProbe.Answer));
        Assert.Equal(
            (OpenAIOrganization: "org-1", OpenAIProject: "proj-1"),
            (OpenAIOrganization: _openAI.Last.Headers["OpenAI-Organization"], OpenAIProject: _openAI.Last.Headers["OpenAI-Project"]));
    }

    public void Dispose() => _openAI.Dispose();
}
