using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Lambda.EventSources;
using CloudCourse.Simulation.Lambda.Urls;

namespace CloudCourse.Simulation.Lambda;

/// <summary>An account's functions in all Regions, and what of them runs or waits.</summary>
public sealed record LambdaState
{
    /// <summary>The concurrent executions that a Region gives an account, until it is raised.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"/>
    public const int RegionalConcurrency = 1000;

    /// <summary>By <see cref="Function.Key"/>.</summary>
    public Table<Function> Functions { get; init; } = Table<Function>.Empty;

    /// <summary>The execution environments of each version, by its ARN.</summary>
    public Table<Fleet> Fleets { get; init; } = Table<Fleet>.Empty;

    /// <summary>Concurrent executions of each Region.</summary>
    public ImmutableSortedDictionary<string, int> Busy { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Events that were taken for later, until they have succeeded or are given up.</summary>
    public Table<WaitingEvent> Waiting { get; init; } = Table<WaitingEvent>.Empty;

    /// <summary>What has started and still has to be run, in order: the account itself runs no code.</summary>
    public ImmutableList<StartedInvocation> Ready { get; init; } = [];

    /// <summary>What runs, in virtual time, by request id.</summary>
    public Table<StartedInvocation> Running { get; init; } = Table<StartedInvocation>.Empty;

    /// <summary>By their UUIDs.</summary>
    public Table<EventSourceMapping> Mappings { get; init; } = Table<EventSourceMapping>.Empty;

    /// <summary>Addresses of functions, by their ids.</summary>
    public Table<FunctionUrl> Urls { get; init; } = Table<FunctionUrl>.Empty;

    /// <summary>How often an event arrives twice, from 0 to 1: at-least-once delivery made visible.</summary>
    public double DuplicateChance { get; init; }
}

/// <summary>A function with its versions and aliases.</summary>
public sealed record Function(string Region, string Name, FunctionVersion Latest)
{
    public static string KeyOf(string region, string name) => $"{region}/{name}";

    public string Key => KeyOf(Region, Name);

    /// <summary>Without a version.</summary>
    public string Arn => Latest.FunctionArn;

    /// <summary>Published ones, by their number, in the order in which they were published.</summary>
    public ImmutableList<FunctionVersion> Versions { get; init; } = [];

    /// <summary>How many were published: a number is never used again.</summary>
    public int Published { get; init; }
    public Table<FunctionAlias> Aliases { get; init; } = Table<FunctionAlias>.Empty;

    /// <summary>Who else may invoke it, statement by statement, for each qualifier ("" for none).</summary>
    public Table<FunctionPolicy> Policies { get; init; } = Table<FunctionPolicy>.Empty;

    /// <summary>Null: it takes from what no function has reserved.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>By qualifier: <c>$LATEST</c>, a version or an alias.</summary>
    public Table<EventInvokeConfig> AsyncSettings { get; init; } = Table<EventInvokeConfig>.Empty;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The version for a qualifier; null where there is none of that name.</summary>
    public FunctionVersion? Find(string? qualifier) => qualifier switch
    {
        null or "" or "$LATEST" => Latest,
        _ => Versions.Find(v => v.Version == qualifier) ?? (Aliases.Find(qualifier) is { } alias ? Find(alias.Version) : null),
    };

    /// <summary>The version that one invocation gets: of a weighted alias now and then the other one, by the account's seed.</summary>
    internal FunctionVersion? Choose(Turn turn, string? qualifier) =>
        qualifier is not null && Aliases.Find(qualifier) is { SecondVersion: { } second, SecondWeight: > 0 and var weight } && turn.Chance() < weight ? Find(second) : Find(qualifier);
}

/// <summary>A function's code and configuration at one time.</summary>
public sealed record FunctionVersion(string FunctionArn, string Version)
{
    public required string Name { get; init; }
    public required string Region { get; init; }
    public required string Runtime { get; init; }
    public required string Handler { get; init; }
    public required string RoleArn { get; init; }
    public required IReadOnlyList<HandlerFile> Files { get; init; }

    /// <summary>Base64, as AWS gives it.</summary>
    public required string CodeSha256 { get; init; }
    public required long CodeSize { get; init; }
    public required string RevisionId { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public string Description { get; init; } = "";

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; } = 3;

