using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Time to live, and point-in-time recovery as a setting.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html"/>
internal static class SettingOperations
{
    /// <summary>Time to live is switched once an hour at most.</summary>
    private static readonly TimeSpan BetweenSwitches = TimeSpan.FromHours(1);

    /// <summary>So long a switch takes to show; an assumption of ours, AWS says "up to one hour".</summary>
    private static readonly TimeSpan Switching = TimeSpan.FromMinutes(1);

    private const int RecoverableDays = 35;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("UpdateTimeToLive", c => TableOperations.Needs(c, "UpdateTimeToLive"), Switch),
        new("DescribeTimeToLive", c => TableOperations.Needs(c, "DescribeTimeToLive"), c => new() { ["TimeToLiveDescription"] = Describe(TableOperations.Named(c).TimeToLive, c.Now) }),
        new("UpdateContinuousBackups", c => TableOperations.Needs(c, "UpdateContinuousBackups"), Recover),
        new("DescribeContinuousBackups", c => TableOperations.Needs(c, "DescribeContinuousBackups"), c => Backups(TableOperations.Named(c), c.Now)),
    ];

    private static Output Switch(Call call)
    {
        var table = TableOperations.Named(call);
        var given = call.Structure("TimeToLiveSpecification")!;
        var (enable, name) = (given.Flag("Enabled")!.Value, given.Text("AttributeName")!.Value);
        if (name.Length is 0 or > 255) throw DynamoErrors.Constraint(name, "timeToLiveSpecification.attributeName", name.Length == 0 ? "have length greater than or equal to 1" : "have length less than or equal to 255", given.At);
        if (!table.IsUsable) throw DynamoErrors.InUse($"Attempt to change a resource which is still in use: Table is being {(table.Status == "CREATING" ? "created" : "deleted")}: {table.Name}", "Wait until DescribeTable says ACTIVE.");
        var known = table.TimeToLive;
        if (known is not null && call.Now - known.Since < BetweenSwitches)
            throw DynamoErrors.Validation("Time to live has been modified multiple times within a fixed interval", "It can be switched once an hour.", given.At);
        if (known is { Enabled: true } && known.Attribute != name)
            throw DynamoErrors.Validation($"TimeToLive is active on a different AttributeName: current AttributeName is {known.Attribute}", "Switch it off first; an hour later it can be switched on by another attribute.", given.At);
        if (enable == (known?.Enabled ?? false)) throw DynamoErrors.Validation($"TimeToLive is already {(enable ? "enabled" : "disabled")}", at: given.At);
        table = table with { TimeToLive = new(name, enable, call.Now, null) };
        call.Turn.Put(enable ? TimeToLiveSweep.TrackAll(call.Turn, table) : table);
        call.Turn.Note("dynamodb", table.Name, $"Time to live of {table.Name} is {(enable ? $"on, by {name}" : "off")}.");
        return new() { ["TimeToLiveSpecification"] = new Output { ["Enabled"] = enable, ["AttributeName"] = name } };
    }

    private static Output Describe(TimeToLive? rule, DateTimeOffset now)
    {
        if (rule is null) return new() { ["TimeToLiveStatus"] = "DISABLED" };
        var switching = now - rule.Since < Switching;
        return rule.Enabled || switching
            ? new() { ["TimeToLiveStatus"] = (rule.Enabled, switching) switch { (true, true) => "ENABLING", (true, false) => "ENABLED", _ => "DISABLING" }, ["AttributeName"] = rule.Attribute }
            : new() { ["TimeToLiveStatus"] = "DISABLED" };
    }

    private static Output Recover(Call call)
    {
        var table = TableOperations.Named(call);
        var given = call.Structure("PointInTimeRecoverySpecification")!;
        if (given.Integer("RecoveryPeriodInDays") is { Value: not RecoverableDays } days) throw DynamoErrors.NotSimulated("RecoveryPeriodInDays", days.At);
        table = table with { RecoverableSince = given.Flag("PointInTimeRecoveryEnabled")!.Value ? table.RecoverableSince ?? call.Now : null };
        call.Turn.Put(table);
        return Backups(table, call.Now);
    }

    private static Output Backups(DynamoTable table, DateTimeOffset now)
    {
        Output recovery = new() { ["PointInTimeRecoveryStatus"] = table.RecoverableSince is null ? "DISABLED" : "ENABLED" };
        if (table.RecoverableSince is { } since)
        {
            recovery["RecoveryPeriodInDays"] = RecoverableDays;
            recovery["EarliestRestorableDateTime"] = Requests.Time(since > now.AddDays(-RecoverableDays) ? since : now.AddDays(-RecoverableDays));
            recovery["LatestRestorableDateTime"] = Requests.Time(now.AddMinutes(-5) > since ? now.AddMinutes(-5) : since);
        }
        return new() { ["ContinuousBackupsDescription"] = new Output { ["ContinuousBackupsStatus"] = "ENABLED", ["PointInTimeRecoveryDescription"] = recovery } };
    }
}
