using System.Text.Json.Serialization;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>What a document of a lab is. <see cref="Account"/> is no policy: it says who is in which group, and which role an instance profile holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PolicyUse>))]
internal enum PolicyUse { Identity, Trust, Resource, Boundary, Session, ServiceControl, ResourceControl, Account }

/// <summary>Where a policy of a lab is attached: <c>settings.files</c> and <c>settings.attached</c>.</summary>
/// <param name="Of"><c>user/ana</c>, <c>group/developers</c>, <c>role/App</c>, a resource's ARN, or a level of the organization. Null: whoever asks.</param>
internal sealed record PolicyPlace(PolicyUse Type = PolicyUse.Identity, string? Of = null)
{
    /// <summary>Who else has the policy: one managed policy may be attached to several users and roles, or be the boundary of several.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Each place that the policy is attached to, by itself.</summary>
    [JsonIgnore]
    public IEnumerable<PolicyPlace> Each => Also.Select(other => new PolicyPlace(Type, other)).Prepend(new(Type, Of));

    /// <summary>CloudFormation's names of what has a resource policy, by the ARN's service.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["s3"] = "AWS::S3::Bucket",
        ["sqs"] = "AWS::SQS::Queue",
        ["sns"] = "AWS::SNS::Topic",
        ["kms"] = "AWS::KMS::Key",
        ["secretsmanager"] = "AWS::SecretsManager::Secret",
        ["lambda"] = "AWS::Lambda::Function",
        ["dynamodb"] = "AWS::DynamoDB::Table",
        ["ecr"] = "AWS::ECR::Repository",
    };

    [JsonIgnore]
    public PolicyType Grammar => Type switch
    {
        PolicyUse.Trust => PolicyType.Trust,
        PolicyUse.Resource => PolicyType.Resource,
        PolicyUse.ServiceControl => PolicyType.ServiceControl,
        PolicyUse.ResourceControl => PolicyType.ResourceControl,
        _ => PolicyType.Identity,
    };

    /// <summary>For people: "trust policy of role/App".</summary>
    [JsonIgnore]
    public string Words
    {
        get
        {
            var what = Type switch
            {
                PolicyUse.Trust => "trust policy",
                PolicyUse.Resource => "resource policy",
                PolicyUse.Boundary => "permissions boundary",
                PolicyUse.Session => "session policy",
                PolicyUse.ServiceControl => "service control policy",
                PolicyUse.ResourceControl => "resource control policy",
                PolicyUse.Account => "part of the account",
                _ => "identity policy",
            };
            return Of is null ? what : $"{what} of {string.Join(", ", Also.Prepend(Of))}";
        }
    }

    /// <summary>What a resource policy is attached to, by CloudFormation's name; null for other policies, and where nobody knows.</summary>
    [JsonIgnore]
    public string? ResourceType => Type is PolicyUse.Resource && Of?.Split(':') is [_, _, var service, ..] ? Types.GetValueOrDefault(service) : null;

    /// <summary>The policy with what the linter wants to know of its place.</summary>
    public Policy Attach(Policy policy) => Type is PolicyUse.Resource ? policy with { AttachedTo = ResourceType } : policy;
}

/// <summary>A policy that the lab attaches and the learner does not edit.</summary>
internal sealed record AttachedPolicy(string Name, System.Text.Json.JsonElement Policy, PolicyUse Type = PolicyUse.Identity, string? Of = null)
{
    public IReadOnlyList<string> Also { get; init; } = [];

    [JsonIgnore]
    public PolicyPlace Place => new(Type, Of) { Also = Also };
}