    /// <summary>MB.</summary>
    public int MemorySize { get; init; } = 128;
    public int EphemeralStorage { get; init; } = 512;
    public string Architecture { get; init; } = "x86_64";
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>A queue or topic for events that were given up; null for none.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary><c>Pending</c> until the code is there, then <c>Active</c>.</summary>
    public string State { get; init; } = "Pending";

    /// <summary>With the version; <c>$LATEST</c>'s too.</summary>
    public string Arn => $"{FunctionArn}:{Version}";
}

/// <param name="SecondVersion">The other version of a weighted alias, which gets the share <paramref name="SecondWeight"/> of the invocations.</param>
public sealed record FunctionAlias(string Name, string Version, string Description, string? SecondVersion, double SecondWeight, string RevisionId);

/// <param name="Statements">JSON objects by their Sid.</param>
/// <param name="Document">All statements as one policy.</param>
public sealed record FunctionPolicy(ImmutableSortedDictionary<string, string> Statements, Policy Document, string Text, string RevisionId);

/// <param name="MaximumAgeSeconds">From 60 to 21,600.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html"/>
public sealed record EventInvokeConfig(int MaximumRetryAttempts, int MaximumAgeSeconds, string? OnSuccess, string? OnFailure, DateTimeOffset LastModified)
{
    public static EventInvokeConfig Default { get; } = new(2, 21_600, null, null, default);
}

/// <summary>A version's execution environments.</summary>
/// <param name="Idle">The one that was used last is on top.</param>
/// <param name="WindowStart">Since when <paramref name="Added"/> counts: a function gets 1,000 more environments every ten seconds.</param>
public sealed record Fleet(int Busy, ImmutableStack<IdleEnvironment> Idle, DateTimeOffset WindowStart, int Added)
{
    public static Fleet None { get; } = new(0, [], default, 0);
}

public readonly record struct IdleEnvironment(string Id, DateTimeOffset Since);

/// <summary>An event that was accepted and is tried until it succeeds, or until its tries or its time are used up.</summary>
/// <param name="Attempts">Made so far; throttled starts do not count.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"/>
public sealed record WaitingEvent(string RequestId, string FunctionKey, string? Qualifier, string Payload, DateTimeOffset Since, int Attempts, int Throttles);

/// <summary>An invocation that has an environment.</summary>
/// <param name="Environment">Its id, which is the log stream's too.</param>
/// <param name="IsCold">The environment is new: it loads the code first.</param>
public sealed record StartedInvocation(string RequestId, FunctionVersion Version, string InvokedArn, string Payload, string Environment, bool IsCold, DateTimeOffset At, InvocationOrigin Origin);

/// <summary>Where an invocation came from, and what follows from its end.</summary>
public abstract record InvocationOrigin
{
    /// <summary>The invocation has ended, in the turn of its end.</summary>
    internal virtual void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
    {
    }
}

/// <summary>Somebody waits for the answer, which is handed over by whoever runs the function.</summary>
public sealed record AwaitedInvocation : InvocationOrigin;

/// <summary>What came out of running an invocation. Of measurements it holds none, so histories repeat.</summary>
/// <param name="Payload">What the handler returned, or the error as Lambda words it in JSON.</param>
/// <param name="Error">Null where it succeeded.</param>
/// <param name="DurationMs">Virtual.</param>
/// <param name="InitMs">Virtual; null where nothing was loaded.</param>
/// <param name="IsEnvironmentLost">A time-out or an exit ends the environment.</param>
public sealed record InvocationOutcome(string Payload, HandlerFailure? Error, IReadOnlyList<string> Log, double DurationMs, double? InitMs, bool IsEnvironmentLost)
{
    /// <inheritdoc cref="Invocation.Unsent"/>
    public IReadOnlyList<string> Unsent { get; init; } = [];

    /// <summary>What is billed: the whole of both, in milliseconds begun.</summary>
    /// <seealso href="https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/"/>
    public long BilledMs => (long)Math.Ceiling(Math.Round(DurationMs + (InitMs ?? 0), 3));
}
