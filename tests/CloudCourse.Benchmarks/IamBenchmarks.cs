using System.Text;
using BenchmarkDotNet.Attributes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.IamPolicy;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Proof;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Benchmarks;

/// <summary>Goals: findings of a typical policy within 0.2 ms, of 6 KB within 1 ms; grading a lab within 20 ms.</summary>
[MemoryDiagnoser]
public class IamBenchmarks
{
    private static readonly IamPolicyGrader _grader = new();
    private string _sixKilobytes = "";
    private string _misspelt = "";
    private Policy _policy = null!;
    private LabDefinition _lab = null!;
    private SubmittedFile[] _solution = [];
    private int[] _slow = [];
    private readonly string _long = new('a', 2000);
    private readonly AuthorizationRequest _request = new(new ArnPrincipal("arn:aws:iam::111122223333:user/ana"), "s3:GetObject", "arn:aws:s3:::bucket-20/key", RequestContext.Empty);

    [GlobalSetup]
    public void Prepare()
    {
        _sixKilobytes = Write("s3:GetObject");
        // Every action wrong: each looks for the nearest name.
        _misspelt = Write("s3:GteObjekt");
        _policy = PolicyReader.Read(_sixKilobytes).Policy!;
        _slow = Wildcard.Codes(string.Concat(Enumerable.Repeat("*a", 500)) + "b");
        var course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory, Environment.CurrentDirectory), new() { IncludeDrafts = true });
        _lab = course.Catalog!.Labs.Single(l => l.Slug == "office-hours").ForSeed(1);
        _solution = [.. _lab.Solutions[0].Files.Select(f => new SubmittedFile(f.Key, f.Value))];
    }

    [Benchmark]
    public PolicyReading Read_a_6_KB_policy() => PolicyReader.Read(_sixKilobytes);

    /// <summary>Reading included.</summary>
    [Benchmark]
    public IReadOnlyList<Finding> Findings_of_a_6_KB_policy() => PolicyFindings.Of(_sixKilobytes);

    /// <summary>Two statements of a few lines, as most policies are.</summary>
    [Benchmark]
    public IReadOnlyList<Finding> Findings_of_a_typical_policy() => PolicyFindings.Of("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::reports"},
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/${aws:username}/*",
             "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "true"}}}
          ]
        }
        """);

    [Benchmark]
    public IReadOnlyList<Finding> Findings_of_6_KB_with_every_action_misspelt() => PolicyFindings.Of(_misspelt);

    /// <summary>What a keystroke costs: the grader's own way in.</summary>
    [Benchmark]
    public IReadOnlyList<CloudCourse.Labs.FileFinding> Inspect_as_typed() => _grader.Inspect(_lab, [new("policy.json", _sixKilobytes)]);

    [Benchmark]
    public Evaluation Evaluate_one_request_of_6_KB() => Evaluator.Evaluate([_policy], _request);

    [Benchmark]
    public Task<GradeReport> Grade_a_lab() => _grader.GradeAsync(new(Guid.Empty, _lab, _solution, 1, IncludeHidden: true), null, CancellationToken.None);

    [Benchmark]
    public bool Pattern_made_to_be_slow() => Wildcard.Matches(_slow, _long, ignoreCase: false, new WorkBudget(100_000_000));

    /// <summary>Goal: a median within 1 ms for policies of this size.</summary>
    [Benchmark]
    public Comparison Compare_two_small_policies() => PolicyComparer.Compare(_wide, _narrow);

    [Benchmark]
    public Comparison Compare_6_KB_with_less() => PolicyComparer.Compare(_policy, _policy with { Statements = [.. _policy.Statements.Skip(1)] });

    private readonly Policy _wide = PolicyReader.Read("""
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
        """).Policy!;

    private readonly Policy _narrow = PolicyReader.Read("""
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
           "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "true"}}}]}
        """).Policy!;

    /// <summary>Goal: within 50 ms; a process pays it once.</summary>
    [Benchmark]
    public ActionCatalog Load_the_catalogue() => ActionCatalog.Load();

    [Benchmark]
    public CatalogAction? Look_an_action_up() => ActionCatalog.Current.Action("s3:GetObject");

    private static string Write(string action)
    {
        StringBuilder text = new("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [");
        for (var i = 0; text.Length < 6000; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(FormattableString.Invariant($$$"""

                {
                  "Sid": "Statement{{{i}}}",
                  "Effect": "Allow",
                  "Action": ["{{{action}}}", "s3:ListBucket"],
                  "Resource": ["arn:aws:s3:::bucket-{{{i}}}", "arn:aws:s3:::bucket-{{{i}}}/*"],
                  "Condition": {"StringLike": {"aws:username": "team-{{{i}}}-*"}}
                }
            """));
        }
        return text.Append("\n  ]\n}\n").ToString();
    }
}
