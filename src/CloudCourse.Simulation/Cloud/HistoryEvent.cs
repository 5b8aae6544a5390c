using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Something that happened in an account: what CloudTrail would record, and what happened by itself in between.</summary>
/// <param name="Number">Its place in the history, from 1.</param>
public abstract record HistoryEvent(long Number, DateTimeOffset Time);

/// <summary>A call, allowed or not.</summary>
/// <param name="Caller">An ARN, or a service's name.</param>
/// <param name="Output">Null where there is an error.</param>
/// <seealso href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"/>
public sealed record ApiCall(
    long Number, DateTimeOffset Time, string Caller, string Region, string Service, string Operation, string Input,
    JsonObject? Output, AwsError? Error, IReadOnlyList<AuthorizedAction> Authorized) : HistoryEvent(Number, Time);

/// <summary>A resource that went from one state to another, or was made or lost.</summary>
/// <param name="Resource">The resource's id.</param>
/// <param name="What">In words, such as "i-0abc… is running".</param>
/// <param name="Cause">The number of the call behind it; null for what came by itself.</param>
/// <param name="From">The state before; null for what is new.</param>
/// <param name="To">The state now; null for what is gone.</param>
public sealed record Change(
    long Number, DateTimeOffset Time, string Service, string Resource, string What, string? From, string? To, long? Cause)
    : HistoryEvent(Number, Time);
