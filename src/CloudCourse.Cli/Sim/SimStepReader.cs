using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Reading;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Cli.Sim;

/// <summary>Reads steps: <c>call</c>, <c>advance</c>, <c>visitors</c>, <c>zone-fails</c>, <c>zone-recovers</c>, <c>spot-notice</c>, <c>fargate-spot-runs-short</c>. Ids are those of the world and the script together.</summary>
internal sealed partial class SimStepReader(string accountId)
{
    private static readonly string[] Kinds = ["call", "advance", "visitors", "zone-fails", "zone-recovers", "spot-notice", "fargate-spot-runs-short"];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public IReadOnlyList<SimStep> Read(string file, IReadOnlyList<YamlObject> steps) => [.. steps.Select(s => Read(file, s)).OfType<SimStep>()];

    private SimStep? Read(string file, YamlObject step)
    {
        var (line, column) = step.Place();
        var kinds = Kinds.Where(step.Has).ToList();
        if (kinds.Count != 1)
        {
            step.Problem(null, kinds.Count == 0 ? $"A step is one of {Words()}; this is none." : $"A step is one of {Words()}; this is {string.Join(" and ", kinds.Select(k => $"`{k}`"))}. Make each a step of its own.");
            return null;
        }
        SimStep? read = kinds[0] switch
        {
            "call" => Call(file, line, column, step),
            "visitors" => Visitors(file, line, column, step),
            "advance" => Duration(step, "advance") is { } by ? new AdvanceStep(file, line, column, by) : null,
            "zone-fails" => Zone(step, "zone-fails") is { } failing ? new HappenStep(file, line, column, new ZoneFails(failing.Region, failing.Name)) : null,
            "spot-notice" => SpotNotice(file, line, column, step),
            "fargate-spot-runs-short" => SpotRegion(step) is { } region ? new HappenStep(file, line, column, new FargateSpotRunsShort(region)) : null,
            _ => Zone(step, "zone-recovers") is { } back ? new HappenStep(file, line, column, new ZoneRecovers(back.Region, back.Name)) : null,
        };
        step.Finish();
        return read;
    }

    private SpotNoticeStep? SpotNotice(string file, int line, int column, YamlObject step)
    {
        var instance = step.Text("spot-notice");
        CheckReferences(step, "spot-notice", instance);
        return instance.Length == 0 ? null : new(file, line, column, instance);
    }

    private VisitorsStep? Visitors(string file, int line, int column, YamlObject step)
    {
        if (step.Object("visitors", required: true) is not { } visitors) return null;
        var (name, to, port) = (visitors.Text("name"), visitors.Text("to"), visitors.Integer("port", 1, 65_535, 80));
        CheckReferences(visitors, "to", to);
        List<CurvePoint> points = [];
        var sound = true;
        foreach (var point in visitors.Objects("curve"))
        {
            var (after, rate) = (Duration(point, "after"), point.Decimal("per-second", 0, (decimal)TrafficCurve.MostPerSecond));
            point.Finish();
            if (after is { } at && points.Count > 0 && at <= points[^1].After) point.Problem("after", $"`{point.Text("after")}` is not after the point before it: a curve's points are in the order of their times, counted from when the visitors begin to come.");
            else if (after is { } next)
            {
                points.Add(new(next, (double)rate));
                continue;
            }
            sound = false;
        }
        visitors.Finish();
        if (sound && points.Count < 2)
        {
            if (visitors.Has("curve")) visitors.Problem("curve", "A curve has two points at least: from when, and until when. Write `curve: [{after: 0m, per-second: 60}, {after: 20m, per-second: 600}]`.");
            sound = false;
        }
        return sound && name.Length > 0 && to.Length > 0 ? new(file, line, column, name, to, port, new(points)) : null;
    }

    private void CheckReferences(YamlObject of, string member, string text)
    {
        foreach (Match reference in SimReferences.Form.Matches(text))
        {
            var named = reference.Groups["id"].Value;
            if (!_ids.Contains(named)) of.Problem(member, $"`{reference.Value}` names no earlier call: give that call the `id` `{named}`.");
        }
        foreach (Match like in SimReferences.Like.Matches(text))
        {
            if (like.Groups["inner"].Value is not ("account" or "region") && !SimReferences.Form.IsMatch(like.Value))
                of.Problem(member, $"`{like.Value}` stands for no part of an answer: write the earlier call's id and the way to a value, as in `@@launch.Instances.0.InstanceId@@`.");
        }
    }

