using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Who: the kinds of principals, and how each is written.</summary>
internal static class PrincipalCompletions
{
    /// <summary>Services that policies of resources and roles often name.</summary>
    public static readonly string[] Services =
    [
        "ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com", "sqs.amazonaws.com",
        "events.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com", "apigateway.amazonaws.com", "cloudformation.amazonaws.com", "cloudfront.amazonaws.com",
        "cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com", "codebuild.amazonaws.com", "codepipeline.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com",
        "eks.amazonaws.com", "firehose.amazonaws.com", "glue.amazonaws.com", "logs.amazonaws.com", "rds.amazonaws.com", "ssm.amazonaws.com", "vpc-flow-logs.amazonaws.com",
    ];

    private const string GitHub = "token.actions.githubusercontent.com";

    public static void Add(CompletionRun run)
    {
        switch (run.Place.Spot)
        {
            case Spot.Principal:
                if (run.Kind is not PolicyType.Trust) run.Value("*", CompletionKind.Principal, "everybody");
                if (run.Place.Token is not null || run.Kind is PolicyType.ResourceControl) break;
                foreach (var type in Types(run)) run.Add(new($"{{ {type} }}", CompletionKind.Principal, ElementTexts.Short(type), $"{{\"{type}\": \"$1\"}}", IsSnippet: true, Again: true));
                break;
            case Spot.PrincipalType:
                var there = ((OutlineObject)run.Place.Holder!).Members.Where(m => m != run.Place.Member).Select(m => m.Name).ToList();
                foreach (var type in Types(run).Except(there)) run.Name(type, CompletionKind.Principal, ElementTexts.Short(type), "\"$1\"", again: true);
                break;
            case Spot.PrincipalEntry: Entries(run, run.Place.Member!.Name); break;
        }
    }

    /// <summary>Providers are for roles; canonical ids for S3's buckets.</summary>
    private static IEnumerable<string> Types(CompletionRun run) =>
        ElementTexts.PrincipalTypes.Where(t => t != (run.Kind is PolicyType.Trust ? "CanonicalUser" : "Federated"));

    private static void Entries(CompletionRun run, string type)
    {
        switch (type)
        {
            case "AWS":
                run.Template("arn:aws:iam::${Account}:root", CompletionKind.Principal, "an account, which decides who of it");
                run.Template("arn:aws:iam::${Account}:role/${RoleName}", CompletionKind.Principal, "a role");
                run.Template("arn:aws:iam::${Account}:user/${UserName}", CompletionKind.Principal, "a user");
                run.Template("arn:aws:sts::${Account}:assumed-role/${RoleName}/${SessionName}", CompletionKind.Principal, "one session of a role");
                if (run.Kind is not PolicyType.Trust) run.Value("*", CompletionKind.Principal, "everybody");
                break;
            case "Service":
                foreach (var service in Services) run.Value(service, CompletionKind.Principal, "an AWS service");
                break;
            case "Federated":
                run.Template($"arn:aws:iam::${{Account}}:oidc-provider/{GitHub}", CompletionKind.Principal, "GitHub Actions");
                run.Template("arn:aws:iam::${Account}:oidc-provider/${Domain}", CompletionKind.Principal, "an OIDC provider");
                run.Template("arn:aws:iam::${Account}:saml-provider/${ProviderName}", CompletionKind.Principal, "a SAML provider");
                foreach (var domain in new[] { "cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com" })
                    run.Value(domain, CompletionKind.Principal, "a well-known provider");
                break;
        }
    }
}
