using CloudCourse.Progress;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Web.Iam;

/// <summary>What the browser sends, which may be anything.</summary>
/// <param name="PolicyType">As in <c>iam validate</c>; besides <c>boundary</c>, <c>session</c> and <c>endpoint</c>.</param>
/// <param name="ResourceType">What a resource policy is attached to, such as <c>AWS::S3::Bucket</c>.</param>
/// <param name="Offset">Where the cursor is, in UTF-16 units.</param>
/// <param name="Start">With <paramref name="End"/>: the part of the text that is asked about.</param>
public sealed record PolicyQuestion(string? Text, string? PolicyType, string? ResourceType = null, int? Offset = null, int? Start = null, int? End = null);

/// <summary>A policy's text that may be looked at.</summary>
internal sealed record PolicyText(string Text, PolicyType Type, string? ResourceType)
{
    /// <summary>As much as a draft may hold; AWS takes no policy of a tenth of it.</summary>
    public const int MostCharacters = Drafts.Limit;

    private const string Types = "identity, resource, trust, serviceControl, resourceControl, boundary, session or endpoint";

    public string NoOffset => $"`offset` is where the cursor is: a number from 0 to {Text.Length}, the length of the text.";

    /// <summary>Null where it is no place in the text.</summary>
    public int? OffsetOf(int? offset) => offset is { } at && at >= 0 && at <= Text.Length ? at : null;

    /// <summary>The text, or a sentence that says what is wrong with the question.</summary>
    public static (PolicyText? Policy, string? Problem) Of(PolicyQuestion asked)
    {
        if (asked.Text is null) return (null, "`text` is missing: send { \"text\": …, \"policyType\": \"identity\" }.");
        if (asked.Text.Length > MostCharacters) return (null, $"The text has more than {MostCharacters / 1024} KB. No policy is that long; shorten it.");
        if (asked.ResourceType is { Length: > 128 }) return (null, "`resourceType` is a name such as AWS::S3::Bucket.");
        return TypeOf(asked.PolicyType) is { } type
            ? (new(asked.Text, type, asked.ResourceType), null)
            : (null, asked.PolicyType is null ? $"`policyType` is missing: write {Types}." : $"There is no `policyType` of that name; it is {Types}.");
    }

    /// <summary>A boundary and a session policy follow the grammar of an identity's, an endpoint's that of a resource's.</summary>
    private static PolicyType? TypeOf(string? name) => name switch
    {
        "identity" or "boundary" or "session" => PolicyType.Identity,
        "resource" or "endpoint" => PolicyType.Resource,
        "trust" => PolicyType.Trust,
        "serviceControl" => PolicyType.ServiceControl,
        "resourceControl" => PolicyType.ResourceControl,
        _ => null,
    };
}
