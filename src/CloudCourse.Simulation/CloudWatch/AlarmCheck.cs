using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Routing;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>An alarm looks at its metric: every minute, and every ten seconds where its period is shorter than a minute.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html"/>
internal sealed record AlarmCheck(string Key, long Changed) : ScheduledEvent
{
    private const string Service = "cloudwatch.amazonaws.com", OfFunctions = "lambda.alarms.cloudwatch.amazonaws.com";

    /// <summary>A subject has a hundred characters at most.</summary>
    private const int MostNamed = 50;

    public static void Plan(Turn turn, MetricAlarm alarm)
    {
        var step = (alarm.Period < 60 ? 10 : 60) * TimeSpan.TicksPerSecond;
        turn.Plan(TimeSpan.FromTicks(step - (turn.Now.Ticks % step)), new AlarmCheck(CloudWatchState.Key(alarm.Metric.Region, alarm.Name), alarm.Changed));
    }

    public override void Run(Turn turn)
    {
        if (turn.State.CloudWatch.Alarms.Find(Key) is not { } alarm || alarm.Changed != Changed) return;
        var (state, reason) = Look(turn.State, alarm);
        if (state is not null && state != alarm.State) Move(turn, alarm, state, reason, null);
        Plan(turn, alarm);
    }

    /// <summary>The alarm's next state, null to stay, and why.</summary>
    private static (string? State, string Reason) Look(AccountState state, MetricAlarm alarm)
    {
        var period = TimeSpan.FromSeconds(alarm.Period);
        var end = new DateTimeOffset(state.Now.Ticks - (state.Now.Ticks % (alarm.Period < 60 ? TimeSpan.TicksPerSecond * 10 : TimeSpan.TicksPerMinute)), TimeSpan.Zero);
        // A few periods more than asked for: what is missing may be made up for by what is older.
        var range = alarm.Periods + 2;
        var points = StatisticOperations.Periods(state, alarm.Metric, end - (period * range), end, alarm.Period, alarm.Unit)
            .Select(p => (p.At, Value: alarm.Statistic.Of(p.Samples))).Where(p => p.Value is not null).Select(p => (p.At, Value: p.Value!.Value, Age: (int)((end - p.At).Ticks / period.Ticks)))
            .OrderByDescending(p => p.At).Take(alarm.Periods).ToList();
        var (bad, filled) = (points.Count(p => IsBreaching(alarm, p.Value)), alarm.Periods - points.Count);
        string Crossed(string to) => points.Count == 0
            ? $"Threshold Crossed: no datapoints were received for {alarm.Periods} period{(alarm.Periods == 1 ? "" : "s")} and {alarm.Periods} missing datapoint{(alarm.Periods == 1 ? " was" : "s were")} treated as [{(alarm.Missing == "breaching" ? "Breaching" : "NonBreaching")}]."
            : $"Threshold Crossed: {(to == MetricAlarm.Alarm ? bad : points.Count - bad)} out of the last {points.Count} datapoint{(points.Count == 1 ? "" : "s")} [{string.Join(", ", points.Select(p => $"{Number(p.Value)} ({p.At.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})"))}] {(points.Count == 1 ? "was" : "were")} {(to == MetricAlarm.Alarm ? "" : "not ")}{Words(alarm.Comparison)} the threshold ({Number(alarm.Threshold)}) (minimum {alarm.ToAlarm} datapoint{(alarm.ToAlarm == 1 ? "" : "s")} for {(to == MetricAlarm.Alarm ? "OK -> ALARM" : "ALARM -> OK")} transition).";
        if (filled > 0 && alarm.Missing == "breaching") bad += filled;
        if (bad >= alarm.ToAlarm) return (MetricAlarm.Alarm, Crossed(MetricAlarm.Alarm));
        if (filled <= 0 || alarm.Missing is "breaching" or "notBreaching" || points.Exists(p => !IsBreaching(alarm, p.Value))) return (MetricAlarm.Ok, Crossed(MetricAlarm.Ok));
        if (alarm.Missing == "ignore") return (null, "");
        if (points.Count == 0) return (MetricAlarm.Unknown, $"Insufficient Data: {alarm.Periods} datapoint{(alarm.Periods == 1 ? " was" : "s were")} unknown.");
        // All that is there is bad: an alarm when the oldest of it is as old as the alarm waits.
        return points.Max(p => p.Age) >= alarm.ToAlarm ? (MetricAlarm.Alarm, Crossed(MetricAlarm.Alarm)) : (null, "");
    }

    private static bool IsBreaching(MetricAlarm alarm, double value) => alarm.Comparison switch
    {
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "GreaterThanThreshold" => value > alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        _ => value <= alarm.Threshold,
    };

    private static string Words(string comparison) => comparison switch
    {
        "GreaterThanOrEqualToThreshold" => "greater than or equal to",
        "GreaterThanThreshold" => "greater than",
        "LessThanThreshold" => "less than",
        _ => "less than or equal to",
    };

    private static string Number(double value) => value.ToString(value.Equals(Math.Floor(value)) && Math.Abs(value) < 1e15 ? "F1" : "R", CultureInfo.InvariantCulture);

