using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>http</c>: a request from the internet is answered, or stopped where it should be.</summary>
internal sealed class HttpCheck : CloudCheck<HttpCheck.Asked, HttpCheck.Wanted>
{
    /// <summary>In the order in which a request comes to them.</summary>
    private static readonly string[] Stops = ["no-machine", "not-running", "no-public-address", "no-route", "security-group", "no-listener", "no-healthy-target", "target-silent", "not-listening", "role-denied"];

    /// <param name="To">An instance's id or a load balancer's ARN, as <c>${launch.Instances[0].InstanceId}</c>.</param>
    /// <param name="From">An address on the internet.</param>
    /// <param name="Needs">What the page's program needs of the instance's role in order to answer.</param>
    /// <param name="Region">Where it stands; the lab's Region where absent.</param>
    internal sealed record Asked(string To, string From = "198.51.100.7", int Port = 80, IReadOnlyList<NeededAction>? Needs = null, string? At = null, string? Region = null);

    /// <param name="StoppedBy">The station that is to stop it; absent where it is to be answered.</param>
    internal sealed record Wanted(string? StoppedBy = null);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["no-machine"] = "There is nothing at {to}.",
        ["not-running"] = "{outcome}: {why}",
        ["no-public-address"] = "{outcome}: {why}",
        ["no-route"] = "{outcome}: {why}",
        ["security-group"] = "{outcome}: {why}",
        ["not-listening"] = "{outcome}: {why}",
        ["role-denied"] = "The server answers with an error: {why}",
        ["no-listener"] = "{outcome}: {why}",
        ["no-healthy-target"] = "The load balancer answers 503: {why}",
        ["target-silent"] = "The load balancer waits in vain: {why}",
        ["let-in"] = "The request got further than it should: {why}",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (to, why) = run.Names.Fill(given.To);
        if (to is null || run.At(given.At) is not { } snapshot) return CloudOutcome.Failed(NotMade, new(), ("why", why ?? run.TooMuch ?? "the run ended before."));
        var answer = new WebRequests(snapshot.State, given.Region ?? run.Region, given.From, given.Port).Send(to, given.Needs ?? []);
        var (events, more) = CallReader.Events(run);
        CloudEvidence evidence = new() { Web = answer.Evidence, Events = events, EventsLeftOut = more };
        // What was stopped before it came to the station says nothing about the station; nor was it let in.
        var key = expect.StoppedBy is { } station ? answer.Key == station ? CloudOutcome.Passing : Stops.IndexOf(answer.Key) is >= 0 and var at && at < Stops.IndexOf(station) ? answer.Key : "let-in"
            : answer.Key is WebRequests.Answers ? CloudOutcome.Passing : answer.Key;
        var outcome = expect.StoppedBy is null || key == "let-in" ? "No answer" : $"Whether port {given.Port} is closed cannot be told yet, since the request stops before";
        return new(key, [("outcome", outcome), ("why", answer.Why), ("to", answer.Evidence.To), ("from", given.From), ("port", $"{given.Port}")], evidence, []);
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (IpRange.Read(given.From) is not { IsOneAddress: true, IsV6: false }) yield return $"`from` is `{given.From}`, no IPv4 address";
        if (given.Region is { } region && !LabCloudProblems.IsRegion(region)) yield return $"there is no Region `{region}`";
        if (given.Port is < 1 or > 65535) yield return $"`port` is {given.Port}, no port";
        if (expect.StoppedBy is { } station && !Stops.Contains(station)) yield return $"`stoppedBy` is one of {string.Join(", ", Stops)}";
        foreach (var problem in Marks(cloud, given.At)) yield return problem;
    }
}