    /// <summary>AWS takes all Fargate Spot tasks of a Region back.</summary>
    private static string? SpotRegion(YamlObject step)
    {
        var region = step.Text("fargate-spot-runs-short");
        if (region.Length == 0 || Region.Find(region) is not null) return region.Length == 0 ? null : region;
        step.Problem("fargate-spot-runs-short", $"There is no Region `{region}`.");
        return null;
    }

    private static string Words() => string.Join(", ", Kinds.Select(k => $"`{k}`"));

    private CallStep? Call(string file, int line, int column, YamlObject step)
    {
        if (step.Object("call", required: true) is not { } call) return null;
        var (service, operation, id) = (call.Text("service"), call.Text("operation"), call.OptionalText("id"));
        var input = call.Has("input") ? call.Json("input") : JsonElement.Parse("{}");
        if (service.Length > 0 && SimulatedServices.Find(service) is null)
            call.Problem("service", $"There is no service `{service}` here; {(SimulatedServices.Nearest(service) is { } near ? $"`{near}` is probably meant." : $"there are {string.Join(", ", SimulatedServices.All.Select(s => s.Name))}.")}");
        var caller = call.OptionalText("as") is { } name ? SimCaller.Read(accountId, name) ?? Wrong(call, name) : null;
        var region = call.OptionalText("region");
        if (region is not null && Region.Find(region) is null) call.Problem("region", $"There is no Region `{region}`.");
        CheckReferences(call, "input", input.GetRawText());
        if (id is not null && (!IdForm.IsMatch(id) || id is "account" or "region")) call.Problem("id", $"`{id}` is no id: write letters, digits and hyphens, and neither `account` nor `region`.");
        else if (id is not null && !_ids.Add(id)) call.Problem("id", $"An earlier call is called `{id}` already: choose another.");
        call.Finish();
        return new(file, line, column, id, service, operation, input, caller, region);

        static Caller? Wrong(YamlObject call, string name)
        {
            call.Problem("as", $"`{name}` is no caller; {SimCaller.Help}");
            return null;
        }
    }

    private static TimeSpan? Duration(YamlObject step, string member)
    {
        var text = step.Text(member);
        if (text.Length == 0) return null;
        var match = DurationForm.Match(text);
        if (match.Success && text.Length < 40)
        {
            var seconds = (Part("d") * 86_400) + (Part("h") * 3_600) + (Part("m") * 60) + Part("s");
            if (seconds <= Longest.TotalSeconds) return TimeSpan.FromSeconds(seconds);
        }
        step.Problem(member, $"`{text}` is no time to pass: write `90s`, `5m`, `2h`, `30d` or `1h30m`, ten years at most.");
        return null;

        double Part(string name) => double.TryParse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static AvailabilityZone? Zone(YamlObject step, string member)
    {
        var name = step.Text(member);
        var zone = Region.All.SelectMany(r => r.Zones).FirstOrDefault(z => z.Name == name);
        if (zone is null && name.Length > 0) step.Problem(member, $"There is no Availability Zone `{name}`: write its name, such as `eu-west-1a`.");
        return zone;
    }

    [GeneratedRegex(@"\A(?=[0-9])((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?\z")]
    private static partial Regex DurationForm { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]*\z")]
    private static partial Regex IdForm { get; }
}

/// <summary>Who calls, as a world or a script writes it.</summary>
internal static partial class SimCaller
{
    public const string Help = "write `root`, `user/ana`, `role/web/session` or a service such as `ec2.amazonaws.com`.";

    public static Caller? Read(string accountId, string text) => text.Split('/') switch
    {
        ["root"] => Caller.Root(accountId),
        ["user", { Length: > 0 } name] => Caller.User(accountId, name),
        ["role", { Length: > 0 } role, { Length: > 0 } session] => Caller.Session(accountId, role, session),
        [var host] when Host.IsMatch(host) => Caller.Service(host),
        _ => null,
    };

    [GeneratedRegex(@"\A[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com\z")]
    private static partial Regex Host { get; }
}
