using System.Collections.Concurrent;
using System.Security;

namespace ChatCompletions;

/// <summary>
/// A script that returns a provider's key, such as a token that expires. Only its text is stored, so that it can run in any runspace. The
/// last key is cached until a server rejects it.
/// </summary>
/// <param name="script">The text of the script.</param>
internal sealed class KeyCommand(string script)
{
    private const int MaxIssuedKeys = 8;

    private readonly ConcurrentQueue<SecureString> _issued = new();
    private SecureString? _last;

    /// <summary>The text of the script.</summary>
    public string Script => script;

    /// <summary>The cached key; <see langword="null"/> if there is none, or the server rejected it.</summary>
    public SecureString? Last => Volatile.Read(ref _last);

    /// <summary>The last keys that the script returned, including rejected ones: a server may still repeat them in an error.</summary>
    public IEnumerable<SecureString> IssuedKeys => _issued;

    /// <summary>Caches a key.</summary>
    public void Store(SecureString key)
    {
        if (ReferenceEquals(Last, key)) return;
        _issued.Enqueue(key);
        while (_issued.Count > MaxIssuedKeys) _issued.TryDequeue(out _);
        Volatile.Write(ref _last, key);
    }

    /// <summary>Discards a rejected key, unless there is already a newer one.</summary>
    public void Forget(SecureString? refused) => Interlocked.CompareExchange(ref _last, null, refused);
}
