using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs;

/// <summary>Who turns a request down: AWS's client before anything is sent, or ECS itself.</summary>
public enum RefusedBy
{
    /// <summary>Advice only: the definition registers all the same.</summary>
    Nobody,
    Client,
    Service,
}

/// <summary>A finding, and how AWS would say it.</summary>
/// <param name="AwsCode">The error code a program sees: <c>ParamValidation</c>, <c>ClientException</c>…</param>
/// <param name="AwsMessage">AWS's own words, where they are known; ECS's wording is not published for every rule.</param>
public sealed record EcsFinding(Finding Finding, RefusedBy RefusedBy, string? AwsCode = null, string? AwsMessage = null)
{
    internal const string ClientSays = " AWS's client says: ";

    /// <summary>What to do, without AWS's own words: for a page that shows those apart.</summary>
    public string Advice => Finding.Details.Split(ClientSays)[0];
}

/// <summary>What registering a text would come to: every problem at once, though ECS itself answers with its first only.</summary>
/// <param name="Task">Null when the text is no JSON object.</param>
/// <param name="Findings">The client's first, then the service's, then advice; each in the order of the text.</param>
public sealed record Registration(TaskDefinition? Task, IReadOnlyList<EcsFinding> Findings)
{
    /// <summary>It would be registered: no finding is an error.</summary>
    public bool Registers => RefusedBy is RefusedBy.Nobody;

    /// <summary>Who refuses it first. What the client refuses never reaches the service.</summary>
    public RefusedBy RefusedBy =>
        Errors.Any(f => f.RefusedBy is RefusedBy.Client) ? RefusedBy.Client
        : Errors.Any() ? RefusedBy.Service
        : RefusedBy.Nobody;

    public IEnumerable<EcsFinding> Errors => Findings.Where(f => f.Finding.Type is FindingType.Error);

    /// <summary>What <c>aws ecs register-task-definition --cli-input-json</c> prints; null when it registers or the words are not known.</summary>
    public string? AwsPrints => RefusedBy switch
    {
        RefusedBy.Client when Lines(RefusedBy.Client) is { Count: > 0 } lines => "Parameter validation failed:\n" + string.Join('\n', lines),
        RefusedBy.Service when Errors.FirstOrDefault(f => f.AwsMessage is not null) is { } first =>
            $"An error occurred ({first.AwsCode}) when calling the RegisterTaskDefinition operation: {first.AwsMessage}",
        _ => null,
    };

    private List<string> Lines(RefusedBy by) => [.. Errors.Where(f => f.RefusedBy == by && f.AwsMessage is not null).Select(f => f.AwsMessage!)];
}
