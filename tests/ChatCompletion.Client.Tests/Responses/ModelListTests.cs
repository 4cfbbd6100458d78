namespace ChatCompletions.Tests;

/// <summary>Lists of models in the forms that servers send.</summary>
public class ModelListTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"a"},{"id":"b"}]}""", "a b")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}]}""", "a b")]
    [InlineData("""[{"id":"a"},{"id":"b"}]""", "a b")]
    [InlineData("""{"models":[{"name":"a","model":"x"},{"model":"b"}]}""", "a b")]
    [InlineData("""{"models":[{"name":"x"}],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"data":null,"models":[{"name":"a"}]}""", "a")]
    [InlineData("""["a","b"]""", "a b")]
    [InlineData("""{"data":["a",{"id":"b"},null,{"id":""},{}]}""", "a b")]
    [InlineData("""{"object":"list","data":null}""", "")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("[]", "")]
    [InlineData("\uFEFF {\"data\":[{\"id\":\"a\"}],\"error\":null}", "a")]
    public async Task F21_H27_A_list_is_found_in_every_form(string body, string ids) =>
        Assert.Equal(ids, string.Join(' ', await ListAsync(BytesHandler.Json(body))));

    [Fact]
    public async Task F21_H27_Documented_fields_are_properties_and_all_others_are_kept()
    {
        var model = Assert.Single(await ListAsync(BytesHandler.Json("""{"data":[{"id":"models/a.gguf","object":"model","created":1700000000,"owned_by":"me","shutdown_date":null,"meta":{"n_ctx":2048}}]}""")));

        Assert.Equal(
            (Id: "models/a.gguf", Object: "model", OwnedBy: "me", Provider: "srv"),
            (model.Id, model.Object, model.OwnedBy, model.Provider));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), model.Created);
        Assert.Equal("""{"shutdown_date":null,"meta":{"n_ctx":2048}}""", model.AdditionalProperties!.ToString());
        Assert.Equal("models/a.gguf", model.ToString());
    }

    [Fact]
    public async Task F21_Documented_fields_of_another_kind_are_kept_as_they_are()
    {
        var models = await ListAsync(BytesHandler.Json("""{"data":[{"id":"a","created":"2024-01-01","owned_by":{"org":1},"object":null},{"id":7}]}"""));

        Assert.Null(models[0].Created);
        Assert.Equal("""{"created":"2024-01-01","owned_by":{"org":1}}""", models[0].AdditionalProperties!.ToString());
        Assert.Equal("7", models[1].Id);
        Assert.Null(models[1].AdditionalProperties);
    }

    [Fact]
    public async Task Control_characters_in_names_are_visible()
    {
        var models = await ListAsync(BytesHandler.Json("""{"data":[{"id":"a\u001b[2J\n","owned_by":"\u009bx","object":"\u0007"},"b\u001b"]}"""));

        Assert.Equal(
            (FirstId: "a␛[2J␊", OwnedBy: "\uFFFDx", Object: "␇", SecondId: "b␛"),
            (FirstId: models[0].Id, models[0].OwnedBy, models[0].Object, SecondId: models[1].Id));
    }

    [Theory]
    [InlineData("""{"error":{"message":"no","code":"insufficient_quota"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData("""{"error":"no","data":[]}""", ChatErrorKind.ServerError)]
    public async Task F5_F21_An_error_at_status_200_is_an_error(string body, ChatErrorKind kind) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<ChatApiException>(() => ListAsync(BytesHandler.Json(body)))).Kind);

    [Theory]
    [InlineData("<html>hi</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"object":"list"}""")]
    [InlineData("{\"data\":[{")]
    public async Task F21_A_body_that_is_no_list_is_a_protocol_error(string body)
    {
        var failure = await Assert.ThrowsAsync<ChatProtocolException>(() => ListAsync(BytesHandler.Json(body)));

        Assert.StartsWith("srv sent no list of models", failure.Message, StringComparison.Ordinal);
        Assert.Equal(body, failure.Body);
        Assert.Equal("srv", failure.Provider);
    }

    [Fact]
    public async Task F21_D_A_key_that_may_not_list_models_is_told_so()
    {
        var failure = await Assert.ThrowsAsync<ChatApiException>(() => ListAsync(BytesHandler.Json("""{"error":"forbidden"}""", 403)));

        Assert.Equal((Kind: ChatErrorKind.PermissionDenied, StatusCode: 403), (failure.Kind, failure.StatusCode));
    }

    [Fact]
    public async Task The_list_is_asked_for_by_GET_below_the_base()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"data":[]}"""));
        await Ask.Client(server).ListModelsAsync(TestContext.Current.CancellationToken);

        var request = server.Requests[0];
        Assert.Equal((Method: "GET", Target: "/v1/models", Body: ""), (request.Method, request.Target, request.Body));
        Assert.Equal("application/json", request.Headers["Accept"]);
    }

    private static Task<IReadOnlyList<ChatModel>> ListAsync(HttpMessageHandler handler) =>
        Ask.Client(handler).ListModelsAsync(TestContext.Current.CancellationToken);
}
