namespace CloudCourse.Progress.Rows;

/// <summary>Who did what to whom in the administration of the course.</summary>
public sealed class AuditEvent
{
    public required Guid Id { get; init; }
    public required DateTime At { get; init; }

    /// <summary>The acting account; absent for the command line.</summary>
    public Guid? ActorId { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public string? Detail { get; init; }
}

/// <summary>Lets its holder become the first instructor, once. Only the hash is kept.</summary>
public sealed class SetupToken : IVersioned
{
    public required Guid Id { get; init; }
    public required string Hash { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime ExpiresAt { get; init; }
    public DateTime? UsedAt { get; set; }
    public Guid? UsedById { get; set; }
    public Guid Version { get; set; }
}

/// <summary>A key of ASP.NET Core Data Protection: cookies and links made before a restart stay good after it.</summary>
public sealed class DataProtectionKey
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Xml { get; init; }
}
