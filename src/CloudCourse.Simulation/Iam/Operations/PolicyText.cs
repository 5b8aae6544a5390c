using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>What IAM refuses to keep, beside what it cannot read: each in the words that its callers see.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
internal static class PolicyText
{
    private static readonly string[] Wildcards = ["*", "?"];

    public static void Check(Call call, string member, Policy policy)
    {
        if (policy.Version is { } version && version.Value is not ("2012-10-17" or "2008-10-17"))
            throw Wrong(call, member, "Syntax errors in policy.", $"Version is 2012-10-17 or 2008-10-17, not \"{version.Value.Shortened()}\": it is the policy language's, not your own.");
        HashSet<string> sids = new(StringComparer.Ordinal);
        foreach (var statement in policy.Statements)
        {
            if (statement.Sid is { Value.Length: > 0 } sid)
            {
                if (!sid.Value.All(char.IsAsciiLetterOrDigit)) throw Wrong(call, member, "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*", $"\"{sid.Value.Shortened()}\" has other characters.");
                if (!sids.Add(sid.Value)) throw Wrong(call, member, "Statement IDs (SID) in a single policy must be unique.", $"{sid.Value.Shortened()} is there twice.");
            }
            foreach (var action in statement.Action?.Patterns.Select(p => p.Text) ?? []) CheckAction(call, member, action);
            foreach (var resource in statement.Resource?.Patterns.Select(p => p.Text) ?? [])
            {
                if (resource is not "*" && !resource.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) && !Array.Exists(Wildcards, w => resource.StartsWith(w, StringComparison.Ordinal)) && !resource.StartsWith('$'))
                    throw Wrong(call, member, $"Resource {resource.Shortened()} must be in ARN format or \"*\".", "Such as arn:aws:s3:::my-bucket/*.");
            }
        }
    }

    private static void CheckAction(Call call, string member, string action)
    {
        if (action is "*" or "*:*") return;
        var at = action.IndexOf(':', StringComparison.Ordinal);
        if (at < 0) throw Wrong(call, member, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", $"\"{action.Shortened()}\" lacks the service and a colon before it, as in s3:GetObject.");
        if (at == 0 || !action[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw Wrong(call, member, $"Vendor {action[..at].Shortened()} is not valid", "A service's prefix has letters, digits and hyphens, and no wildcard.");
        if (at == action.Length - 1) throw Wrong(call, member, "Actions/Conditions must not be empty.", $"\"{action.Shortened()}\" names a service and no action: * is all of them.");
    }

    private static AwsException Wrong(Call call, string member, string message, string advice) => Turn.Error("MalformedPolicyDocument", message, advice, at: call.At(member));
}
