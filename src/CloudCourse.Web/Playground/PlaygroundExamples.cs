namespace CloudCourse.Web.Playground;

/// <param name="Sentence">What there is to see, without saying how it comes out.</param>
internal sealed record PlaygroundExample(string Id, string Title, string Sentence, Situation Situation);

/// <param name="A">The text of the one policy, <paramref name="B"/> of the other.</param>
internal sealed record ComparisonExample(string Id, string Title, string Sentence, string A, string B);

/// <summary>What the page begins with. Each shows one rule that surprises people.</summary>
internal static partial class PlaygroundExamples
{
    private const string Ana = "arn:aws:iam::111122223333:user/ana";

    public static IReadOnlyList<PlaygroundExample> Decisions { get; } =
    [
        new("deny-wins", "A Deny that wins", "Ana may do everything with S3, and one statement denies one bucket. Change the bucket in the request, or remove the Deny.",
            new([Identity("Identity policy", DenyWins)], Request(Ana, "s3:GetObject", "arn:aws:s3:::payroll-2026/july.csv"))),
        new("missing-mfa", "A missing MFA key", "Ana may stop instances when she signed in with MFA. Her access key says nothing about MFA: add the key to the request and see.",
            new([Identity("Identity policy", StopWithMfa)], Request(Ana, "ec2:StopInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718"))),
        new("boundary", "A permissions boundary", "Ben's policy gives him all of IAM. His boundary was meant to keep him to Lambda and logs.",
            new([Identity("Identity policy", Everything), new(PolicyPlace.Boundary, "Permissions boundary", LambdaAndLogs)],
                Request("arn:aws:iam::111122223333:user/ben", "iam:CreateAccessKey", "arn:aws:iam::111122223333:user/ben"))),
        new("cross-account", "Across accounts", "A role in one account reads a bucket of another. Both accounts have a policy; look at whom the bucket's policy names.",
            new([Identity("Role's policy", ReadReports), new(PolicyPlace.Resource, "Bucket policy", BucketForOtherRole)],
                Request("arn:aws:sts::111122223333:assumed-role/Reporting/nightly", "s3:GetObject", "arn:aws:s3:::partner-reports/2026/07.csv", "444455556666"))),
        new("session", "A session policy", "The role may read and write the table. Whoever assumed it asked for less: a session has only what both allow.",
            new([Identity("Role's policy", OrdersTable), new(PolicyPlace.Session, "Session policy", ReadOnlyOrders)],
                Request("arn:aws:sts::111122223333:assumed-role/OrderService/support-ana", "dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"))),
        new("trust", "A trust policy", "A monitoring company assumes a role in your account. Your trust policy asks for the external id that you agreed on; compare it with the one in the request.",
            new([Identity("Their identity policy", AssumeAudit), new(PolicyPlace.Resource, "Trust policy", TrustWithExternalId)],
                Request("arn:aws:iam::777788889999:user/scanner", "sts:AssumeRole", "arn:aws:iam::111122223333:role/Audit", context: [new("sts:ExternalId", ["blue-heron-42"])]))),
        new("scp", "An SCP", "The organization keeps its accounts to Regions in Europe. Even an administrator is bound; try eu-west-1.",
            new([Identity("Identity policy", Everything), new(PolicyPlace.ServiceControl, "SCP at the root", FullAccess, "root"), new(PolicyPlace.ServiceControl, "SCP of the OU", EuropeOnly, "unit")],
                Request("arn:aws:sts::111122223333:assumed-role/Admin/ana", "ec2:RunInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*", context: [new("aws:RequestedRegion", ["us-east-1"])]))),
        new("notaction", "The NotAction trap", "Somebody wanted to keep interns away from IAM and wrote Allow with NotAction. What does that allow?",
            new([Identity("Identity policy", AllButIam)], Request("arn:aws:iam::111122223333:user/intern", "s3:DeleteBucket", "arn:aws:s3:::payroll-2026"))),
    ];

    public static IReadOnlyList<ComparisonExample> Comparisons { get; } =
    [
        new("wildcard", "A wildcard too many", "B was meant as a shorter way to write A.", ReadTwoActions, ReadAllGets),
        new("bucket-or-objects", "The bucket or its objects", "Two policies for one bucket; one has the slash and the star.", OnBucket, OnObjects),
        new("same", "Written in two ways", "A has one statement, B has two. Is anything different?", OneStatement, TwoStatements),
        new("condition", "One more condition", "B is A with a condition added.", ReadTwoActions, ReadFromOffice),
        new("door", "An open door", "Two bucket policies. B lets in the role that A names; who else?", BucketForOneRole, BucketForEverybody),
    ];

    private static SituationPolicy Identity(string name, string text) => new(PolicyPlace.Identity, name, text);

    private static SituationRequest Request(string arn, string action, string resource, string? account = null, IReadOnlyList<SituationKey>? context = null) =>
        new(new("arn", arn), action, resource, account, context ?? []);
}
