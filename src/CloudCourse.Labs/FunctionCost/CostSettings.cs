using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary>The function and its month, from a lab's <c>settings</c>: every learner has the same.</summary>
internal static class CostSettings
{
    private const int MostEvents = 50_000;

    private static readonly JsonSerializerOptions Strict = new(CourseJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    // A lab's settings do not change while its catalog lives, and the view asks at every pause of typing.
    private static readonly ConditionalWeakTable<LabDefinition, FunctionMonth> Made = [];

    private sealed record Raw(string? Region, FunctionWork? Work, MonthOfEvents? Events);

    /// <exception cref="InvalidOperationException">The settings mean nothing; <see cref="Problems"/> says so to authors first.</exception>
    public static FunctionMonth Of(LabDefinition lab) => Made.GetValue(lab, _ =>
        Read(lab) is ({ } raw, []) ? new(raw.Work!, raw.Events!, raw.Region!) : throw new InvalidOperationException($"{lab.Slug}: {Problems(lab).First()}"));

    public static IEnumerable<string> Problems(LabDefinition lab) => Read(lab).Problems;

    private static (Raw? Raw, List<string> Problems) Read(LabDefinition lab)
    {
        Raw? raw;
        try
        {
            raw = lab.Settings.Deserialize<Raw>(Strict);
        }
        catch (JsonException e)
        {
            return (null, [$"settings: {e.Message}"]);
        }
        List<string> problems = [];
        if (Region.Find(raw?.Region ?? "") is null) problems.Add("settings: `region` is a Region's code");
        if (raw?.Work is not { CpuMs: > 0, WaitMs: >= 0, NeedsMB: >= 128 and <= 10_240, ArmFactor: > 0, InitCpuMs: >= 0 }) problems.Add("settings: `work` has `cpuMs` above 0, `waitMs`, `needsMB` from 128 to 10,240, `armFactor` above 0 and `initCpuMs`");
        if (raw?.Events is not { Weekday: > 0, WeekendDay: > 0, Weekdays: > 0, WeekendDays: > 0, LargeShare: >= 0 and < 1, LargeTimes: > 0, HangShare: >= 0 and < 1 } events || events.Weekday + events.WeekendDay > MostEvents)
            problems.Add($"settings: `events` has `weekday`, `weekendDay` ({MostEvents:N0} together at most), `weekdays`, `weekendDays`, `largeShare`, `largeTimes`, `hangShare` and `seed`");
        return problems.Count > 0 ? (null, problems) : (raw, problems);
    }
}
