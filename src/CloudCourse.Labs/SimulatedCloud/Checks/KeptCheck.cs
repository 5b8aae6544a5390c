using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>kept</c>: what an instance had at one moment is still there at another.</summary>
internal sealed class KeptCheck : CloudCheck<KeptCheck.Asked, KeptCheck.Wanted>
{
    private static readonly string[] Things = ["memory", "instance-store", "public-address", "root-volume", "instance"];

    /// <param name="What">One of <see cref="Things"/>.</param>
    /// <param name="Since">The mark of the moment before.</param>
    /// <param name="At">The mark of the moment after; the end where absent.</param>
    internal sealed record Asked(string Instance, string What, string Since, string? At = null);

    internal sealed record Wanted(bool Kept = true);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["lost"] = "{what} of {instance} is lost: {why}",
        ["kept"] = "{what} of {instance} is still there: {why}",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (id, why) = run.Names.Fill(given.Instance);
        if (id is null || run.At(given.Since)?.State is not { } before || run.At(given.At)?.State is not { } after || Ec2(before, run)?.Instances.Find(id) is not { } was)
            return CloudOutcome.Failed(NotMade, new(), ("why", why ?? run.TooMuch ?? $"there is no instance {id}."));
        var things = Things.Select(t => Look(t, was, before.Now, Ec2(before, run)!, Ec2(after, run)!, t == given.What)).ToList();
        var asked = things.First(t => t.Asked);
        var (events, more) = CallReader.Events(run);
        CloudEvidence evidence = new()
        {
            Kept = new(id, Ec2(after, run)!.Instances.Find(id) is { } now ? WebRequests.StateWords(now.State) : "gone", after.Now, things),
            Events = events,
            EventsLeftOut = more,
        };
        return new(asked.Kept == expect.Kept ? CloudOutcome.Passing : asked.Kept ? "kept" : "lost", [("what", asked.Name), ("instance", id), ("why", asked.Detail)], evidence, []);
    }

    private static Ec2Region? Ec2(Simulation.Cloud.AccountState state, CloudRun run) => state.Ec2.Regions.Find(run.Region);

    private static KeptThing Look(string what, Instance was, DateTimeOffset since, Ec2Region before, Ec2Region after, bool asked)
    {
        var now = after.Instances.Find(was.Id) is { State: not (InstanceState.Terminated or InstanceState.ShuttingDown) } found ? found : null;
        var root = before.Volumes.Values.FirstOrDefault(v => v.Attachment?.InstanceId == was.Id && v.Attachment.Device == was.RootDeviceName);
        const string Gone = "the instance is terminated";
        (string Name, bool Kept, string Detail) looked = what switch
        {
            "memory" => ("What was in memory", now?.Contents.MemorySince <= since, now is null ? Gone
                : now.Contents.MemorySince is not { } from ? "memory is empty while the instance is stopped"
                : from <= since ? now.Contents.MemoryOnDisk ? "it was written to the root volume" : "its programs ran on, or went on where they were" : $"its programs began anew at {from:HH:mm}"),
            "instance-store" => ("What was on instance store", was.Contents.InstanceStoreSince is not null && now?.Contents.InstanceStoreSince <= since, now is null ? Gone
                : was.Contents.InstanceStoreSince is null ? $"{was.Type} has no instance store"
                : now.Contents.InstanceStoreSince <= since ? "the instance stayed on its host" : "it left its host, and the host's disks with it"),
            "public-address" => ("Its public address", now?.PublicIp is { } ip && ip == was.PublicIp, now is null ? Gone
                : now.PublicIp is null ? "it has none" : now.PublicIp == was.PublicIp ? $"{now.PublicIp}" : $"it was {was.PublicIp}, and is {now.PublicIp}"),
            "root-volume" => ("Its root volume", root is not null && after.Volumes.Has(root.Id), root is not null && after.Volumes.Has(root.Id) ? $"{root.Id} is there, and is paid for" : "it was deleted"),
            _ => ("The instance", now is not null, now is null ? Gone : $"it is {WebRequests.StateWords(now.State)}"),
        };
        return new(looked.Name, looked.Kept, looked.Detail, asked);
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (!Things.Contains(given.What)) yield return $"`what` is one of {string.Join(", ", Things)}";
        foreach (var problem in Marks(cloud, given.Since, given.At)) yield return problem;
    }
}
