namespace ChatCompletions;

/// <summary>
/// Watches the answer ids of one choice's events, to notice two answers under one index: an id comes back after another one, or an id
/// that several pieces of text had is followed by another. Many different ids mean nothing: some servers give each event its own.
/// </summary>
internal struct IdWatch
{
    private const int MaxIds = 8;

    private string? _current;
    private List<string>? _former;
    private bool _hasText;
    private bool _isStable;
    private bool _isMixed;
    private bool _isMeaningless;

    /// <summary>Whether pieces of several answers came.</summary>
    public readonly bool IsMixed => _isMixed && !_isMeaningless;

    /// <summary>Takes the id of the next event.</summary>
    /// <param name="id">The id of the event's answer.</param>
    /// <param name="hasText">Whether the event has content, and not just the end of the choice.</param>
    public void Add(string? id, bool hasText)
    {
        if (id is null || _isMeaningless) return;
        if (id == _current)
        {
            _isStable |= hasText && _hasText;
            _hasText |= hasText;
            return;
        }
        if (_current is not null)
        {
            _former ??= [];
            if (!_former.Contains(_current)) _former.Add(_current);
            _isMixed |= _former.Contains(id) || (_isStable && hasText);
            _isMeaningless = _former.Count > MaxIds;
        }
        _current = id;
        _hasText = hasText;
    }
}
