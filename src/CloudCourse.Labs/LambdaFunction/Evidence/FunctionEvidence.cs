using System.Globalization;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaFunction.Evidence;

/// <summary>What a function did in the account between two moments. Nothing measured is in it.</summary>
/// <param name="Shown">The invocations that tell most, in order.</param>
public sealed record FunctionEvidence(string Name, int Invocations, int Failed, IReadOnlyList<InvocationEvidence> Shown);

/// <summary>One invocation.</summary>
/// <param name="Number">Tells the tries of one request apart.</param>
/// <param name="VirtualMs">What it took in virtual time, loading included.</param>
/// <param name="Event">JSON.</param>
/// <param name="Result">JSON; null where it failed.</param>
/// <param name="Calls">What the handler called, in order.</param>
public sealed record InvocationEvidence(
    string RequestId, long Number, DateTimeOffset At, bool IsCold, double VirtualMs, int MemoryMiB, string Event, string? Result, HandlerFailure? Error, IReadOnlyList<string> Log,
    IReadOnlyList<HandlerCallEvidence> Calls, int CallsLeftOut)
{
    /// <summary>Calls that it did not wait for, and which had not left its environment when it returned.</summary>
    public IReadOnlyList<string> Unsent { get; init; } = [];

    /// <summary>Names it among a report's measurements.</summary>
    internal string MeasuredAs => MeasuredBy(RequestId, Number);

    internal static string MeasuredBy(string requestId, long number) => string.Create(CultureInfo.InvariantCulture, $"{requestId}#{number}");
}

/// <param name="About">What it names: a key, a table, a queue.</param>
/// <param name="Code">AWS's; null where it succeeded.</param>
/// <param name="Said">AWS's words.</param>
public sealed record HandlerCallEvidence(string Service, string Operation, string? About, string? Code, string? Said, IReadOnlyList<DecidedEvidence> Denied);

/// <summary>An object of S3 or an item of DynamoDB, beside what was expected of it.</summary>
/// <param name="Text">What is there; null where nothing is.</param>
/// <param name="Nearby">What else there is in its place, by name.</param>
public sealed record StoredEvidence(string Kind, string Name, string? Text, string? Expected, IReadOnlyList<JsonDifference> Differences, IReadOnlyList<string> Nearby);
