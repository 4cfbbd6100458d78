using System.Collections.Concurrent;
using System.Security;

namespace ChatCompletions;

/// <summary>
/// A script that gives a provider's key, such as a token that expires. Its text is kept, and not what it was bound to, so that each
/// runspace can run it for itself; and the key it last gave, until a server refuses it.
/// </summary>
/// <param name="script">The script's text.</param>
internal sealed class KeyCommand(string script)
{
    private const int MaxEarlier = 8;

    private readonly ConcurrentQueue<SecureString> _given = new();
    private SecureString? _last;

    /// <summary>The script's text.</summary>
    public string Script => script;

    /// <summary>The key it last gave; <see langword="null"/> where there is none that is known to be good.</summary>
    public SecureString? Last => Volatile.Read(ref _last);

    /// <summary>The keys it gave, also those that were refused since: a server may still name them in an error.</summary>
    public IEnumerable<SecureString> Given => _given;

    /// <summary>Keeps a key.</summary>
    public void Keep(SecureString key)
    {
        if (ReferenceEquals(Last, key)) return;
        _given.Enqueue(key);
        while (_given.Count > MaxEarlier) _given.TryDequeue(out _);
        Volatile.Write(ref _last, key);
    }

    /// <summary>Forgets a key that was refused, unless there is a newer one already.</summary>
    public void Forget(SecureString? refused) => Interlocked.CompareExchange(ref _last, null, refused);
}
