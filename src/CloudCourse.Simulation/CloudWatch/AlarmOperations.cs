using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>Alarms on one metric; what they do is a message to a topic or the invocation of a function.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"/>
internal static class AlarmOperations
{
    private static readonly HashSet<string> Comparisons = ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutMetricAlarm", c => [On(c, "PutMetricAlarm", c.Need("AlarmName"))], Put),
        new("DescribeAlarms", c => Named(c, "DescribeAlarms"), List),
        new("DescribeAlarmsForMetric", _ => [new("cloudwatch:DescribeAlarmsForMetric", "*")], ForMetric),
        new("DeleteAlarms", c => Named(c, "DeleteAlarms"), Delete),
        new("SetAlarmState", c => [On(c, "SetAlarmState", c.Need("AlarmName"))], SetState),
        new("EnableAlarmActions", c => Named(c, "EnableAlarmActions"), c => Switch(c, true)),
        new("DisableAlarmActions", c => Named(c, "DisableAlarmActions"), c => Switch(c, false)),
        new("DescribeAlarmHistory", c => [On(c, "DescribeAlarmHistory", c.Text("AlarmName") ?? "*")], History),
    ];

    private static string Arn(Call call, string name) => $"arn:aws:cloudwatch:{call.Region}:{call.AccountId}:alarm:{name}";

    private static Permission On(Call call, string action, string name)
    {
        Permission permission = new($"cloudwatch:{action}", Arn(call, name));
        return action != "PutMetricAlarm" ? permission
            : permission with { Context = new Dictionary<string, IReadOnlyList<string>> { ["cloudwatch:AlarmActions"] = [.. new[] { "AlarmActions", "OKActions", "InsufficientDataActions" }.SelectMany(m => call.Texts(m)).Select(a => a.Value)] } };
    }

    private static IEnumerable<Permission> Named(Call call, string action) =>
        call.Texts("AlarmNames") is { Count: > 0 } names ? names.Select(n => On(call, action, n.Value)) : [On(call, action, "*")];

    private static MetricAlarm? Find(Call call, string name) => call.State.CloudWatch.Alarms.Find(CloudWatchState.Key(call.Region, name));

    private static Output Put(Call call)
    {
        var name = call.Need("AlarmName");
        if (name.Length is 0 or > 255) throw Wrong(call, "AlarmName", "1 validation error detected: Value at 'alarmName' failed to satisfy constraint: Member must have length between 1 and 255");
        foreach (var needed in new[] { "MetricName", "Namespace", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator" })
        {
            if (call.Input.Last(needed) is null) throw CloudWatchCalls.Missing(call, $"The parameter {needed} is required.");
        }
        var (plain, extended) = (call.Input.Text("Statistic"), call.Input.Text("ExtendedStatistic"));
        if ((plain is null) == (extended is null)) throw CloudWatchCalls.Together(call, "Statistic", "Exactly one of Statistic and ExtendedStatistic must be specified.");
        var statistic = StatisticOperations.ReadStatistic(call, (plain ?? extended)!, plain is null ? "ExtendedStatistic" : "Statistic");
        if (statistic.Percentile is null == plain is null) throw Wrong(call, "Statistic", plain is null ? "ExtendedStatistic must be a percentile." : "Statistic must be one of SampleCount, Average, Sum, Minimum, Maximum.");
        var period = StatisticOperations.Period(call, call.Input);
        if (period is 1 or 5) throw Wrong(call, "Period", "Period must be 10, 20, 30 or a multiple of 60.");
        var periods = call.Integer("EvaluationPeriods")!.Value;
        var toAlarm = call.Integer("DatapointsToAlarm") ?? periods;
        if (periods < 1 || toAlarm < 1) throw Wrong(call, "EvaluationPeriods", "1 validation error detected: Value at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1");
        if (toAlarm > periods) throw Wrong(call, "DatapointsToAlarm", "DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
        if (periods * period > (period >= 3600 ? 604_800 : 86_400)) throw Wrong(call, "EvaluationPeriods", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400), or seven days for periods of an hour and more.");
        var comparison = call.Need("ComparisonOperator");
        if (!Comparisons.Contains(comparison)) throw Wrong(call, "ComparisonOperator", $"1 validation error detected: Value '{comparison.Shortened()}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Comparisons)}]");
        // Of DynamoDB's own metrics nothing comes while nothing happens.
        var missing = call.Text("TreatMissingData") ?? (call.Text("Namespace") is "AWS/DynamoDB" ? "ignore" : "missing");
        if (missing is not ("missing" or "ignore" or "breaching" or "notBreaching")) throw Wrong(call, "TreatMissingData", $"The value {missing.Shortened()} for TreatMissingData is not valid.", "missing, ignore, breaching or notBreaching.");
        var known = Find(call, name);
        MetricAlarm alarm = new(name, Arn(call, name), CloudWatchCalls.MetricOf(call, call.Input), statistic, period, (int)periods, (int)toAlarm,
            CloudWatchCalls.Number(call.Input.Last("Threshold")!.Value) ?? throw Wrong(call, "Threshold", "Threshold is not a number."), comparison, missing, (known?.Changed ?? 0) + 1)
        {
            Unit = StatisticOperations.Unit(call, call.Input),
            Description = call.Text("AlarmDescription"),
            ActionsEnabled = call.Input.Flag("ActionsEnabled")?.Value ?? true,
            OkActions = Actions(call, "OKActions"),
            AlarmActions = Actions(call, "AlarmActions"),
            UnknownActions = Actions(call, "InsufficientDataActions"),
            Configured = call.Now,
            // Changing an alarm leaves it in its state.
            State = known?.State ?? MetricAlarm.Unknown,
            Reason = known?.Reason ?? "Unchecked: Initial alarm creation",
            ReasonData = known?.ReasonData,
            StateUpdated = known?.StateUpdated ?? call.Now,
            History = known?.History ?? [],
        };
        alarm = AlarmCheck.Remember(alarm, call.Now, "ConfigurationUpdate", $"Alarm \"{name}\" {(known is null ? "created" : "updated")}", new Output { ["version"] = "1.0", ["type"] = known is null ? "Create" : "Update" }.ToJsonString());
        AlarmCheck.Put(call.Turn, alarm);
        call.Turn.Note("cloudwatch", alarm.Arn, $"The alarm {name} was {(known is null ? "made" : "changed")}.", known?.State, alarm.State);
        AlarmCheck.Plan(call.Turn, alarm);
        return [];
    }

    private static AwsException Wrong(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationError", message, advice, 400, call.At(member));

    private static ImmutableList<string> Actions(Call call, string member)
    {
        var actions = call.Texts(member);
        if (actions.Count > 5) throw Wrong(call, member, $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to 5");
        foreach (var action in actions)
        {
            var parts = action.Value.Split(':', 6);
            if (parts is not ["arn", _, { Length: > 0 } service, _, _, { Length: > 0 }]) throw Wrong(call, member, $"Invalid arn syntax: {action.Value.Shortened()}");
            if (service is not ("sns" or "lambda" or "autoscaling")) throw Turn.Error(AwsError.NotSimulated, $"The simulation's alarms do nothing with {action.Value.Shortened()}.", "They send to SNS topics, invoke Lambda functions and execute scaling policies of groups. Target tracking scales without an alarm of yours.", 501, action.At);
        }
        return [.. actions.Select(a => a.Value)];
    }

    private static Output List(Call call)
    {
        if (call.Texts("AlarmNames").Count > 0 && call.Text("AlarmNamePrefix") is not null) throw Wrong(call, "AlarmNamePrefix", "AlarmNamePrefix and AlarmNames are mutually exclusive.");
        if (call.Integer("MaxRecords") is { } asked and (< 1 or > 100)) throw Wrong(call, "MaxRecords", $"1 validation error detected: Value '{asked}' at 'maxRecords' failed to satisfy constraint: Member must have value {(asked < 1 ? "greater than or equal to 1" : "less than or equal to 100")}");
        var names = call.Texts("AlarmNames").Select(n => n.Value).ToHashSet();
        var types = call.Texts("AlarmTypes").Select(t => t.Value).ToList();
        var chosen = types.Count > 0 && !types.Contains("MetricAlarm") ? [] : Of(call).Where(a => (names.Count == 0 || names.Contains(a.Name))
            && a.Name.StartsWith(call.Text("AlarmNamePrefix") ?? "", StringComparison.Ordinal)
            && (call.Text("StateValue") is not { } state || a.State == state)
            && (call.Text("ActionPrefix") is not { } action || a.OkActions.Concat(a.AlarmActions).Concat(a.UnknownActions).Any(x => x.StartsWith(action, StringComparison.Ordinal))));
        var output = CloudWatchCalls.Page(call, "MetricAlarms", chosen.Select(a => (Node)Describe(a)), (int)(call.Integer("MaxRecords") ?? 50));
        output["CompositeAlarms"] = new Array();
        return output;
    }

    private static IEnumerable<MetricAlarm> Of(Call call) => call.State.CloudWatch.Alarms.Values.Where(a => a.Metric.Region == call.Region);

    private static Output ForMetric(Call call)
    {
        var key = CloudWatchCalls.MetricOf(call, call.Input).Key;
        var statistic = call.Text("Statistic") ?? call.Text("ExtendedStatistic");
        return new()
        {
            ["MetricAlarms"] = new Array([.. Of(call).Where(a => a.Metric.Key == key && (statistic is null || a.Statistic.Name == statistic)
                && (call.Integer("Period") is not { } period || a.Period == period) && (call.Text("Unit") is not { } unit || a.Unit == unit)).Select(a => (Node)Describe(a))]),
        };
    }

    /// <summary>Of alarms that are not there nothing is said, unless it is the only one.</summary>
    private static Output Delete(Call call)
    {
        var names = call.Texts("AlarmNames").Select(n => n.Value).Distinct().ToList();
        if (names.Count > 100) throw Wrong(call, "AlarmNames", "1 validation error detected: Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to 100");
        foreach (var alarm in names.Select(n => Find(call, n)).OfType<MetricAlarm>())
        {
            call.State = call.State with { CloudWatch = call.State.CloudWatch with { Alarms = call.State.CloudWatch.Alarms.Remove(CloudWatchState.Key(call.Region, alarm.Name)) } };
            call.Turn.Note("cloudwatch", alarm.Arn, $"The alarm {alarm.Name} was deleted.", alarm.State);
        }
        return [];
    }

    private static Output SetState(Call call)
    {
        var alarm = Find(call, call.Need("AlarmName")) ?? throw Turn.Error("ResourceNotFound", $"Alarm {call.Need("AlarmName").Shortened()} does not exist.", null, 404, call.At("AlarmName"));
        var state = call.Need("StateValue");
        if (state is not (MetricAlarm.Ok or MetricAlarm.Alarm or MetricAlarm.Unknown)) throw Wrong(call, "StateValue", $"1 validation error detected: Value '{state.Shortened()}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]");
        if (call.Text("StateReasonData") is { } data && JsonReader.Read(data).Value is null) throw Turn.Error("InvalidFormat", "StateReasonData is not valid JSON.", null, 400, call.At("StateReasonData"));
        if (alarm.State != state) AlarmCheck.Move(call.Turn, alarm, state, call.Need("StateReason"), call.Text("StateReasonData"));
        return [];
    }

    private static Output Switch(Call call, bool on)
    {
        foreach (var alarm in call.Texts("AlarmNames").Select(n => Find(call, n.Value)).OfType<MetricAlarm>().DistinctBy(a => a.Name)) AlarmCheck.Put(call.Turn, alarm with { ActionsEnabled = on });
        return [];
    }

    private static Output History(Call call)
    {
        var (from, to) = (CloudWatchCalls.Moment(call.Input.Last("StartDate")?.Value), CloudWatchCalls.Moment(call.Input.Last("EndDate")?.Value));
        var items = Of(call).Where(a => call.Text("AlarmName") is not { } name || a.Name == name).SelectMany(a => a.History.Select(h => (Alarm: a, Item: h)))
            .Where(h => (call.Text("HistoryItemType") is not { } type || h.Item.Type == type) && (from is null || h.Item.Time >= from) && (to is null || h.Item.Time <= to));
        // The order of what happened at one moment is kept, turned round with the rest.
        var ordered = items.OrderBy(h => h.Item.Time).ToList();
        if (call.Text("ScanBy") is not "TimestampAscending") ordered.Reverse();
        return CloudWatchCalls.Page(call, "AlarmHistoryItems", ordered.Select(h => (Node)new Output
        {
            ["AlarmName"] = h.Alarm.Name,
            ["AlarmType"] = "MetricAlarm",
            ["Timestamp"] = CloudWatchCalls.Time(h.Item.Time),
            ["HistoryItemType"] = h.Item.Type,
            ["HistorySummary"] = h.Item.Summary,
            ["HistoryData"] = h.Item.Data,
        }), (int)Math.Clamp(call.Integer("MaxRecords") ?? 100, 1, 100));
    }

    private static Output Describe(MetricAlarm a)
    {
        static Array Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (Node)t)]);
        Output output = new()
        {
            ["AlarmName"] = a.Name,
            ["AlarmArn"] = a.Arn,
            ["AlarmConfigurationUpdatedTimestamp"] = CloudWatchCalls.Time(a.Configured),
            ["ActionsEnabled"] = a.ActionsEnabled,
            ["OKActions"] = Texts(a.OkActions),
            ["AlarmActions"] = Texts(a.AlarmActions),
            ["InsufficientDataActions"] = Texts(a.UnknownActions),
            ["StateValue"] = a.State,
            ["StateReason"] = a.Reason,
            ["StateUpdatedTimestamp"] = CloudWatchCalls.Time(a.StateUpdated),
            ["StateTransitionedTimestamp"] = CloudWatchCalls.Time(a.StateUpdated),
            ["MetricName"] = a.Metric.Name,
            ["Namespace"] = a.Metric.Namespace,
            [a.Statistic.Percentile is null ? "Statistic" : "ExtendedStatistic"] = a.Statistic.Name,
            ["Dimensions"] = CloudWatchCalls.Describe(a.Metric.Dimensions),
            ["Period"] = a.Period,
            ["EvaluationPeriods"] = a.Periods,
            ["DatapointsToAlarm"] = a.ToAlarm,
            ["Threshold"] = a.Threshold,
            ["ComparisonOperator"] = a.Comparison,
            ["TreatMissingData"] = a.Missing,
        };
        if (a.Description is not null) output["AlarmDescription"] = a.Description;
        if (a.Unit is not null) output["Unit"] = a.Unit;
        if (a.ReasonData is not null) output["StateReasonData"] = a.ReasonData;
        return output;
    }
}
