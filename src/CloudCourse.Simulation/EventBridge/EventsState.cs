using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.EventBridge.Schedules;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>An account's event buses with their rules.</summary>
public sealed record EventsState
{
    /// <summary>By Region and name, as <see cref="Key"/> writes them. The default bus stands here once something was done to it.</summary>
    public Table<EventBus> Buses { get; init; } = Table<EventBus>.Empty;

    public static string Key(string region, string name) => $"{region} {name}";
}

public sealed record EventBus(string Region, string Name, string Arn, DateTimeOffset? Created)
{
    /// <summary>The bus that every Region has from the beginning, and to which AWS's services send.</summary>
    public const string Default = "default";

    public string? Description { get; init; }
    public DateTimeOffset? Modified { get; init; }
    public PolicyDocument? Policy { get; init; }
    public Table<EventRule> Rules { get; init; } = Table<EventRule>.Empty;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <param name="Changed">Counts the rule's changes; what was planned for an earlier state of it does not happen.</param>
public sealed record EventRule(string Bus, string Name, string Arn, string State, DateTimeOffset Since, long Changed)
{
    public EventPattern? Pattern { get; init; }

    /// <summary>As it was written.</summary>
    public string? Schedule { get; init; }
    public ScheduleExpression? When { get; init; }
    public string? Description { get; init; }
    public string? RoleArn { get; init; }
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>In the order in which they were put.</summary>
    public ImmutableList<EventTarget> Targets { get; init; } = [];

    public bool IsEnabled => State != "DISABLED";
}

/// <summary>Where a rule sends what it matches, and in which form.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html"/>
public sealed record EventTarget(string Id, string Arn)
{
    public string? RoleArn { get; init; }

    /// <summary>A fixed JSON text; null for the event.</summary>
    public string? Input { get; init; }
    public string? InputPath { get; init; }
    public InputTransformer? Transformer { get; init; }
    public string? MessageGroupId { get; init; }
    public string? PartitionKeyPath { get; init; }
    public RetryPolicy Retry { get; init; } = RetryPolicy.OfRules;
    public bool SaysRetry { get; init; }
    public string? DeadLetterArn { get; init; }
}

public sealed record InputTransformer(ImmutableSortedDictionary<string, string> Paths, string Template);

/// <param name="Attempts">How many times again.</param>
/// <param name="Age">How old an event may become.</param>
public sealed record RetryPolicy(int Attempts, TimeSpan Age)
{
    /// <summary>A day, and 185 times.</summary>
    /// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"/>
    public static RetryPolicy OfRules { get; } = new(185, TimeSpan.FromDays(1));
}
