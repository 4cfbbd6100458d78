using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ChatCompletions.Benchmarks;

/// <summary>
/// A loopback server whose fixed answers cost the same for all who ask. The first part of the address says which one:
/// <c>/small</c>, <c>/large</c>, <c>/logprobs</c>, <c>/slow/50</c> (milliseconds), <c>/stream/1000</c> (chunks), <c>/first</c> (the
/// first chunk's text is the time of its sending), <c>/endless</c>, <c>/pause</c> (stops in mid-stream), <c>/silent</c>, <c>/busy</c>.
/// </summary>
internal static class AnswerServer
{
    /// <summary>Serves until standard input ends, so that it never outlives who started it.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
            options.Limits.MaxRequestBodySize = null;
        });
        await using var server = builder.Build();
        server.Run(AnswerAsync);
        await server.StartAsync();
        await Console.Out.WriteLineAsync(server.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var number = path.Length > 1 && int.TryParse(path[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var stop = context.RequestAborted;
        try
        {
            switch (path[0])
            {
                case "small": await SendAsync(context, Replies.Small); break;
                case "large": await SendAsync(context, Replies.Large); break;
                case "logprobs": await SendAsync(context, LazyReplies.LogProbs); break;
                case "slow": await Task.Delay(number, stop); await SendAsync(context, Replies.Small); break;
                case "stream": await StreamAsync(context, number); break;
                case "first": await FirstAsync(context); break;
                case "endless": await StreamAsync(context, int.MaxValue); break;
                case "pause": await PauseAsync(context); break;
                case "silent": await Task.Delay(Timeout.Infinite, stop); break;
                case "busy": Refuse(context); break;
                default: context.Response.StatusCode = StatusCodes.Status404NotFound; break;
            }
        }
        catch (OperationCanceledException)
        {
            // Who asked has gone.
        }
    }

    private static Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static async Task StreamAsync(HttpContext context, int count)
    {
        var body = BeginEvents(context);
        for (; count >= Replies.BlockLength; count -= Replies.BlockLength) await body.WriteAsync(Replies.Block, context.RequestAborted);
        await body.WriteAsync(Replies.Block.AsMemory(0, Replies.Block.Length / Replies.BlockLength * count), context.RequestAborted);
        await body.WriteAsync(Replies.End);
    }

    private static async Task FirstAsync(HttpContext context)
    {
        var body = BeginEvents(context);
        await body.FlushAsync();
        // The headers have arrived, and the client waits.
        await Task.Delay(20);
        await body.WriteAsync(Replies.Event(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));
        await body.FlushAsync();
        await Task.Delay(20);
        await body.WriteAsync(Replies.End);
    }

    private static async Task PauseAsync(HttpContext context)
    {
        var body = BeginEvents(context);
        await body.WriteAsync(Replies.Block);
        await body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static void Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "60";
    }

    private static Stream BeginEvents(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        return context.Response.Body;
    }
}
