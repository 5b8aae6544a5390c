using System.CommandLine;
using CloudCourse.Cli.Shared;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Cli.Iam;

/// <summary><c>iam evaluate</c>, <c>iam validate</c> and <c>iam compare</c>, in the shapes of <see cref="IamCommand"/>.</summary>
public static class IamCommands
{
    /// <summary>A decision is an answer, whichever it is: only what could not be evaluated can be failed on.</summary>
    private static readonly IReadOnlyList<string> EvaluateLevels = ["unevaluated", "error"];

    /// <summary>From the most to the least that a reviewer minds: a that allows what b does not comes first.</summary>
    private static readonly IReadOnlyList<string> CompareLevels = ["equivalent", "narrower", "undecided", "incomparable", "broader", "error"];

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
        io, "compare", "Say whether policy a allows less than policy b, more, the same, or neither, with a request that shows it.",
        CompareLevels, (line, _) => ValueTask.FromResult(Reading(() =>
        {
            var answer = IamCommand.Compare(line);
            return new BulkAnswer(answer, answer["relation"]!.GetValue<string>());
        })), IamSummaries.Compare);

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
