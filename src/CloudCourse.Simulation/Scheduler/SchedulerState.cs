using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.EventBridge.Schedules;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>An account's schedules.</summary>
public sealed record SchedulerState
{
    /// <summary>By Region, group and name. Names have no space and no slash.</summary>
    public Table<Schedule> Schedules { get; init; } = Table<Schedule>.Empty;

    /// <summary>By Region and name; the default group stands in none.</summary>
    public Table<ScheduleGroup> Groups { get; init; } = Table<ScheduleGroup>.Empty;

    public static string Key(string region, string group, string name) => $"{region} {group}/{name}";

    public static string Key(string region, string group) => $"{region} {group}";
}

public sealed record ScheduleGroup(string Region, string Name, string Arn, DateTimeOffset? Created)
{
    public const string Default = "default";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <param name="Changed">Counts the schedule's changes; what was planned for an earlier state of it does not happen.</param>
public sealed record Schedule(string Region, string Group, string Name, string Arn, string Expression, ScheduleExpression When, ScheduleTarget Target, DateTimeOffset Created, DateTimeOffset Modified, long Changed)
{
    /// <summary>As .NET knows it.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>As it was written.</summary>
    public required string TimeZone { get; init; }
    public DateTimeOffset? Start { get; init; }
    public DateTimeOffset? End { get; init; }

    /// <summary>Whether it is over by a moment that its expression means. The end date of a one-time schedule is ignored.</summary>
    public bool IsOverAt(DateTimeOffset due) => When is not OnceSchedule && due >= End;
    public bool IsEnabled { get; init; } = true;
    public string? Description { get; init; }

    /// <summary>Null for none: it comes when it is due.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>It deletes itself after its last invocation.</summary>
    public bool DeletesItself { get; init; }

    /// <summary>How many invocations are still on their way, within a window or between tries.</summary>
    public int Pending { get; init; }

    public string StateKey => SchedulerState.Key(Region, Group, Name);
}

public sealed record ScheduleTarget(string Arn, string RoleArn)
{
    public string? Input { get; init; }
    public string? MessageGroupId { get; init; }
    public string? PartitionKey { get; init; }

    /// <summary>For an event bus: the kind of event, and who sends it.</summary>
    public string? DetailType { get; init; }
    public string? Source { get; init; }
    public RetryPolicy Retry { get; init; } = RetryPolicy.OfRules;
    public string? DeadLetterArn { get; init; }
}
