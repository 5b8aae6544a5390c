using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>history</c>: something happened in the account, or it did not.</summary>
internal sealed class HistoryCheck : CloudCheck<HistoryCheck.Asked, HistoryCheck.Wanted>
{
    /// <param name="What">A pattern with stars: of the sentence in the history, or of an operation's name.</param>
    /// <param name="Resource">Of this resource only.</param>
    /// <param name="From">The mark after which it counts.</param>
    /// <param name="At">The mark until which it counts.</param>
    internal sealed record Asked(string What, string? Resource = null, string? From = null, string? At = null);

    internal sealed record Wanted(bool Happens = true);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["missing"] = "It did not happen by {until}.",
        ["happened"] = "At {when}: {what}",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (resource, why) = given.Resource is null ? (null, null) : run.Names.Fill(given.Resource);
        if (why is not null || run.At(given.At) is not { } end || (given.From is not null && run.At(given.From) is null))
            return CloudOutcome.Failed(NotMade, new(), ("why", why ?? run.TooMuch ?? "the run ended before."));
        var from = given.From is null ? run.FirstOwn - 1 : run.At(given.From)!.History.Count;
        var found = end.History.FirstOrDefault(e => e.Number > from && Fits(e, given.What, resource));
        var (events, more) = CallReader.Events(run);
        CloudEvidence evidence = new() { Events = found is null || events.Any(e => e == CallReader.Of(found)) ? events : [.. events, CallReader.Of(found)], EventsLeftOut = more };
        (string, string)[] fill = [("until", $"{end.State.Now:HH:mm}"), ("when", found is null ? "" : $"{found.Time:HH:mm:ss}"), ("what", found is null ? "" : CallReader.Of(found).What)];
        return new(found is not null == expect.Happens ? CloudOutcome.Passing : found is null ? "missing" : "happened", fill, evidence, []);
    }

    private static bool Fits(HistoryEvent e, string what, string? resource) => e switch
    {
        Change change => (resource is null || change.Resource == resource) && Matches(what, change.What),
        ApiCall { Error: null } call => resource is null && Matches(what, call.Operation),
        _ => false,
    };

    private static bool Matches(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud) => Marks(cloud, given.From, given.At);
}
