using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Something that happened in an account: what CloudTrail would record, and what happened by itself in between.</summary>
/// <param name="Number">Its place in the history, from 1.</param>
public abstract record HistoryEvent(long Number, DateTimeOffset Time);

/// <summary>A call, allowed or not.</summary>
/// <param name="Caller">An ARN, or a service's name.</param>
/// <param name="Asked">What <see cref="Input"/> is made of.</param>
/// <param name="Answered">What <see cref="Output"/> is made of; null where there is an error.</param>
/// <seealso href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"/>
public sealed record ApiCall(
    long Number, DateTimeOffset Time, string Caller, string Region, string Service, string Operation, KeptJson Asked,
    KeptJson? Answered, AwsError? Error, IReadOnlyList<AuthorizedAction> Authorized) : HistoryEvent(Number, Time)
{
    /// <summary>The request as compact JSON; of one that cannot be read or is too long, its text or its beginning. Made each time that it is asked for.</summary>
    public string Input => Asked.ToString();

    /// <summary>The answer; null where there is an error. Made each time that it is asked for, so it is the reader's own.</summary>
    public JsonObject? Output => Answered?.ToObject();
}

/// <summary>A resource that went from one state to another, or was made or lost.</summary>
/// <param name="Resource">The resource's id.</param>
/// <param name="What">In words, such as "i-0abc… is running".</param>
/// <param name="Cause">The number of the call behind it; null for what came by itself.</param>
/// <param name="From">The state before; null for what is new.</param>
/// <param name="To">The state now; null for what is gone.</param>
public sealed record Change(
    long Number, DateTimeOffset Time, string Service, string Resource, string What, string? From, string? To, long? Cause)
    : HistoryEvent(Number, Time);
