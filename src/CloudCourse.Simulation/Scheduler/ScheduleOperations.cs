using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.EventBridge.Schedules;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>Making, changing, showing and deleting schedules.</summary>
/// <seealso href="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"/>
internal static class ScheduleOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateSchedule", c => MayPut(c, "CreateSchedule"), Create),
        new("UpdateSchedule", c => MayPut(c, "UpdateSchedule"), Update),
        new("DeleteSchedule", c => [SchedulerCalls.On(c, "DeleteSchedule")], Delete),
        new("GetSchedule", c => [SchedulerCalls.On(c, "GetSchedule")], c => Describe(SchedulerCalls.Named(c))),
        new("ListSchedules", _ => [new("scheduler:ListSchedules", "*")], List),
    ];

    private static IEnumerable<Permission> MayPut(Call call, string action)
    {
        yield return SchedulerCalls.On(call, action);
        yield return RoleOperations.Pass(call.Structure("Target")!.Text("RoleArn")!.Value, "scheduler.amazonaws.com");
    }

    private static Output Create(Call call)
    {
        var name = SchedulerCalls.CheckedName(call);
        var group = SchedulerCalls.Group(call, call.GroupName(), "GroupName");
        if (call.State.Scheduler.Schedules.Has(SchedulerState.Key(call.Region, group.Name, name))) throw Turn.Error("ConflictException", $"Schedule {name} already exists.", null, 409, call.At("Name"));
        return Keep(call, Read(call, group.Name, name, null), "made");
    }

    private static Output Update(Call call)
    {
        var known = SchedulerCalls.Named(call);
        return Keep(call, Read(call, known.Group, known.Name, known), "changed");
    }

    private static Output Keep(Call call, Schedule schedule, string what)
    {
        call.Turn.Put(schedule);
        call.Turn.Note("scheduler", schedule.Arn, $"The schedule {schedule.Name} was {what}: {schedule.Expression}.", null, schedule.IsEnabled ? "ENABLED" : "DISABLED");
        ScheduleTick.PlanFirst(call.Turn, schedule);
        return new() { ["ScheduleArn"] = schedule.Arn };
    }

    private static Schedule Read(Call call, string group, string name, Schedule? known)
    {
        var expression = call.Need("ScheduleExpression");
        var when = ScheduleExpression.Read(expression, true)
            ?? throw SchedulerCalls.Invalid(call, "ScheduleExpression", $"Invalid Schedule Expression {expression.Shortened()}.", "at(2026-11-20T13:00:00), rate(5 minutes), or cron(minutes hours day-of-month month day-of-week year) with ? for one of the two day fields.");
        var zoneName = call.Text("ScheduleExpressionTimezone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var zone)) throw SchedulerCalls.Invalid(call, "ScheduleExpressionTimezone", $"Invalid Schedule Expression Timezone {zoneName.Shortened()}.", "A name of the time zone database, such as Europe/Berlin.");
        var (start, end) = (SchedulerCalls.Moment(call, "StartDate"), SchedulerCalls.Moment(call, "EndDate"));
        // A one-time schedule has its moment, whatever the dates say: API_CreateSchedule.
        if (when is not OnceSchedule) CheckDates(call, start, end, isNew: known is null);
        var schedule = new Schedule(call.Region, group, name, SchedulerCalls.ScheduleArn(call, group, name), expression, when, Target(call), known?.Created ?? call.Now, call.Now, (known?.Changed ?? 0) + 1)
        {
            Zone = zone,
            TimeZone = zoneName,
            Start = start,
            End = end,
            IsEnabled = Choice(call, "State", "ENABLED", "DISABLED") == "ENABLED",
            Description = call.Text("Description"),
            Window = Window(call, call.Structure("FlexibleTimeWindow")!),
            DeletesItself = Choice(call, "ActionAfterCompletion", "NONE", "DELETE") == "DELETE",
        };
        return schedule.Description is { Length: > 512 } ? throw SchedulerCalls.Invalid(call, "Description", "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 512") : schedule;
    }

    private static void CheckDates(Call call, DateTimeOffset? start, DateTimeOffset? end, bool isNew)
    {
        if (start is not null && end is not null && start >= end) throw SchedulerCalls.Invalid(call, "EndDate", "The EndDate must come after the StartDate.");
        if (isNew && start < call.Now.AddMinutes(-5)) throw SchedulerCalls.Invalid(call, "StartDate", "The StartDate you specify cannot be earlier than 5 minutes ago.");
        if (end <= call.Now) throw SchedulerCalls.Invalid(call, "EndDate", "The EndDate you specify cannot be earlier than 5 minutes ago.", "It has to lie in the future.");
    }

    /// <summary>The first choice stands for none.</summary>
    private static string Choice(Call call, string member, string first, string second) => call.Text(member) switch
    {
        null => first,
        var given when given == first || given == second => given,
        var other => throw SchedulerCalls.Invalid(call, member, $"1 validation error detected: Value '{other.Shortened()}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must satisfy enum value set: [{first}, {second}]"),
    };

    private static TimeSpan? Window(Call call, JsonObject json)
    {
        var (mode, minutes) = (json.Text("Mode")!.Value, json.Integer("MaximumWindowInMinutes")?.Value);
        if (mode is not ("OFF" or "FLEXIBLE")) throw SchedulerCalls.Invalid(call, "FlexibleTimeWindow", $"1 validation error detected: Value '{mode.Shortened()}' at 'flexibleTimeWindow.mode' failed to satisfy constraint: Member must satisfy enum value set: [OFF, FLEXIBLE]");
        if (mode == "OFF") return minutes is null ? null : throw SchedulerCalls.Invalid(call, "FlexibleTimeWindow", "MaximumWindowInMinutes must not be set when flexible time window mode is OFF.");
        if (minutes is not { } size) throw SchedulerCalls.Invalid(call, "FlexibleTimeWindow", "MaximumWindowInMinutes must be set when flexible time window mode is FLEXIBLE.");
        return size is >= 1 and <= 1440 ? TimeSpan.FromMinutes(size)
            : throw SchedulerCalls.Invalid(call, "FlexibleTimeWindow", $"1 validation error detected: Value '{size}' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value {(size < 1 ? "greater than or equal to 1" : "less than or equal to 1440")}");
    }

    private static readonly HashSet<string> Taken = ["Arn", "RoleArn", "Input", "DeadLetterConfig", "RetryPolicy", "SqsParameters", "KinesisParameters", "EventBridgeParameters"];

    private static ScheduleTarget Target(Call call)
    {
        var json = call.Structure("Target")!;
        if (json.Members.FirstOrDefault(m => !Taken.Contains(m.Name) && json.InUse(m.Name) is not null) is { } other)
            throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {other.Name}.", "AWS would take it. Leave it out here.", 501, other.NameAt);
        var (arn, role) = (json.Text("Arn")!, json.Text("RoleArn")!.Value);
        if (arn.Value.StartsWith("arn:aws:scheduler:::", StringComparison.Ordinal))
            throw Turn.Error(AwsError.NotSimulated, "The simulation has no universal targets.", "Name a function, queue, topic, stream or event bus by its own ARN.", 501, arn.At);
        if (arn.Value.Split(':', 6) is not ["arn", _, { Length: > 0 } service, _, _, { Length: > 0 }]) throw SchedulerCalls.Invalid(call, "Target", "Provided Arn is not in correct format.");
        if (service is not ("lambda" or "sqs" or "sns" or "kinesis" or "events"))
            throw Turn.Error(AwsError.NotSimulated, $"The simulation's schedules send nothing to {service}.", "They send to Lambda functions, SQS queues, SNS topics, Kinesis streams and event buses.", 501, arn.At);
        if (call.State.Iam.Roles.Values.FirstOrDefault(r => r.Arn == role) is not { } found || !RoleOperations.Trusts(found, call.AccountId, "scheduler.amazonaws.com"))
            throw SchedulerCalls.Invalid(call, "Target", "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.", "Its trust policy lets scheduler.amazonaws.com call sts:AssumeRole.");
        var target = new ScheduleTarget(arn.Value, role)
        {
            Input = json.Text("Input")?.Value,
            MessageGroupId = json.Structure("SqsParameters")?.Text("MessageGroupId")?.Value,
            PartitionKey = json.Structure("KinesisParameters")?.Text("PartitionKey")?.Value,
            DetailType = json.Structure("EventBridgeParameters")?.Text("DetailType")?.Value,
            Source = json.Structure("EventBridgeParameters")?.Text("Source")?.Value,
            Retry = TargetOperations.Retry(call, "target", json.Structure("RetryPolicy"), RetryPolicy.OfRules, "Target"),
            DeadLetterArn = json.Structure("DeadLetterConfig")?.Text("Arn")?.Value,
        };
        if (service == "events" && target.Source is null) throw SchedulerCalls.Invalid(call, "Target", "EventBridgeParameters must be specified for an EventBridge target.", "They say DetailType and Source of the event.");
        if (service == "kinesis" && target.PartitionKey is null) throw SchedulerCalls.Invalid(call, "Target", "KinesisParameters must be specified for a Kinesis target.");
        if (service == "sqs" && arn.Value.EndsWith(".fifo", StringComparison.Ordinal) && target.MessageGroupId is null) throw SchedulerCalls.Invalid(call, "Target", "SqsParameters must be specified for a FIFO queue.", "A FIFO queue keeps the order within a message group: MessageGroupId names it.");
        if (service is "lambda" or "events" && target.Input is { } input && JsonReader.Read(input).Value is null) throw SchedulerCalls.Invalid(call, "Target", "The provided Input is not valid JSON.", "What a function or an event bus gets is JSON.");
        if (target.DeadLetterArn is { } dead && (dead.Split(':', 6) is not ["arn", _, "sqs", _, _, { Length: > 0 }] || dead.EndsWith(".fifo", StringComparison.Ordinal)))
            throw SchedulerCalls.Invalid(call, "Target", "The dead-letter queue is not valid.", "A standard SQS queue, by its ARN.");
        return target;
    }

    private static Output Delete(Call call)
    {
        var schedule = SchedulerCalls.Named(call);
        call.Turn.Remove(schedule);
        call.Turn.Note("scheduler", schedule.Arn, $"The schedule {schedule.Name} was deleted.", schedule.IsEnabled ? "ENABLED" : "DISABLED");
        return [];
    }

    private static Output List(Call call)
    {
        if (call.Text("GroupName") is { } group) SchedulerCalls.Group(call, group, "GroupName");
        return SchedulerCalls.Page(call, "Schedules", call.State.Scheduler.Schedules.Values.Where(s => s.Region == call.Region
            && (call.Text("GroupName") is not { } g || s.Group == g) && s.Name.StartsWith(call.Text("NamePrefix") ?? "", StringComparison.Ordinal)
            && (call.Text("State") is not { } state || s.IsEnabled == (state == "ENABLED"))).Select(s => (Node)new Output
            {
                ["Arn"] = s.Arn,
                ["Name"] = s.Name,
                ["GroupName"] = s.Group,
                ["State"] = s.IsEnabled ? "ENABLED" : "DISABLED",
                ["CreationDate"] = SchedulerCalls.Time(s.Created),
                ["LastModificationDate"] = SchedulerCalls.Time(s.Modified),
                ["Target"] = new Output { ["Arn"] = s.Target.Arn },
            }));
    }

    private static Output Describe(Schedule s)
    {
        Output target = new() { ["Arn"] = s.Target.Arn, ["RoleArn"] = s.Target.RoleArn, ["RetryPolicy"] = new Output { ["MaximumEventAgeInSeconds"] = (int)s.Target.Retry.Age.TotalSeconds, ["MaximumRetryAttempts"] = s.Target.Retry.Attempts } };
        target.Set("Input", s.Target.Input);
        if (s.Target.MessageGroupId is { } message) target["SqsParameters"] = new Output { ["MessageGroupId"] = message };
        if (s.Target.PartitionKey is { } key) target["KinesisParameters"] = new Output { ["PartitionKey"] = key };
        if (s.Target.Source is { } source) target["EventBridgeParameters"] = new Output { ["DetailType"] = s.Target.DetailType, ["Source"] = source };
        if (s.Target.DeadLetterArn is { } dead) target["DeadLetterConfig"] = new Output { ["Arn"] = dead };
        Output window = new() { ["Mode"] = s.Window is null ? "OFF" : "FLEXIBLE" };
        if (s.Window is { } size) window["MaximumWindowInMinutes"] = (int)size.TotalMinutes;
        Output output = new()
        {
            ["ActionAfterCompletion"] = s.DeletesItself ? "DELETE" : "NONE",
            ["Arn"] = s.Arn,
            ["CreationDate"] = SchedulerCalls.Time(s.Created),
            ["FlexibleTimeWindow"] = window,
            ["GroupName"] = s.Group,
            ["LastModificationDate"] = SchedulerCalls.Time(s.Modified),
            ["Name"] = s.Name,
            ["ScheduleExpression"] = s.Expression,
            ["ScheduleExpressionTimezone"] = s.TimeZone,
            ["State"] = s.IsEnabled ? "ENABLED" : "DISABLED",
            ["Target"] = target,
        };
        output.Set("Description", s.Description);
        output.Set("StartDate", s.Start is { } start ? SchedulerCalls.Time(start) : null);
        output.Set("EndDate", s.End is { } end ? SchedulerCalls.Time(end) : null);
        return output;
    }
}
