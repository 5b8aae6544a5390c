using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.Lambda;

namespace CloudCourse.Simulation.Tests.Scheduler;

/// <summary>https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html</summary>
public sealed class SchedulerTests
{
    private const string Role = "arn:aws:iam::111122223333:role/clock";

    private readonly TestAccount _account = new();

    public SchedulerTests() => _account.Do("iam", "CreateRole", JsonSerializer.Serialize(new { RoleName = "clock", AssumeRolePolicyDocument = LiveWorld.Trust.Replace("lambda", "scheduler", StringComparison.Ordinal) }));

    private JsonObject Do(string operation, object input) => _account.Do("scheduler", operation, input as string ?? JsonSerializer.Serialize(input));

    private static object Schedule(string name, string expression = "rate(5 minutes)", object? window = null, string? group = null, string? zone = null, string? after = null, string? end = null, string? input = null, string? arn = null) => new
    {
        Name = name,
        ScheduleExpression = expression,
        FlexibleTimeWindow = window ?? new { Mode = "OFF" },
        GroupName = group ?? "default",
        ScheduleExpressionTimezone = zone ?? "UTC",
        ActionAfterCompletion = after ?? "NONE",
        EndDate = end ?? "2030-01-01T00:00:00Z",
        Target = new { Arn = arn ?? LiveWorld.Arn("f"), RoleArn = Role, Input = input ?? "{}" },
    };

    [Fact]
    public void A_schedule_is_made_shown_changed_listed_and_deleted()
    {
        Do("CreateScheduleGroup", new { Name = "night" });
        Assert.Equal("arn:aws:scheduler:eu-west-1:111122223333:schedule/night/report", (string)Do("CreateSchedule", Schedule("report", "cron(0 2 ? * MON *)", group: "night", zone: "Europe/Berlin"))["ScheduleArn"]!);
        Do("CreateSchedule", Schedule("tick"));
        var shown = Do("GetSchedule", new { Name = "report", GroupName = "night" });
        Assert.Equal(("cron(0 2 ? * MON *)", "Europe/Berlin", "ENABLED", "OFF"), ((string)shown["ScheduleExpression"]!, (string)shown["ScheduleExpressionTimezone"]!, (string)shown["State"]!, (string)shown["FlexibleTimeWindow"]!["Mode"]!));
        Do("UpdateSchedule", Schedule("tick", "rate(1 hour)", new { Mode = "FLEXIBLE", MaximumWindowInMinutes = 10 }));
        Assert.Equal(10, (int)Do("GetSchedule", new { Name = "tick" })["FlexibleTimeWindow"]!["MaximumWindowInMinutes"]!);
        Assert.Equal(["tick", "report"], Do("ListSchedules", new { })["Schedules"]!.AsArray().Select(s => (string)s!["Name"]!));
        Assert.Equal(["report"], Do("ListSchedules", new { GroupName = "night" })["Schedules"]!.AsArray().Select(s => (string)s!["Name"]!));
        var page = Do("ListSchedules", new { MaxResults = 1 });
        Assert.Equal("report", (string)Do("ListSchedules", new { MaxResults = 1, NextToken = (string)page["NextToken"]! })["Schedules"]![0]!["Name"]!);
        Assert.Equal(["default", "night"], Do("ListScheduleGroups", new { })["ScheduleGroups"]!.AsArray().Select(g => (string)g!["Name"]!));
        Assert.Equal("ACTIVE", (string)Do("GetScheduleGroup", new { Name = "night" })["State"]!);
        Do("DeleteSchedule", new { Name = "tick" });
        Do("DeleteScheduleGroup", new { Name = "night" });
        Assert.Empty(Do("ListSchedules", new { })["Schedules"]!.AsArray());
    }

    private const string Good = """ "ScheduleExpression": "rate(1 hour)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:lambda:eu-west-1:111122223333:function:f", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""";

