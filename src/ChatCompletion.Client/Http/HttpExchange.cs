using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace ChatCompletions;

/// <summary>A response: its headers, and its body as it arrives, under the time limits of the call.</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int MaxKeptBody = 16 * 1024 * 1024;

    /// <summary>Splits a list in a header. Empty items do not count (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2).</summary>
    private const StringSplitOptions ListItems = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly string[] RequestIdHeaders =
        ["x-request-id", "x-litellm-call-id", "x-generation-id", "apim-request-id", "request-id"];

    private readonly HttpResponseMessage _response;
    private readonly CallClock _clock;
    private readonly string _host;
    private readonly SecretMask _mask;
    private Stream? _body;
    private bool _hasBytes;

    public HttpExchange(HttpResponseMessage response, CallClock clock, Uri address, int attempts, SecretMask mask)
    {
        _mask = mask;
        _response = response;
        _clock = clock;
        _host = address.Host;
        Address = address;
        Attempts = attempts;
    }

    /// <summary>The permit of the request; it is returned with the response.</summary>
    public RequestPermit? Permit { get; init; }

    /// <summary>The number of requests that were sent.</summary>
    public int Attempts { get; }

    /// <summary>The address of the request.</summary>
    public Uri Address { get; }

    /// <summary>The HTTP status.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>Whether the status is a success.</summary>
    public bool IsSuccess => _response.IsSuccessStatusCode;

    /// <summary>The reason phrase of the status.</summary>
    public string? ReasonPhrase => _response.ReasonPhrase;

    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>The media type of the body in lower case; empty if the server does not say.</summary>
    public string MediaType =>
        (HeaderReader.First(_response.Content.Headers, "Content-Type") ?? "").Split(';')[0].TrimEnd().ToLowerInvariant();

    /// <summary>The server's id of the request.</summary>
    public string? RequestId
    {
        get
        {
            foreach (var name in RequestIdHeaders)
                if (HeaderReader.First(Headers, name) is { Length: > 0 } id) return SafeText.Excerpt(_mask.ApplyToData(id), 200);
            return null;
        }
    }

    /// <summary>The cost of the answer, from a LiteLLM proxy.</summary>
    public double? Cost => HeaderReader.First(Headers, "x-litellm-response-cost") is { } said
        && double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var cost) && double.IsFinite(cost) ? cost : null;

    /// <summary>The rate limit in the headers; <see langword="null"/> if they have none.</summary>
    public ChatRateLimit? RateLimit => RateLimitReader.Read(Headers);

    /// <summary>
    /// Decompresses the body. The handler would request compression for event streams too; some servers compress without a request.
    /// </summary>
    private Stream Decompress(Stream body) => LastEncoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };

    /// <summary>Why the body ended before its end; <see langword="null"/> while it is read, and if it ended well.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Reads the next bytes of the body. Time counts only while the method waits for bytes.</summary>
    /// <returns>The number of bytes; 0 at the end of the body, or if <see cref="Failure"/> ended it.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (Failure is not null) return 0;
        try
        {
            _body ??= Decompress(await _response.Content.ReadAsStreamAsync(_clock.Token).ConfigureAwait(false));
            var read = _body.ReadAsync(buffer, _clock.Token);
            if (_hasBytes && !read.IsCompleted) _clock.AwaitNextByte();
            var count = await read.ConfigureAwait(false);
            _clock.AwaitNothing();
            _hasBytes |= count > 0;
            return count;
        }
        catch (Exception broken) when (FailureOf(broken) is { } failure)
        {
            Failure = failure;
            return 0;
        }
    }

    /// <summary>Reads the rest of the body.</summary>
    /// <param name="limits">The most bytes.</param>
    /// <param name="target">Receives the bytes, also those before a failure.</param>
    /// <returns>Why the body is not complete; <see langword="null"/> if it is.</returns>
    public async ValueTask<CallFailure?> ReadToEndAsync(ChatLimits limits, PooledBytes target)
    {
        while (true)
        {
            var count = await ReadAsync(target.Free()).ConfigureAwait(false);
            if (count == 0) break;
            target.Advance(count);
            if (target.Length > limits.MaxBodyBytes) Failure = limits.TooLong().Failure;
        }
        if (Failure is null || target.Length == 0) return Failure;
        var text = Encoding.UTF8.GetString(target.Span[..Math.Min(target.Length, MaxKeptBody)]);
        return Failure = Failure with { Body = SafeText.Neutralise(_mask.ApplyToCut(text)) };
    }

    /// <summary>
    /// Reads the body of an error as text, up to a limit. If it breaks off, the status and the text so far say more than the failure.
    /// </summary>
    public async ValueTask<string> ReadErrorTextAsync(int limit)
    {
        using var bytes = new PooledBytes();
        while (bytes.Length < limit)
        {
            var count = await ReadAsync(bytes.Free()).ConfigureAwait(false);
            if (count == 0) break;
            bytes.Advance(count);
        }
        return Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, limit)]);
    }

    /// <summary>Adds the facts that the response tells about a failure.</summary>
    public CallFailure AddFacts(CallFailure failure) => failure with
    {
        Attempts = Attempts,
        RequestId = failure.RequestId ?? RequestId,
        RateLimit = failure.RateLimit ?? RateLimit,
        Api = failure.Api is { } api ? api with { StatusCode = Status } : null,
    };

    public void Dispose()
    {
        _response.Dispose();
        Permit?.Dispose();
    }

    private string? LastEncoding =>
        _response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            ? values.ToString().Split(',', ListItems).LastOrDefault()?.ToLowerInvariant()
            : null;

    /// <summary>The failure that an exception of the connection means; <see langword="null"/> if the user stopped the call.</summary>
    private CallFailure? FailureOf(Exception broken) => broken switch
    {
        OperationCanceledException => _clock.Explain(_host, broken),
        IOException when !_hasBytes && !IsInvalidResponse(broken) =>
            new(
                ChatErrorKind.ConnectionFailed,
                $"The connection to {_host} broke before the answer began: {Reason(broken)}.",
                _mask.Keep(broken)),
        // A damaged brotli body is an InvalidOperationException.
        IOException or HttpRequestException or InvalidDataException or (InvalidOperationException and not ObjectDisposedException) =>
            new(
                ChatErrorKind.IncompleteAnswer,
                $"The connection to {_host} broke in the middle of the answer: {Reason(broken)}.",
                _mask.Keep(broken))
            {
                // Bytes that cannot be decoded, or wrong chunks, come the same again.
                IsCutShort = broken is IOException && !IsInvalidResponse(broken),
            },
        _ => null,
    };

    private static bool IsInvalidResponse(Exception broken) =>
        broken is HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse };

    private string Reason(Exception broken) => SafeText.Excerpt(_mask.Apply((broken.InnerException ?? broken).Message.TrimEnd('.')), 300);
}