    /// <summary>Brings an alarm into a state, does what it is to do there, and tells EventBridge.</summary>
    public static void Move(Turn turn, MetricAlarm alarm, string state, string reason, string? data)
    {
        var before = alarm.State;
        turn.Note("cloudwatch", alarm.Arn, $"The alarm {alarm.Name} is {state}: {reason}", before, state);
        var next = alarm with { State = state, Reason = reason, ReasonData = data, StateUpdated = turn.Now };
        next = Remember(next, turn.Now, "StateUpdate", $"Alarm updated from {before} to {state}", new Output { ["version"] = "1.0", ["oldState"] = new Output { ["stateValue"] = before, ["stateReason"] = alarm.Reason }, ["newState"] = new Output { ["stateValue"] = state, ["stateReason"] = reason } }.ToJsonString());
        Put(turn, next);
        var region = alarm.Metric.Region;
        AwsEvents.Tell(turn, region, "aws.cloudwatch", "CloudWatch Alarm State Change", [alarm.Arn], () => new()
        {
            ["alarmName"] = alarm.Name,
            ["state"] = new Output { ["value"] = state, ["reason"] = reason, ["timestamp"] = CloudWatchCalls.Time(turn.Now) },
            ["previousState"] = new Output { ["value"] = before, ["reason"] = alarm.Reason, ["timestamp"] = CloudWatchCalls.Time(alarm.StateUpdated) },
        });
        if (!alarm.ActionsEnabled) return;
        foreach (var action in next.ActionsOf(state))
        {
            var isFunction = action.Split(':', 4)[2] == "lambda";
            var result = turn.Send(new(isFunction ? OfFunctions : Service, alarm.Arn, action, isFunction ? ForFunction(turn, next, before, alarm.Reason) : ForTopic(turn, next, before))
            {
                Subject = $"{state}: \"{(alarm.Name.Length > MostNamed ? alarm.Name[..MostNamed] + "..." : alarm.Name)}\" in {region}",
            });
            next = Remember(turn.State.CloudWatch.Alarms[CloudWatchState.Key(region, alarm.Name)], turn.Now, "Action", result.HasArrived ? $"Successfully executed action {action}" : $"Failed to execute action {action}",
                new Output { ["actionState"] = result.HasArrived ? "Succeeded" : "Failed", ["notificationResource"] = action, ["error"] = result.Message }.ToJsonString());
            Put(turn, next);
        }
    }

    public static void Put(Turn turn, MetricAlarm alarm) =>
        turn.State = turn.State with { CloudWatch = turn.State.CloudWatch with { Alarms = turn.State.CloudWatch.Alarms.Put(CloudWatchState.Key(alarm.Metric.Region, alarm.Name), alarm) } };

    public static MetricAlarm Remember(MetricAlarm alarm, DateTimeOffset now, string type, string summary, string data) => alarm with { History = alarm.History.Add(new(now, type, summary, data)) };

    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"/>
    private static string ForTopic(Turn turn, MetricAlarm alarm, string before) => new Output
    {
        ["AlarmName"] = alarm.Name,
        ["AlarmDescription"] = alarm.Description,
        ["AWSAccountId"] = turn.AccountId,
        ["NewStateValue"] = alarm.State,
        ["NewStateReason"] = alarm.Reason,
        ["StateChangeTime"] = CloudWatchCalls.Time(turn.Now),
        ["Region"] = alarm.Metric.Region,
        ["AlarmArn"] = alarm.Arn,
        ["OldStateValue"] = before,
        ["Trigger"] = new Output
        {
            ["MetricName"] = alarm.Metric.Name,
            ["Namespace"] = alarm.Metric.Namespace,
            ["Statistic"] = alarm.Statistic.Name,
            ["Unit"] = alarm.Unit,
            ["Dimensions"] = new Array([.. alarm.Metric.Dimensions.Select(d => (Node)new Output { ["value"] = d.Value, ["name"] = d.Key })]),
            ["Period"] = alarm.Period,
            ["EvaluationPeriods"] = alarm.Periods,
            ["DatapointsToAlarm"] = alarm.ToAlarm,
            ["ComparisonOperator"] = alarm.Comparison,
            ["Threshold"] = alarm.Threshold,
            ["TreatMissingData"] = alarm.Missing,
        },
    }.ToJsonString();

    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html"/>
    private static string ForFunction(Turn turn, MetricAlarm alarm, string before, string reasonBefore) => new Output
    {
        ["source"] = "aws.cloudwatch",
        ["alarmArn"] = alarm.Arn,
        ["accountId"] = turn.AccountId,
        ["time"] = CloudWatchCalls.Time(turn.Now),
        ["region"] = alarm.Metric.Region,
        ["alarmData"] = new Output
        {
            ["alarmName"] = alarm.Name,
            ["state"] = new Output { ["value"] = alarm.State, ["reason"] = alarm.Reason, ["timestamp"] = CloudWatchCalls.Time(turn.Now) },
            ["previousState"] = new Output { ["value"] = before, ["reason"] = reasonBefore },
            ["configuration"] = new Output { ["description"] = alarm.Description },
        },
    }.ToJsonString();
}