    [Theory]
    [InlineData("CreateSchedule", "{\"Name\": \"tick\"," + Good + "}", "ConflictException", 409)]
    [InlineData("CreateSchedule", "{\"Name\": \"a b\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"GroupName\": \"none\"," + Good + "}", "ResourceNotFoundException", 404)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"ScheduleExpressionTimezone\": \"Europe/Atlantis\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"State\": \"ON\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"ActionAfterCompletion\": \"STOP\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"EndDate\": \"2026-01-01T00:00:00Z\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"StartDate\": \"2027-01-02T00:00:00Z\", \"EndDate\": \"2027-01-01T00:00:00Z\"," + Good + "}", "ValidationException", 400)]
    [InlineData("CreateSchedule", "{\"Name\": \"x\", \"StartDate\": \"2026-11-02T08:54:00Z\"," + Good + "}", "ValidationException", 400)]
    [InlineData("UpdateSchedule", "{\"Name\": \"x\"," + Good + "}", "ResourceNotFoundException", 404)]
    [InlineData("GetSchedule", """{"Name": "x"}""", "ResourceNotFoundException", 404)]
    [InlineData("GetSchedule", """{"Name": "tick", "GroupName": "night"}""", "ResourceNotFoundException", 404)]
    [InlineData("DeleteSchedule", """{"Name": "x"}""", "ResourceNotFoundException", 404)]
    [InlineData("ListSchedules", """{"GroupName": "none"}""", "ResourceNotFoundException", 404)]
    [InlineData("ListSchedules", """{"MaxResults": 101}""", "ValidationException", 400)]
    [InlineData("CreateScheduleGroup", """{"Name": "default"}""", "ConflictException", 409)]
    [InlineData("DeleteScheduleGroup", """{"Name": "default"}""", "ValidationException", 400)]
    [InlineData("DeleteScheduleGroup", """{"Name": "none"}""", "ResourceNotFoundException", 404)]
    [InlineData("GetScheduleGroup", """{"Name": "none"}""", "ResourceNotFoundException", 404)]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code, int status)
    {
        Do("CreateSchedule", Schedule("tick"));
        Assert.Equal(code, _account.Refused("scheduler", operation, input));
        Assert.Equal(status, ((ApiCall)_account.Account.History[^1]).Error!.HttpStatus);
    }

    [Theory]
    [InlineData("""{"Arn": "f", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "RoleArn": "arn:aws:iam::111122223333:role/none"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:sqs:eu-west-1:111122223333:q.fifo", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:events:eu-west-1:111122223333:event-bus/default", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:kinesis:eu-west-1:111122223333:stream/s", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:lambda:eu-west-1:111122223333:function:f", "RoleArn": "arn:aws:iam::111122223333:role/clock", "Input": "x"}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:lambda:eu-west-1:111122223333:function:f", "RoleArn": "arn:aws:iam::111122223333:role/clock", "RetryPolicy": {"MaximumRetryAttempts": 200}}""", "ValidationException")]
    [InlineData("""{"Arn": "arn:aws:scheduler:::aws-sdk:ec2:stopInstances", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "NotSimulated")]
    [InlineData("""{"Arn": "arn:aws:ecs:eu-west-1:111122223333:cluster/c", "RoleArn": "arn:aws:iam::111122223333:role/clock"}""", "NotSimulated")]
    public void A_target_that_AWS_refuses_is_refused(string target, string code) =>
        Assert.Equal(code, _account.Refused("scheduler", "CreateSchedule", $$"""{"Name": "x", "ScheduleExpression": "rate(1 hour)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {{target}} }"""));

    [Theory]
    [InlineData("rate(5 seconds)", """{"Mode": "OFF"}""")]
    [InlineData("cron(* * * * * *)", """{"Mode": "OFF"}""")]
    [InlineData("at(tomorrow)", """{"Mode": "OFF"}""")]
    [InlineData("rate(5 minutes)", """{"Mode": "ON"}""")]
    [InlineData("rate(5 minutes)", """{"Mode": "FLEXIBLE"}""")]
    [InlineData("rate(5 minutes)", """{"Mode": "OFF", "MaximumWindowInMinutes": 5}""")]
    [InlineData("rate(5 minutes)", """{"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1441}""")]
    public void A_time_that_AWS_refuses_is_refused(string expression, string window) =>
        Assert.Equal("ValidationException", _account.Refused("scheduler", "CreateSchedule", JsonSerializer.Serialize(Schedule("x", expression, JsonNode.Parse(window)))));

    private static async Task<(LiveWorld World, List<(DateTimeOffset At, JsonNode Event)> Seen)> LiveAsync(string policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["lambda:InvokeFunction","sqs:SendMessage"],"Resource":"*"}}""")
    {
        LiveWorld world = new();
        List<(DateTimeOffset, JsonNode)> seen = [];
        await world.FunctionAsync("f", context =>
        {
            seen.Add((world.Account.Now, context.Event!));
            return Task.FromResult("null");
        });
        await world.DoAsync("iam", "CreateRole", new { RoleName = "clock", AssumeRolePolicyDocument = LiveWorld.Trust.Replace("lambda", "scheduler", StringComparison.Ordinal) });
        await world.DoAsync("iam", "PutRolePolicy", new { RoleName = "clock", PolicyName = "p", PolicyDocument = policy });
        return (world, seen);
    }

    [Fact]
    public async Task A_rate_begins_at_once_and_a_schedule_of_one_time_deletes_itself()
    {
        var (world, seen) = await LiveAsync();
        await using var _ = world;
        await world.DoAsync("scheduler", "CreateSchedule", Schedule("tick", input: """{"at": "<aws.scheduler.scheduled-time>", "try": "<aws.scheduler.attempt-number>"}"""));
        await world.AdvanceAsync(11 * 60);
        Assert.Equal(3, seen.Count);
        Assert.Equal("1", (string)seen[0].Event["try"]!);
        await world.DoAsync("scheduler", "DeleteSchedule", new { Name = "tick" });
        await world.DoAsync("scheduler", "CreateSchedule", Schedule("once", "at(2026-11-02T12:00:00)", after: "DELETE", zone: "Europe/Berlin"));
        await world.AdvanceAsync(3 * 3600);
        Assert.Equal(4, seen.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 11, 0, 0, TimeSpan.Zero), seen[3].At, TimeSpan.FromSeconds(2));
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("scheduler", "GetSchedule", new { Name = "once" })).Error!.Code);
    }

    /// <seealso href="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"/>
    [Theory]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-02T09:30:00Z")]
    [InlineData("2026-11-02T11:00:00Z", "2026-11-02T12:00:00Z")]
    [InlineData("2026-11-02T12:00:00Z", "2026-11-01T12:00:00Z")]
    public async Task A_one_time_schedule_ignores_its_start_and_end_dates(string start, string end)
    {
        var (world, seen) = await LiveAsync();
        await using var _ = world;
        await world.DoAsync("scheduler", "CreateSchedule", new { Name = "once", ScheduleExpression = "at(2026-11-02T10:00:00)", StartDate = start, EndDate = end, FlexibleTimeWindow = new { Mode = "OFF" }, ActionAfterCompletion = "DELETE", Target = new { Arn = LiveWorld.Arn("f"), RoleArn = Role } });
        await world.AdvanceAsync(2 * 3600);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.Zero), Assert.Single(seen).At);
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("scheduler", "GetSchedule", new { Name = "once" })).Error!.Code);
    }

    /// <summary>The dead letter says which invocation it was, and the error is the target's own.</summary>
    /// <seealso href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"/>
    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:none", "ResourceNotFoundException")]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:none", "AWS.SimpleQueueService.NonExistentQueue")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:none", "NotFound")]
    [InlineData("arn:aws:kinesis:eu-west-1:111122223333:stream/s", "AccessDeniedException")]
    public async Task What_a_schedule_cannot_hand_over_is_a_dead_letter(string target, string code)
    {
        var (world, _) = await LiveAsync();
        await using var __ = world;
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "letters" });
        await world.DoAsync("kinesis", "CreateStream", new { StreamName = "s", ShardCount = 1 });
        await world.AdvanceAsync(60);
        await world.DoAsync("scheduler", "CreateSchedule", new
        {
            Name = "once",
            ScheduleExpression = "at(2026-11-02T10:00:00)",
            FlexibleTimeWindow = new { Mode = "OFF" },
            Target = new { Arn = target, RoleArn = Role, Input = """{"a":1}""", KinesisParameters = new { PartitionKey = "k" }, DeadLetterConfig = new { Arn = "arn:aws:sqs:eu-west-1:111122223333:letters" } },
        });
        await world.AdvanceAsync(3600);
        var letter = Assert.Single((await world.DoAsync("sqs", "ReceiveMessage", new { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/letters", MessageAttributeNames = (string[])["All"] }))["Messages"]!.AsArray())!;
        var told = letter["MessageAttributes"]!.AsObject().ToDictionary(a => a.Key, a => (string)a.Value!["StringValue"]!);
        Assert.Equal(["ERROR_CODE", "ERROR_MESSAGE", "EXECUTION_ID", "IS_PAYLOAD_TRUNCATED", "RETRY_ATTEMPTS", "SCHEDULED_TIME", "SCHEDULE_ARN", "TARGET_ARN"], told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((code, "2026-11-02T10:00:00Z", target, """{"a":1}"""), (told["ERROR_CODE"], told["SCHEDULED_TIME"], told["TARGET_ARN"], (string)letter["Body"]!));
    }

    [Fact]
    public async Task A_flexible_window_spreads_invocations_and_the_end_date_ends_them()
    {
        var (world, seen) = await LiveAsync();
        await using var _ = world;
        await world.DoAsync("scheduler", "CreateSchedule", Schedule("often", "cron(0 * * * ? *)", new { Mode = "FLEXIBLE", MaximumWindowInMinutes = 30 }, end: "2026-11-02T20:00:00Z", after: "DELETE"));
        await world.AdvanceAsync(24 * 3600);
        Assert.Equal(10, seen.Count);
        Assert.All(seen, s => Assert.InRange(s.At.Minute, 0, 30));
        Assert.True(seen.Select(s => s.At.Minute).Distinct().Count() > 3);
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("scheduler", "GetSchedule", new { Name = "often" })).Error!.Code);
    }

    [Fact]
    public async Task What_the_role_may_not_send_goes_to_the_dead_letter_queue()
    {
        var (world, seen) = await LiveAsync("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}""");
        await using var _ = world;
        var queue = (string)(await world.DoAsync("sqs", "CreateQueue", new { QueueName = "dead" }))["QueueUrl"]!;
        await world.DoAsync("scheduler", "CreateSchedule", $$$"""{"Name": "once", "ScheduleExpression": "at(2026-11-02T12:00:00)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "{{{LiveWorld.Arn("f")}}}", "RoleArn": "{{{Role}}}", "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111122223333:dead"} } }""");
        await world.AdvanceAsync(4 * 3600);
        Assert.Empty(seen);
        var message = (await world.DoAsync("sqs", "ReceiveMessage", new { QueueUrl = queue, MessageAttributeNames = new[] { "All" } }))["Messages"]![0]!;
        Assert.Equal("AccessDeniedException", (string)message["MessageAttributes"]!["ERROR_CODE"]!["StringValue"]!);
        Assert.Contains("\"source\":\"aws.scheduler\"", (string)message["Body"]!);
    }

    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
    [Theory]
    [InlineData("GetSchedule", """{"Name": "tick"}""", "scheduler:GetSchedule", "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/tick")]
    [InlineData("DeleteSchedule", """{"Name": "tick"}""", "scheduler:DeleteSchedule", "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/tick")]
    [InlineData("ListSchedules", "{}", "scheduler:ListSchedules", "*")]
    [InlineData("CreateScheduleGroup", """{"Name": "night"}""", "scheduler:CreateScheduleGroup", "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/night")]
    [InlineData("ListScheduleGroups", "{}", "scheduler:ListScheduleGroups", "*")]
    public void An_operation_needs_this_permission(string operation, string input, string action, string resource)
    {
        Do("CreateSchedule", Schedule("tick"));
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", _account.Refused("scheduler", operation, input));
        var denied = ((ApiCall)_account.Account.History[^1]).Error!.Denied[0];
        Assert.Equal((action, resource), (denied.Action, denied.Resource));
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ana", PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = action, Resource = resource } }) }));
        _account.As = Caller.User(TestAccount.Id, "ana");
        Do(operation, input);
    }

    [Fact]
    public void Making_a_schedule_needs_permission_to_pass_its_role()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ana", PolicyName = "p", PolicyDocument = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"scheduler:*","Resource":"*"}}""" }));
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", _account.Refused("scheduler", "CreateSchedule", JsonSerializer.Serialize(Schedule("tick"))));
        Assert.Equal("iam:PassRole", ((ApiCall)_account.Account.History[^1]).Error!.Denied[0].Action);
    }

    [Fact]
    public void Every_operation_of_the_model_is_there() =>
        Assert.Empty(Simulation.Shapes.ServiceModel.Of("scheduler").Operations.Select(o => o.Name).Except(SimulatedServices.Find("scheduler")!.Operations.Select(o => o.Name)));
}
