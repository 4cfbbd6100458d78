using System.Text.Json;

namespace ChatCompletions;

/// <summary>The header fields of one event.</summary>
internal struct HeaderFields
{
    public string? Id;
    public string? Object;
    public string? Model;
    public DateTimeOffset? Created;
    public string? ServiceTier;
    public string? SystemFingerprint;

    /// <summary>Reads the current property if it belongs to the header.</summary>
    /// <param name="reader">The reader, on a property name. It moves only if the property was read.</param>
    /// <param name="previous">The header with texts to reuse.</param>
    /// <returns>Whether the property was read.</returns>
    public bool TryRead(ref Utf8JsonReader reader, ChunkHeader previous)
    {
        if (reader.ValueIs("id"u8)) Id = ReadText(ref reader, previous.Id);
        else if (reader.ValueIs("object"u8)) Object = ReadText(ref reader, previous.Object);
        else if (reader.ValueIs("created"u8))
        {
            reader.Read();
            Created = JsonFields.Time(ref reader);
        }
        else if (reader.ValueIs("model"u8)) Model = ReadText(ref reader, previous.Model);
        else if (reader.ValueIs("system_fingerprint"u8))
            SystemFingerprint = ReadText(ref reader, previous.SystemFingerprint) ?? SystemFingerprint;
        else if (reader.ValueIs("service_tier"u8)) ServiceTier = ReadText(ref reader, previous.ServiceTier) ?? ServiceTier;
        else return false;
        return true;
    }

    /// <summary>Updates the header. Fields that the event leaves out keep their values.</summary>
    /// <param name="old">The header before the event.</param>
    /// <returns>The new header; the same object if nothing changed.</returns>
    public readonly ChunkHeader Update(ChunkHeader old)
    {
        var id = NotEmpty(Id) ?? old.Id;
        var kind = NotEmpty(Object) ?? old.Object;
        var model = NotEmpty(Model) ?? old.Model;
        var created = Created ?? old.Created;
        var tier = ServiceTier ?? old.ServiceTier;
        var fingerprint = SystemFingerprint ?? old.SystemFingerprint;
        var isSame = created == old.Created
            && ReferenceEquals(id, old.Id)
            && ReferenceEquals(kind, old.Object)
            && ReferenceEquals(model, old.Model)
            && ReferenceEquals(tier, old.ServiceTier)
            && ReferenceEquals(fingerprint, old.SystemFingerprint);
        if (isSame) return old;
        return old with { Id = id, Object = kind, Model = model, Created = created, ServiceTier = tier, SystemFingerprint = fingerprint };
    }

    private static string? ReadText(ref Utf8JsonReader reader, string? previous)
    {
        reader.Read();
        return JsonFields.Text(ref reader, previous);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
