using System.CommandLine;
using System.Text.Json;
using CloudCourse.Cli.Shared;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;

namespace CloudCourse.Cli.Iam;

/// <summary><c>iam evaluate</c> and the others, in the shapes of <see cref="IamCommand"/> and <see cref="ProofCommand"/>.</summary>
public static class IamCommands
{
    /// <summary>A decision is an answer, whichever it is: only what could not be evaluated can be failed on.</summary>
    private static readonly IReadOnlyList<string> EvaluateLevels = ["unevaluated", "error"];

    /// <summary>From the most to the least that a reviewer minds: a that allows what b does not comes first.</summary>
    private static readonly IReadOnlyList<string> CompareLevels = ["equivalent", "narrower", "undecided", "incomparable", "broader", "error"];

    private static readonly IReadOnlyList<string> CheckLevels = ["undecided", "fail", "error"];

    private static readonly IReadOnlyList<string> SummarizeLevels = ["undecided", "error"];

    public static Command Evaluate(CliIo io) => BulkCommand.Create(
        io, "evaluate", "Decide requests by the policies given: allowed, denied by a statement, or denied because nothing allows.",
        EvaluateLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = IamCommand.Evaluate(line);
            return new BulkAnswer(answer, answer["unevaluated"]!.AsArray().Count > 0 ? "unevaluated" : null);
        })), IamSummaries.Evaluate);

    public static Command Validate(CliIo io) => BulkCommand.Create(
        io, "validate", "Say what is wrong with a policy document, under the names that IAM Access Analyzer gives.",
        BulkCommand.FindingLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = IamCommand.Validate(line, out var gravest);
            return new BulkAnswer(answer, gravest switch
            {
                FindingType.Error => "error",
                FindingType.SecurityWarning => "security-warning",
                FindingType.Warning => "warning",
                FindingType.Suggestion => "suggestion",
                _ => null,
            });
        })), IamSummaries.Validate);

    public static Command Compare(CliIo io) => BulkCommand.Create(
        io, "compare",
        "Say whether a allows less than b, more, the same, or neither, with a request that shows it. Each is a policy (`policyType` says of what) or an object of policies"
            + " as `iam evaluate` takes them. With `onlyCatalogueActions` only real actions count, with `onlyTheirResourceTypes` also only on their own types of resources.",
        CompareLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = ProofCommand.Compare(line);
            return new BulkAnswer(answer, answer["relation"]!.GetValue<string>());
        })), IamSummaries.Compare);

    public static Command CheckNoNewAccess(CliIo io) => Check(
        io, "check-no-new-access",
        "Say whether newPolicyDocument allows nothing that existingPolicyDocument does not (`policyType` IDENTITY_POLICY or RESOURCE_POLICY), as IAM Access Analyzer's check of this name.",
        ProofCommand.CheckNoNewAccess);

    public static Command CheckAccessNotGranted(CliIo io) => Check(
        io, "check-access-not-granted",
        "Say whether policyDocument grants nothing of access, a list of {actions, resources} (`policyType` IDENTITY_POLICY or RESOURCE_POLICY), as IAM Access Analyzer's check of this name.",
        ProofCommand.CheckAccessNotGranted);

    public static Command CheckNoPublicAccess(CliIo io) => Check(
        io, "check-no-public-access",
        "Say whether policyDocument opens a resource of resourceType, such as AWS::S3::Bucket, to nobody in general, as IAM Access Analyzer's check of this name.",
        ProofCommand.CheckNoPublicAccess);

    public static Command Summarize(CliIo io) => BulkCommand.Create(
        io, "summarize", "Say how much a policy, or policies as `iam evaluate` takes them, allow: which actions, by access level, on which types of resources, and whether under conditions.",
        SummarizeLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = ProofCommand.Summarize(line);
            return new BulkAnswer(answer, answer["undecided"] is null ? null : "undecided");
        })), ProofSummaries.Summarize);

    private static Command Check(CliIo io, string name, string description, Func<JsonElement, System.Text.Json.Nodes.JsonObject> check) => BulkCommand.Create(
        io, name, description, CheckLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = check(line);
            return new BulkAnswer(answer, answer["result"]!.GetValue<string>() switch { "FAIL" => "fail", "UNDECIDED" => "undecided", _ => null });
        })), ProofSummaries.Check);

    private static BulkAnswer Reading(Func<BulkAnswer> answer)
    {
        try
        {
            return answer();
        }
        catch (IamInputException e)
        {
            throw new BadInputException(e.Message);
        }
    }
}
