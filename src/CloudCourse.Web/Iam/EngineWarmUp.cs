using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Web.Iam;

/// <summary>
/// Asks the engine once what people will ask, beside the site's start: reading all services of the catalogue and compiling take a third of a
/// second, which otherwise the first learner would wait.
/// </summary>
internal sealed class EngineWarmUp : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        const string all = """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""";
        const string some = """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringLike": {"aws:PrincipalArn": "*"}}}}""";
        PolicyFindings.Of(some, PolicyType.Identity, null);
        if (PolicyReader.Read(all).Policy is not { } everything || PolicyReader.Read(some).Policy is not { } part || stoppingToken.IsCancellationRequested) return;
        PolicyComparer.Compare(everything, part, CompareOptions.Default with { OnlyCatalogueActions = true, OnlyTheirResourceTypes = true });
    }, stoppingToken);
}
