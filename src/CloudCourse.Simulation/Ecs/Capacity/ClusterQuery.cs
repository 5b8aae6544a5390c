using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>The plain part of ECS's cluster query language: comparisons, joined by one kind of word.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html"/>
internal static partial class ClusterQuery
{
    private const int Longest = 2000;

    /// <summary>Null for what is not read here.</summary>
    public static Func<AccountState, ContainerInstance, bool>? Read(string expression)
    {
        if (expression.Length > Longest) return null;
        var parts = Joined.Split(expression.Trim());
        var words = Joined.Matches(expression.Trim()).Select(m => m.Value.Trim().ToLowerInvariant() is "and" or "&&").Distinct().ToList();
        if (words.Count > 1) return null;
        List<Func<AccountState, ContainerInstance, bool>> tests = [];
        foreach (var part in parts)
        {
            if (One(part.Trim()) is not { } test) return null;
            tests.Add(test);
        }
        var all = words is not [false];
        return (state, host) => all ? tests.TrueForAll(t => t(state, host)) : tests.Exists(t => t(state, host));
    }

    private static Func<AccountState, ContainerInstance, bool>? One(string text)
    {
        if (Comparison.Match(text) is not { Success: true } match) return null;
        var (subject, word) = (match.Groups["subject"].Value, match.Groups["op"].Value.ToLowerInvariant());
        var operand = match.Groups["value"].Value.Trim();
        switch (word)
        {
            case "exists": return operand.Length > 0 ? null : (s, h) => Values(s, h, subject).Any();
            case "!exists" or "not_exists": return operand.Length > 0 ? null : (s, h) => !Values(s, h, subject).Any();
            case "in" or "not_in" or "!in":
                if (!operand.StartsWith('[') || !operand.EndsWith(']')) return null;
                var wanted = operand[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return (s, h) => Values(s, h, subject).Any(wanted.Contains) == (word == "in");
            case "==" or "equals": return Plain(operand) ? (s, h) => Values(s, h, subject).Contains(operand) : null;
            case "!=" or "not_equals": return Plain(operand) ? (s, h) => !Values(s, h, subject).Contains(operand) : null;
            case "=~" or "matches":
                if (!Pattern.IsMatch(operand)) return null;
                var codes = Wildcard.Codes(operand.Replace(".*", "*", StringComparison.Ordinal));
                return (s, h) => Values(s, h, subject).Any(v => Wildcard.Matches(codes, v, false, new(10_000)));
            default: return null;
        }
    }

    private static bool Plain(string operand) => operand.Length > 0 && !operand.Any(c => char.IsWhiteSpace(c) || c is '(' or ')' or '[' or ']' or '"');

    private static IEnumerable<string> Values(AccountState state, ContainerInstance host, string subject) => subject switch
    {
        "ec2InstanceId" => [host.InstanceId],
        "task:group" => Remaining.On(state, host).Select(t => t.Group),
        _ => host.Attributes.TryGetValue(subject["attribute:".Length..], out var value) ? [value] : [],
    };

    [GeneratedRegex(@"\s+and\s+|\s*&&\s*|\s+or\s+|\s*\|\|\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Joined { get; }

    [GeneratedRegex(@"\A(?<subject>attribute:[A-Za-z0-9._/-]+|ec2InstanceId|task:group)\s*(?<op>==|!=|=~|\bequals\b|\bnot_equals\b|\bmatches\b|\bnot_in\b|!in\b|\bin\b|\bnot_exists\b|!exists\b|\bexists\b)\s*(?<value>.*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Comparison { get; }

    /// <summary>Letters, digits and stars; a full regular expression is not read.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_/*.-]+\z")]
    private static partial Regex Pattern { get; }
}
