namespace ChatCompletions;

/// <summary>What one event says of the answer as a whole.</summary>
internal struct HeaderFields
{
    public string? Id;
    public string? Object;
    public string? Model;
    public DateTimeOffset? Created;
    public string? ServiceTier;
    public string? SystemFingerprint;

    /// <summary>The header after the event: what an event leaves out holds as said before.</summary>
    /// <param name="old">The header before it.</param>
    /// <returns>The same object where the event says nothing new.</returns>
    public readonly ChunkHeader Update(ChunkHeader old)
    {
        var id = NotEmpty(Id) ?? old.Id;
        var kind = NotEmpty(Object) ?? old.Object;
        var model = NotEmpty(Model) ?? old.Model;
        var created = Created ?? old.Created;
        var tier = ServiceTier ?? old.ServiceTier;
        var fingerprint = SystemFingerprint ?? old.SystemFingerprint;
        if (ReferenceEquals(id, old.Id) && ReferenceEquals(kind, old.Object) && ReferenceEquals(model, old.Model)
            && created == old.Created && ReferenceEquals(tier, old.ServiceTier) && ReferenceEquals(fingerprint, old.SystemFingerprint)) return old;
        return old with { Id = id, Object = kind, Model = model, Created = created, ServiceTier = tier, SystemFingerprint = fingerprint };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
