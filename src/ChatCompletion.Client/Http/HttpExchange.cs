using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace ChatCompletions;

/// <summary>One answered request: its headers, and its body as it comes, under the call's time limits.</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int MaxKeptBody = 16 * 1024 * 1024;

    /// <summary>The items of a list in a header; it may have empty ones, which do not count (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2).</summary>
    private const StringSplitOptions ListItems = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly string[] RequestIdHeaders = ["x-request-id", "x-litellm-call-id", "x-generation-id", "apim-request-id", "request-id"];

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

    /// <summary>That the request may be under way; given back when its answer is over.</summary>
    public RatePermit? Permit { get; set; }

    /// <summary>How many requests were sent.</summary>
    public int Attempts { get; }

    /// <summary>The address of the request.</summary>
    public Uri Address { get; }

    /// <summary>The HTTP status.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>Whether the status says that an answer follows.</summary>
    public bool IsSuccess => _response.IsSuccessStatusCode;

    /// <summary>The status in the server's words.</summary>
    public string? ReasonPhrase => _response.ReasonPhrase;

    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>The media type of the body in lower case, empty where the server does not say.</summary>
    public string MediaType => (First(_response.Content.Headers, "Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The server's name for the request.</summary>
    public string? RequestId
    {
        get
        {
            foreach (var name in RequestIdHeaders)
                if (First(Headers, name) is { Length: > 0 } id) return SafeText.Excerpt(_mask.ApplyToData(id), 200);
            return null;
        }
    }

    /// <summary>What the answer cost, where a LiteLLM proxy says so.</summary>
    public double? Cost => First(Headers, "x-litellm-response-cost") is { } said
        && double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var cost) && double.IsFinite(cost) ? cost : null;

    /// <summary>How much the server allows, as its headers tell; <see langword="null"/> where they do not.</summary>
    public ChatRateLimit? RateLimit => RateLimitReader.Read(Headers);

    /// <summary>Done here and not by the handler, which would ask for compressed events too. Some servers compress without being asked.</summary>
    private Stream Decompress(Stream body) => LastEncoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };

    /// <summary>Reads the next bytes of the body; 0 at its end. Time counts only while the bytes are waited for.</summary>
    /// <exception cref="ChatTimeoutException">Nothing came in time.</exception>
    /// <exception cref="ChatConnectionException">The connection broke before the first byte.</exception>
    /// <exception cref="ChatIncompleteException">The connection broke in the middle.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
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
        catch (OperationCanceledException stopped) when (_clock.Explain(_host, stopped) is { } timeout)
        {
            throw timeout;
        }
        catch (IOException broken) when (!_hasBytes && broken is not HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse })
        {
            throw new ChatConnectionException($"The connection to {_host} broke before the answer began: {Reason(broken)}.", _mask.Keep(broken));
        }
        // A damaged brotli body is an InvalidOperationException.
        catch (Exception broken) when (broken is IOException or HttpRequestException or InvalidDataException or (InvalidOperationException and not ObjectDisposedException))
        {
            throw new ChatIncompleteException($"The connection to {_host} broke in the middle of the answer: {Reason(broken)}.", _mask.Keep(broken))
            {
                // Bytes that cannot be decoded, or wrong chunks, come the same again.
                IsCutShort = broken is IOException and not HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse },
            };
        }
    }

    /// <summary>Reads the whole body into a pooled buffer, which the caller gives back.</summary>
    /// <param name="limits">The most bytes.</param>
    /// <param name="soFar">Takes what has come. When reading fails, it is put on the exception.</param>
    /// <exception cref="ChatException">The body is longer, stopped coming, or broke off.</exception>
    public async ValueTask ReadToEndAsync(ChatLimits limits, PooledBytes soFar)
    {
        try
        {
            while (true)
            {
                var count = await ReadAsync(soFar.Free()).ConfigureAwait(false);
                if (count == 0) return;
                soFar.Advance(count);
                if (soFar.Length > limits.MaxBodyBytes) throw limits.TooLong();
            }
        }
        catch (ChatException failure) when (soFar.Length > 0)
        {
            failure.Body = SafeText.Neutralise(_mask.ApplyToCut(Encoding.UTF8.GetString(soFar.Span[..Math.Min(soFar.Length, MaxKeptBody)])));
            throw;
        }
    }

    /// <summary>Reads the body of an error as text: as much of it as is worth reading, and what has come if it breaks off.</summary>
    public async ValueTask<string> ReadErrorTextAsync(int limit)
    {
        using var bytes = new PooledBytes();
        try
        {
            while (bytes.Length < limit)
            {
                var count = await ReadAsync(bytes.Free()).ConfigureAwait(false);
                if (count == 0) break;
                bytes.Advance(count);
            }
        }
        catch (ChatException)
        {
            // The status and what has come of the body say more than a broken connection after them.
        }
        return Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, limit)]);
    }

    public void Dispose()
    {
        _response.Dispose();
        Permit?.Dispose();
    }

    private string? LastEncoding =>
        _response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values) ? values.ToString().Split(',', ListItems).LastOrDefault()?.ToLowerInvariant() : null;

    /// <summary>A header as it was sent; the typed ones take longer to read than a small answer.</summary>
    private static string? First(HttpHeaders headers, string name)
    {
        if (headers.NonValidated.TryGetValues(name, out var values))
            foreach (var value in values) return value;
        return null;
    }

    private string Reason(Exception broken) => SafeText.Excerpt(_mask.Apply((broken.InnerException ?? broken).Message.TrimEnd('.')), 300);
}
