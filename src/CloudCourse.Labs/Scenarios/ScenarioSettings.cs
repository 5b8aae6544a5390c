using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Labs.Scenarios;

/// <summary>A scenario's load, needs and choices as authors write them (<c>content/README.md</c>), read strictly.</summary>
internal static class ScenarioSettings
{
    private static readonly JsonSerializerOptions Strict = MakeStrict();

    /// <param name="One">What a piece of work is called: "run".</param>
    /// <param name="Per"><c>second</c>, <c>day</c>, <c>week</c> or <c>month</c>.</param>
    public sealed record RawPieces(double Value, string? Per, string? One, string? Many, double? From, double? To);

    /// <param name="Unit">Of processor time: <c>ms</c>, <c>s</c> or <c>min</c>.</param>
    public sealed record RawAmount(double Value, string? Unit, double? From, double? To);

    public sealed record RawLoad(RawPieces? Pieces, RawAmount? Work, RawAmount? Wait, RawAmount? Memory, RawAmount? Payload, RawAmount? Peak, RawAmount? Session, RawAmount? Message);

    public sealed record RawNeeds(bool Answered, double Within, bool Windows, bool? Image, bool Desktop, bool Gpu, bool Udp, Keeps Keeps, int? Threads, IReadOnlyList<string>? Change);

    public sealed record RawChoice(Compute? Compute, Trigger By, string? Type, int? Cpu, int? Memory, int? Least);

    public static readonly IReadOnlyList<string> Switches = ["image", "desktop", "gpu", "windows", "udp"];

    /// <returns>What the settings are, or why they are none.</returns>
    public static (T? Value, string? Problem) Read<T>(JsonElement json, string of) where T : class
    {
        try
        {
            return json.Deserialize<T>(Strict) is { } value ? (value, null) : (null, $"`{of}` says nothing");
        }
        catch (JsonException e)
        {
            var member = e.Path is { Length: > 1 } path ? path[1..].TrimStart('.') : "";
            return (null, member switch
            {
                "" => $"`{of}` cannot be read",
                "compute" => $"`{of}`: `compute` is one of {Words<Compute>()}",
                "by" => $"`{of}`: `by` is one of {Words<Trigger>()}",
                "keeps" => $"`{of}`: `keeps` is one of {Words<Keeps>()}",
                _ => $"`{of}`: there is no member `{member}`, or its value is of the wrong kind",
            });
        }

        static string Words<TEnum>() where TEnum : struct, Enum => string.Join(", ", Enum.GetNames<TEnum>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));
    }

    private static JsonSerializerOptions MakeStrict()
    {
        JsonSerializerOptions options = new(CourseJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        // The course's own converter writes names in another case, and the first that fits is taken.
        options.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    public static IEnumerable<string> Problems(RawLoad load)
    {
        if (load.Pieces is not { Value: > 0, Per: "second" or "day" or "week" or "month", One.Length: > 0, Many.Length: > 0, From: > 0 } pieces || !(pieces.To > pieces.From) || pieces.Value < pieces.From || pieces.Value > pieces.To)
            yield return "`load` has `pieces` with `value`, `per` (second, day, week, month), `one` and `many` (their names), and `from` and `to` around the value";
        foreach (var (name, amount, least) in Amounts(load))
        {
            if (amount is null) continue;
            if (amount.From is null != amount.To is null) yield return $"`load`: `{name}` has both `from` and `to`, or neither";
            else if (amount.Value < least || amount.From < least || amount.From >= amount.To || amount.Value < amount.From || amount.Value > amount.To) yield return $"`load`: the value of `{name}` lies between `from` and `to`, and is {least} at least";
            if (name is "work" or "wait" or "message" ? amount.Unit is not ("ms" or "s" or "min") : amount.Unit is not null) yield return name is "work" or "wait" or "message" ? $"`load`: `{name}` has a `unit`: ms, s or min" : $"`load`: `{name}` has no `unit`";
        }
        if (load.Work is null) yield return "`load` has no `work`: the processor time of one piece";
    }

    public static IEnumerable<string> Problems(RawNeeds needs)
    {
        if (needs.Threads is < 1 or > 16) yield return "`needs`: `threads` is 1 to 16";
        if (needs.Within < 0) yield return "`needs`: `within` is a number of seconds";
        foreach (var unknown in (needs.Change ?? []).Where(c => !Switches.Contains(c))) yield return $"`needs`: `change` has `{unknown}`; it takes {string.Join(", ", Switches)}";
    }

    public static IEnumerable<string> Problems(RawChoice choice)
    {
        if (choice.Compute is not { } compute)
        {
            yield return "`choice` has no `compute`";
            yield break;
        }
        var instances = compute is Compute.Instance or Compute.InstanceGroup or Compute.EcsOnInstances or Compute.GameFleet;
        if (instances && (InstanceType.Find(choice.Type ?? "")?.Prices.GetValueOrDefault(ScenarioFacts.Region)?.OnDemand is null)) yield return $"`choice`: `type` is an instance type with a price in {ScenarioFacts.Region}";
        if (!instances && choice.Type is not null) yield return "`choice`: only choices with instances have a `type`";
        var fargate = compute is Compute.FargateTask or Compute.FargateService;
        if (fargate && !FargateSizes.Offers(choice.Cpu ?? 0, choice.Memory ?? 0)) yield return "`choice`: `cpu` and `memory` are a size that Fargate has";
        if (compute is Compute.EcsOnInstances && !(choice.Cpu > 0 && choice.Memory > 0)) yield return "`choice`: a task has `cpu` and `memory`";
        if (compute is Compute.Lambda && choice.Memory is not (>= 128 and <= 10_240)) yield return "`choice`: a function has `memory` from 128 to 10240";
        if (compute is Compute.FargateService or Compute.EcsOnInstances or Compute.InstanceGroup or Compute.GameFleet ? choice.Least is not (>= 1 and <= 100) : choice.Least is not null)
            yield return "`choice`: services, groups and fleets, and only they, have `least`: how many servers run at least";
        if (choice.By is Trigger.Stream or Trigger.Queue && compute is Compute.FargateTask or Compute.GameFleet) yield return $"`choice`: {compute} is not called by a stream or a queue";
    }

    internal static IEnumerable<(string Name, RawAmount? Amount, double Least)> Amounts(RawLoad load) =>
    [
        ("work", load.Work, 0), ("wait", load.Wait, 0), ("memory", load.Memory, 1), ("payload", load.Payload, 0), ("peak", load.Peak, 1), ("session", load.Session, 0), ("message", load.Message, 0),
    ];
}
