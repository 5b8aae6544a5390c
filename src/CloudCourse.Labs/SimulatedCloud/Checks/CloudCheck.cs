using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary>A check kind of labs in the simulated cloud.</summary>
internal abstract class CloudCheck
{
    /// <summary>A call that the check is about was refused, or never made.</summary>
    public const string NotMade = "not-made";

    /// <summary>Every way to fail, with what is said where the author said nothing.</summary>
    public abstract IReadOnlyDictionary<string, string> Keys { get; }

    public abstract CloudOutcome Run(CheckDefinition check, CloudRun run);

    /// <summary>An author's mistakes in <c>given</c> and <c>expect</c>; the lab's placeholders are filled already.</summary>
    public abstract IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab, LabCloud cloud);

    /// <summary>The kinds by their names in checks.yml.</summary>
    public static IReadOnlyDictionary<string, CloudCheck> Kinds { get; } = new Dictionary<string, CloudCheck>
    {
        ["call"] = new CallCheck(),
        ["describe"] = new DescribeCheck(),
        ["http"] = new HttpCheck(),
        ["role"] = new RoleCheck(),
        ["kept"] = new KeptCheck(),
        ["bill"] = new BillCheck(),
        ["history"] = new HistoryCheck(),
        ["containers"] = new ContainersCheck(),
        ["load"] = new LoadCheck(),
    };

    protected const string NotMadeWords = "This could not be looked at: {why}";
}

/// <summary>A check kind whose <c>given</c> and <c>expect</c> are read into records, member by member.</summary>
internal abstract class CloudCheck<TGiven, TExpect> : CloudCheck
{
    public sealed override CloudOutcome Run(CheckDefinition check, CloudRun run) => Run(LabCloud.Read<TGiven>(check.Given), LabCloud.Read<TExpect>(check.Expect), run);

    public sealed override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab, LabCloud cloud)
    {
        TGiven given;
        TExpect expect;
        var part = "given";
        try
        {
            given = LabCloud.Read<TGiven>(check.Given);
            part = "expect";
            expect = LabCloud.Read<TExpect>(check.Expect);
        }
        catch (JsonException e)
        {
            return [$"{part}{e.Path?.TrimStart('$')}: {e.Message}"];
        }
        return [.. Problems(given, expect, lab, cloud)];
    }

    protected abstract CloudOutcome Run(TGiven given, TExpect expect, CloudRun run);

    protected virtual IEnumerable<string> Problems(TGiven given, TExpect expect, LabDefinition lab, LabCloud cloud) => [];

    protected static IEnumerable<string> Marks(LabCloud cloud, params string?[] marks) =>
        marks.OfType<string>().Where(m => cloud.Steps.All(s => s.Mark != m)).Select(m => $"no step has the `mark` {m}");
}
