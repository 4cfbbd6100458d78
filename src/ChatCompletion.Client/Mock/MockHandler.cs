using System.Net;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// The built-in provider Mock: a server inside the process that replaces the network. It sends and receives bytes of the protocol, so all
/// other code works as with a real server. It needs no key and no network.
/// </summary>
internal sealed class MockHandler : HttpMessageHandler
{
    private static readonly string[] Models = ["mock", "echo"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get) return Json(HttpStatusCode.OK, ListModels());
        var json = await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var question = new MockQuestion((JsonDictionary)JsonText.Parse(json)!);
        if (!Models.Contains(question.Model)) return Json(HttpStatusCode.NotFound, ModelNotFound(question.Model));
        if (question.Stream)
            return Answer(HttpStatusCode.OK, new MockStream(MockAnswer.Events(question), question.Delay), "text/event-stream");
        var body = Encoding.UTF8.GetBytes(MockAnswer.Whole(question).ToString());
        return Answer(HttpStatusCode.OK, new MockStream([body], question.Delay), "application/json");
    }

    private static JsonDictionary ListModels()
    {
        var data = new JsonList();
        foreach (var model in Models)
        {
            data.Add(new JsonDictionary
            {
                ["id"] = model,
                ["object"] = "model",
                ["created"] = MockAnswer.Created,
                ["owned_by"] = "ChatCompletion",
            });
        }

        return new JsonDictionary { ["object"] = "list", ["data"] = data };
    }

    private static JsonDictionary ModelNotFound(string model) => new()
    {
        ["error"] = new JsonDictionary
        {
            ["message"] = $"The model '{model}' does not exist. Mock has the models {string.Join(" and ", Models)}.",
            ["type"] = "invalid_request_error",
            ["param"] = "model",
            ["code"] = "model_not_found",
        },
    };

    private static HttpResponseMessage Json(HttpStatusCode status, JsonDictionary body) =>
        Answer(status, new MemoryStream(Encoding.UTF8.GetBytes(body.ToString())), "application/json");

    private static HttpResponseMessage Answer(HttpStatusCode status, Stream body, string mediaType)
    {
        var response = new HttpResponseMessage(status) { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = new(mediaType);
        return response;
    }
}
