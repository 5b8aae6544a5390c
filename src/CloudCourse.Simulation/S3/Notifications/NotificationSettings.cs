namespace CloudCourse.Simulation.S3.Notifications;

/// <summary>Whom a bucket tells of what happens in it.</summary>
/// <param name="EventBridge">Everything goes to the account's default event bus too.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html"/>
public sealed record NotificationSettings(IReadOnlyList<NotificationRule> Rules, bool EventBridge)
{
    public static readonly NotificationSettings None = new([], false);

    public bool IsEmpty => Rules.Count == 0 && !EventBridge;
}

/// <param name="List">The list of the configuration that it stands in, such as <c>QueueConfigurations</c>.</param>
/// <param name="Events">Such as <c>s3:ObjectCreated:*</c>.</param>
/// <param name="Prefix">Empty for any, as is the suffix.</param>
public sealed record NotificationRule(string List, string Id, string Arn, IReadOnlyList<string> Events, string Prefix, string Suffix)
{
    /// <summary>The rule as it was written, where it has a filter: capitals and order are given back as they came.</summary>
    internal string? Filter { get; init; }

    /// <param name="happened">Such as <c>ObjectCreated:Put</c>.</param>
    public bool Wants(string happened, string key) => Events.Any(e => Names(e, happened)) && key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith(Suffix, StringComparison.Ordinal);

    private static bool Names(string asked, string happened) =>
        asked.EndsWith(":*", StringComparison.Ordinal) ? happened.StartsWith(asked[3..^1], StringComparison.Ordinal) : asked.AsSpan(3).SequenceEqual(happened);

    /// <summary>Some key and some event would concern both rules.</summary>
    public bool Overlaps(NotificationRule other) =>
        Events.Any(e => other.Events.Any(o => IsWithin(e, o) || IsWithin(o, e)))
        && (Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal))
        && (Suffix.EndsWith(other.Suffix, StringComparison.Ordinal) || other.Suffix.EndsWith(Suffix, StringComparison.Ordinal));

    private static bool IsWithin(string narrow, string wide) => narrow == wide || (wide.EndsWith(":*", StringComparison.Ordinal) && narrow.StartsWith(wide[..^1], StringComparison.Ordinal));
}
