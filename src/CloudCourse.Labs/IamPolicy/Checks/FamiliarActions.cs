using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Patterns;
using CloudCourse.Simulation.Iam.Proof;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>
/// Actions whose names say to a beginner what they do, and mostly what harm. A policy that is too broad by thousands of actions is shown by one of
/// these, where it can be, and not by the first in the alphabet.
/// </summary>
internal static class FamiliarActions
{
    private static readonly string[] Names =
    [
        "cloudfront:DeleteDistribution", "cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "dynamodb:DeleteTable", "ec2:RunInstances", "ec2:StopInstances",
        "ec2:TerminateInstances", "iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateUser", "iam:PutUserPolicy", "lambda:DeleteFunction",
        "rds:DeleteDBInstance", "s3:DeleteBucket", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy", "s3:PutObject",
    ];

    /// <summary>A request with a familiar action that <paramref name="mine"/> allows and <paramref name="reference"/> does not, else the one that was found.</summary>
    public static AuthorizationRequest? Instead(AuthorizationRequest? found, Policy mine, Policy reference, PolicyPlace place, CompareOptions options)
    {
        if (found is null || place.Type is not (PolicyUse.Identity or PolicyUse.Boundary) || Names.Contains(found.Action, StringComparer.OrdinalIgnoreCase)) return found;
        // Each Allow with fewer actions than it has: what is allowed then, the learner's policy allows too.
        return PolicyComparer.Compare(mine with { Statements = [.. mine.Statements.Select(OfThese).OfType<Statement>()] }, reference, options).ANotB ?? found;
    }

    /// <summary>Null for an Allow that none of them fits.</summary>
    private static Statement? OfThese(Statement statement)
    {
        if (statement is not { Effect.Value: Effect.Allow, Action: { } action }) return statement;
        var fitting = Names.Where(name => action.Patterns.Any(p => Wildcard.Matches(p.Text, name, ignoreCase: true)) != action.Negated);
        IReadOnlyList<Pattern> patterns = [.. fitting.Select(name => Pattern.Read(name, action.Member.Value.At, variables: false))];
        return patterns.Count == 0 ? null : statement with { Action = action with { Negated = false, Patterns = patterns } };
    }
}
