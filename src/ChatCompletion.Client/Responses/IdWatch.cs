namespace ChatCompletions;

/// <summary>
/// Watches the ids of the events that speak of one choice. An id that comes back after another one belongs to a second answer that is
/// sent under the same index. Many different ids mean nothing: some servers give each event its own.
/// </summary>
internal struct IdWatch
{
    private const int MaxIds = 8;

    private string? _current;
    private List<string>? _former;
    private bool _hasReturned;
    private bool _isMeaningless;

    /// <summary>Whether pieces of several answers came.</summary>
    public readonly bool IsMixed => _hasReturned && !_isMeaningless;

    /// <summary>Takes the id of the next event.</summary>
    public void Add(string? id)
    {
        if (id is null || id == _current || _isMeaningless) return;
        if (_current is not null)
        {
            _former ??= [];
            if (!_former.Contains(_current)) _former.Add(_current);
            _hasReturned |= _former.Contains(id);
            _isMeaningless = _former.Count > MaxIds;
        }
        _current = id;
    }
}
