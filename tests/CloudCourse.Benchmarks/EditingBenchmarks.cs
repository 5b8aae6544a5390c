using BenchmarkDotNet.Attributes;
using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Simulation.Iam.Editing.Fixes;

namespace CloudCourse.Benchmarks;

/// <summary>What an editor asks at each key. Goal: 5 ms for any of them in a policy of 6 KB.</summary>
[MemoryDiagnoser]
public class EditingBenchmarks
{
    private string _services = "", _actions = "", _resources = "", _keys = "", _slip = "";
    private int _at, _slipAt;

    [GlobalSetup]
    public void Prepare()
    {
        var others = string.Join(",\n", Enumerable.Range(0, 22).Select(i => $$$"""
                {
                  "Sid": "S{{{i}}}", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket", "ec2:Describe*"],
                  "Resource": ["arn:aws:s3:::bucket-{{{i}}}", "arn:aws:s3:::bucket-{{{i}}}/*"],
                  "Condition": {"StringLike": {"aws:PrincipalTag/team": "team-{{{i}}}"}}
                }
            """));
        var start = $"{{\"Version\": \"2012-10-17\", \"Statement\": [\n{others},\n";
        _services = start + "{\"Effect\": \"Allow\", \"Action\": \"\"}]}";
        _at = _services.Length - 4;
        _actions = start + "{\"Action\": \"ec2:D\"}]}";
        _resources = start + "{\"Action\": [\"ec2:*\", \"s3:*\"], \"Resource\": \"\"}]}";
        _keys = start + "{\"Action\": [\"ec2:*\", \"s3:*\"], \"Condition\": {\"StringEquals\": {\"\"}}}]}";
        _slip = start + "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObjekt\", \"Resource\": \"*\"}]}";
        _slipAt = _slip.IndexOf("Objekt", StringComparison.Ordinal);
    }

    [Benchmark]
    public CompletionList Complete_a_service() => PolicyCompletion.At(_services, _at);

    /// <summary>Of the service that has the most.</summary>
    [Benchmark]
    public CompletionList Complete_an_action() => PolicyCompletion.At(_actions, _actions.Length - 4);

    /// <summary>For some eight hundred actions.</summary>
    [Benchmark]
    public CompletionList Complete_a_resource() => PolicyCompletion.At(_resources, _resources.Length - 4);

    [Benchmark]
    public CompletionList Complete_a_key() => PolicyCompletion.At(_keys, _keys.Length - 6);

    [Benchmark]
    public Hover? Hover_over_an_action() => PolicyHover.At(_slip, _slip.IndexOf("s3:GetObject", StringComparison.Ordinal));

    /// <summary>The findings before, and after the one fix.</summary>
    [Benchmark]
    public IReadOnlyList<FindingFix> Fix_a_slip() => PolicyFixes.In(_slip, _slipAt, _slipAt);
}
