namespace ChatCompletions;

/// <summary>
/// Detects two answers under one index by the ids of the events of one choice: an id returns after another one, or an id that several
/// pieces of text had changes. Many different ids have no meaning: some servers give each event its own id.
/// </summary>
internal struct AnswerIdTracker
{
    private const int MaxIds = 8;

    private string? _current;
    private List<string>? _former;
    private bool _hasText;
    private bool _isStable;
    private bool _isMixed;
    private bool _isMeaningless;

    /// <summary>Whether pieces of several answers arrived.</summary>
    public readonly bool IsMixed => _isMixed && !_isMeaningless;

    /// <summary>Adds the id of the next event.</summary>
    /// <param name="id">The id of the answer in the event.</param>
    /// <param name="hasText">Whether the event has content, and not only a finish reason.</param>
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
