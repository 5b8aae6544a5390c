using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Cloud;

/// <summary>A refused call, in the service's code and words, with a sentence of ours that teaches.</summary>
/// <param name="Code">AWS's, such as <c>InvalidInstanceID.NotFound</c>.</param>
/// <param name="Message">As AWS words it, where its wording is known.</param>
/// <param name="HttpStatus">0 for what AWS's client refuses before anything is sent.</param>
public sealed record AwsError(string Code, string Message, int HttpStatus = 400)
{
    /// <summary>The call asks for what this simulation does not have; AWS would have it.</summary>
    public const string NotSimulated = "NotSimulated";

    /// <summary>Why, and what to do; null where AWS's message says it all.</summary>
    public string? Advice { get; init; }

    /// <summary>The part of the input that is at fault, where one is.</summary>
    public Location? At { get; init; }

    /// <summary>All that AWS's client finds wrong; empty for what a service refuses.</summary>
    public IReadOnlyList<ParameterProblem> Problems { get; init; } = [];

    /// <summary>What the error says beside its code and message, in AWS's shape, such as DynamoDB's <c>CancellationReasons</c>; null for nothing.</summary>
    public System.Text.Json.Nodes.JsonObject? Fields { get; init; }

    /// <summary>The decisions that refused it, where permission was lacking.</summary>
    public IReadOnlyList<AuthorizedAction> Denied { get; init; } = [];
}

/// <summary>Ends an operation with an error; nothing that it changed is kept.</summary>
public sealed class AwsException(AwsError error) : Exception($"{error.Code}: {error.Message}")
{
    public AwsError Error => error;
}
