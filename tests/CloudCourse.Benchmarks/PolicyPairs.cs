using System.Diagnostics;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Pairs of small policies, as people write them, from a seed: for comparisons one by one, since a median and a worst case say more here
/// than a mean. <c>dotnet run -c Release --project tests/CloudCourse.Benchmarks -- pairs</c> prints them.
/// </summary>
public static class PolicyPairs
{
    private static readonly string[] Actions =
    [
        "\"Action\": \"s3:GetObject\"", "\"Action\": [\"s3:GetObject\", \"s3:PutObject\"]", "\"Action\": \"s3:Get*\"", "\"Action\": \"s3:*\"", "\"Action\": [\"s3:List*\", \"s3:Get*\"]",
        "\"Action\": \"ec2:Describe*\"", "\"Action\": [\"ec2:StartInstances\", \"ec2:StopInstances\"]", "\"Action\": \"*\"", "\"NotAction\": [\"iam:*\", \"sts:*\"]", "\"Action\": \"iam:*AccessKey*\"",
    ];
    private static readonly string[] Resources =
    [
        "\"Resource\": \"*\"", "\"Resource\": \"arn:aws:s3:::reports/*\"", "\"Resource\": [\"arn:aws:s3:::reports\", \"arn:aws:s3:::reports/*\"]", "\"Resource\": \"arn:aws:s3:::*\"",
        "\"Resource\": \"arn:aws:ec2:*:111122223333:instance/*\"", "\"Resource\": \"arn:aws:s3:::home/${aws:username}/*\"", "\"NotResource\": \"arn:aws:s3:::secret/*\"",
        "\"Resource\": \"arn:aws:iam::*:user/${aws:username}\"",
    ];
    private static readonly string[] Conditions =
    [
        "", "", "", "\"Bool\": {\"aws:SecureTransport\": \"true\"}", "\"IpAddress\": {\"aws:SourceIp\": [\"203.0.113.0/24\", \"198.51.100.0/24\"]}", "\"StringEquals\": {\"aws:RequestedRegion\": [\"eu-west-1\", \"eu-central-1\"]}",
        "\"StringLike\": {\"s3:prefix\": [\"home/\", \"home/${aws:username}/*\"]}", "\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"true\"}, \"NumericLessThan\": {\"aws:MultiFactorAuthAge\": \"3600\"}",
        "\"StringEquals\": {\"aws:ResourceTag/team\": \"${aws:PrincipalTag/team}\"}", "\"DateLessThan\": {\"aws:CurrentTime\": \"2027-01-01T00:00:00Z\"}",
        "\"ForAllValues:StringEquals\": {\"aws:TagKeys\": [\"team\", \"stage\"]}, \"StringEquals\": {\"aws:RequestTag/team\": \"red\"}", "\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:role/app-*\"}",
    ];
    private static readonly string[] Principals =
        ["\"Principal\": \"*\"", "\"Principal\": {\"AWS\": \"111122223333\"}", "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:role/app-1\"}", "\"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"}", "\"NotPrincipal\": {\"AWS\": [\"111122223333\", \"arn:aws:iam::111122223333:user/ana\"]}"];

    public static List<(Policy A, Policy B)> Of(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i => (Write(i % 4 == 3), Write(i % 4 == 3)))];

        Policy Write(bool resource) => PolicyReader.Read($$"""{"Version": "2012-10-17", "Statement": [{{string.Join(",", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Statement(resource)))}}]}""").Policy!;

        string Statement(bool resource)
        {
            var condition = Pick(Conditions);
            return $$"""{"Effect": "{{(random.Next(4) == 0 ? "Deny" : "Allow")}}", {{(resource ? Pick(Principals) + "," : "")}} {{Pick(Actions)}}, {{Pick(Resources)}}{{(condition.Length > 0 ? ", \"Condition\": {" + condition + "}" : "")}} }""";
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    /// <summary>Policies made to be slow; each pair ends within the limit, decided or not.</summary>
    public static IEnumerable<(string Name, Policy A, Policy B)> Hostile()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 200));
        yield return ("stars in one pattern", Read($$"""{"Effect": "Allow", "Action": "s3:{{stars}}", "Resource": "arn:aws:s3:::{{stars}}"}"""), Read($$"""{"Effect": "Allow", "Action": "s3:{{stars}}b", "Resource": "arn:aws:s3:::{{stars}}?"}"""));
        var letters = string.Join(",", Enumerable.Range(0, 26).Select(i => $"\"arn:aws:s3:::*{(char)('a' + i)}*\""));
        yield return ("26 patterns that overlap", Read($$"""{"Effect": "Allow", "Action": "s3:*", "NotResource": [{{letters}}]}"""), Read($$"""{"Effect": "Allow", "Action": "s3:*", "Resource": [{{letters}}]}"""));
        yield return ("a question mark far from the end", Read($$"""{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*a{{new string('?', 40)}}"}"""), Read($$"""{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*b{{new string('?', 41)}}"}"""));
        yield return ("10,000 statements", Read([.. Enumerable.Range(0, 10_000).Select(i => $$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket-{{i}}/*"}""")]), Read("""{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}"""));
        yield return ("10,000 statements against 9,999", Read([.. Enumerable.Range(0, 10_000).Select(i => $$"""{"Effect": "Allow", "Action": "s3:Get{{i}}", "Resource": "arn:aws:s3:::bucket-{{i}}/*"}""")]),
            Read([.. Enumerable.Range(1, 9_999).Select(i => $$"""{"Effect": "Allow", "Action": "s3:Get{{i}}", "Resource": "arn:aws:s3:::bucket-{{i}}/*"}""")]));
        var values = string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"value-{i}-*\""));
        yield return ("5,000 values of one key", Read($$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"x:k": [{{values}}]} } }"""), Read($$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAllValues:StringLike": {"x:k": [{{values}}]} } }"""));
        var keys = Enumerable.Range(0, 24).Select(i => $$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"x:k{{i}}": "a", "x:k{{(i + 1) % 24}}": "b", "x:k{{(i + 5) % 24}}": "c"} } }""").ToArray();
        yield return ("24 keys three at a time", Read(keys), Read([.. keys.Select(k => k.Replace("\"c\"", "[\"c\", \"d\"]", StringComparison.Ordinal))]));
        var sets = Enumerable.Range(0, 30).Select(i => $$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"x:k": "*{{(char)('a' + i % 26)}}*"}, "ForAllValues:StringNotLike": {"x:k": "*{{i}}*"} } }""").ToArray();
        yield return ("sets of values", Read(sets), Read(sets[1..]));
    }

    /// <summary>Prints the median and the worst of each kind.</summary>
    public static void Print()
    {
        var pairs = Of(200, seed: 1);
        foreach (var (a, b) in pairs.Take(50)) PolicyComparer.Compare(a, b);
        List<(double Ms, int Pair)> times = [];
        var undecided = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            var best = double.MaxValue;
            for (var run = 0; run < 5; run++)
            {
                var start = Stopwatch.GetTimestamp();
                var found = PolicyComparer.Compare(pairs[i].A, pairs[i].B);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (run == 0 && found.Relation is PolicyRelation.Undecided) undecided++;
            }
            times.Add((best, i));
        }
        times.Sort();
        Console.WriteLine($"200 pairs, the best of 5 runs each: median {times[100].Ms:F3} ms, 95 of 100 within {times[190].Ms:F3} ms, worst {times[^1].Ms:F3} ms (pair {times[^1].Pair}); {undecided} undecided");
        foreach (var (name, a, b) in Hostile())
        {
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            var found = PolicyComparer.Compare(a, b);
            Console.WriteLine($"{name}: {found.Relation} after {(Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds:F0} ms of processor time");
        }
    }

    private static Policy Read(params string[] statements) => PolicyReader.Read($$"""{"Version": "2012-10-17", "Statement": [{{string.Join(",", statements)}}]}""").Policy!;
}
