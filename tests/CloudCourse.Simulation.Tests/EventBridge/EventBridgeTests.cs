using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.EventBridge;

/// <summary>https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html</summary>
public sealed class EventBridgeTests
{
    private const string Pattern = """{"source": ["shop"]}""";

    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, object input) => _account.Do("events", operation, JsonSerializer.Serialize(input));

    private static List<string> Names(JsonObject output, string list, string member = "Name") => [.. output[list]!.AsArray().Select(p => (string)p![member]!)];

    [Fact]
    public void A_bus_is_made_shown_listed_and_deleted()
    {
        Assert.Equal("arn:aws:events:eu-west-1:111122223333:event-bus/shop", (string)Do("CreateEventBus", new { Name = "shop", Description = "orders" })["EventBusArn"]!);
        Assert.Equal("orders", (string)Do("DescribeEventBus", new { Name = "arn:aws:events:eu-west-1:111122223333:event-bus/shop" })["Description"]!);
        Assert.Equal("default", (string)Do("DescribeEventBus", new { })["Name"]!);
        Assert.Equal(["default", "shop"], Names(Do("ListEventBuses", new { }), "EventBuses"));
        Assert.Equal(["shop"], Names(Do("ListEventBuses", new { NamePrefix = "s" }), "EventBuses"));
        var page = Do("ListEventBuses", new { Limit = 1 });
        Assert.Equal(["shop"], Names(Do("ListEventBuses", new { Limit = 1, NextToken = (string)page["NextToken"]! }), "EventBuses"));
        Do("DeleteEventBus", new { Name = "shop" });
        Do("DeleteEventBus", new { Name = "shop" });
        Assert.Equal("ResourceNotFoundException", _account.Refused("events", "DescribeEventBus", """{"Name": "shop"}"""));
        _account.Region = "us-east-1";
        Assert.Equal(["default"], Names(Do("ListEventBuses", new { }), "EventBuses"));
    }

    [Fact]
    public void A_rule_is_made_changed_switched_and_deleted()
    {
        Do("CreateEventBus", new { Name = "shop" });
        Assert.Equal("arn:aws:events:eu-west-1:111122223333:rule/shop/orders", (string)Do("PutRule", new { Name = "orders", EventBusName = "shop", EventPattern = Pattern })["RuleArn"]!);
        Assert.Equal("arn:aws:events:eu-west-1:111122223333:rule/nightly", (string)Do("PutRule", new { Name = "nightly", ScheduleExpression = "cron(0 2 * * ? *)", State = "DISABLED" })["RuleArn"]!);
        Assert.Equal(["nightly"], Names(Do("ListRules", new { }), "Rules"));
        Do("EnableRule", new { Name = "nightly" });
        Assert.Equal("ENABLED", (string)Do("DescribeRule", new { Name = "nightly" })["State"]!);
        Do("PutTargets", new { Rule = "orders", EventBusName = "shop", Targets = new[] { new { Id = "one", Arn = "arn:aws:lambda:eu-west-1:111122223333:function:f", Input = "{}" } } });
        Do("PutRule", new { Name = "orders", EventBusName = "shop", EventPattern = """{"source": ["other"]}""" });
        Assert.Equal(["one"], Names(Do("ListTargetsByRule", new { Rule = "orders", EventBusName = "shop" }), "Targets", "Id"));
        Assert.Equal("""["orders"]""", Do("ListRuleNamesByTarget", new { TargetArn = "arn:aws:lambda:eu-west-1:111122223333:function:f", EventBusName = "shop" })["RuleNames"]!.ToJsonString());
        Assert.Equal("ValidationException", _account.Refused("events", "DeleteRule", """{"Name": "orders", "EventBusName": "shop"}"""));
        Assert.Equal("ValidationException", _account.Refused("events", "DeleteEventBus", """{"Name": "shop"}"""));
        var removed = Do("RemoveTargets", new { Rule = "orders", EventBusName = "shop", Ids = new[] { "one", "two" } });
        Assert.Equal((1, "two"), ((int)removed["FailedEntryCount"]!, (string)removed["FailedEntries"]![0]!["TargetId"]!));
        Do("DeleteRule", new { Name = "orders", EventBusName = "shop" });
        Do("DeleteRule", new { Name = "orders", EventBusName = "shop" });
        Assert.Empty(Do("ListRules", new { EventBusName = "shop" })["Rules"]!.AsArray());
    }

    [Theory]
    [InlineData("CreateEventBus", """{"Name": "default"}""", "ResourceAlreadyExistsException", "Event bus default already exists.")]
    [InlineData("CreateEventBus", """{"Name": "a b"}""", "ValidationException", null)]
    [InlineData("CreateEventBus", """{"Name": "a/b"}""", "ValidationException", "Event bus name must not contain '/'.")]
    [InlineData("DeleteEventBus", """{"Name": "default"}""", "ValidationException", "Cannot delete event bus default.")]
    [InlineData("DescribeEventBus", """{"Name": "none"}""", "ResourceNotFoundException", "Event bus none does not exist.")]
    [InlineData("ListEventBuses", """{"Limit": 101}""", "ValidationException", null)]
    [InlineData("ListEventBuses", """{"NextToken": "?"}""", "ValidationException", null)]
    [InlineData("PutRule", """{"Name": "r"}""", "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.")]
    [InlineData("PutRule", """{"Name": "r", "ScheduleExpression": "rate(5 minute)"}""", "ValidationException", "Parameter ScheduleExpression is not valid.")]
    [InlineData("PutRule", """{"Name": "r", "ScheduleExpression": "at(2027-01-01T00:00:00)"}""", "ValidationException", "Parameter ScheduleExpression is not valid.")]
    [InlineData("PutRule", """{"Name": "r", "EventBusName": "shop", "ScheduleExpression": "rate(5 minutes)"}""", "ValidationException", "ScheduleExpression is supported only on the default event bus.")]
    [InlineData("PutRule", """{"Name": "r", "EventPattern": "{\"source\": \"shop\"}"}""", "InvalidEventPatternException", null)]
    [InlineData("PutRule", """{"Name": "r", "EventBusName": "none", "EventPattern": "{\"source\": [\"shop\"]}"}""", "ResourceNotFoundException", "Event bus none does not exist.")]
    [InlineData("PutRule", """{"Name": "r", "State": "ON", "EventPattern": "{\"source\": [\"shop\"]}"}""", "ValidationException", null)]
    [InlineData("PutRule", """{"Name": "a b", "EventPattern": "{\"source\": [\"shop\"]}"}""", "ValidationException", null)]
    [InlineData("DescribeRule", """{"Name": "none"}""", "ResourceNotFoundException", "Rule none does not exist on EventBus default.")]
    [InlineData("EnableRule", """{"Name": "none"}""", "ResourceNotFoundException", null)]
    [InlineData("PutTargets", """{"Rule": "none", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q"}]}""", "ResourceNotFoundException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": []}""", "ValidationException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "queue"}]}""", "ValidationException", "Parameter queue is not valid. Reason: Provided Arn is not in correct format.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:ecs:eu-west-1:111122223333:cluster/c"}]}""", "NotSimulated", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:kinesis:eu-west-1:111122223333:stream/s"}]}""", "ValidationException", "RoleArn is required for target arn:aws:kinesis:eu-west-1:111122223333:stream/s.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q.fifo"}]}""", "ValidationException", "Parameter(s) SqsParameters must be specified for target: 1.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "Input": "x"}]}""", "ValidationException", "JSON syntax error in input for target 1.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "Input": "1", "InputPath": "$.detail"}]}""", "ValidationException", "Only one of Input, InputPath, or InputTransformer must be provided for target 1.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "InputPath": "detail"}]}""", "ValidationException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "InputTransformer": {"InputTemplate": "<x>"}}]}""", "ValidationException", "InputTemplate for target 1 contains invalid placeholder x.")]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "InputTransformer": {"InputPathsMap": {"aws.x": "$.a"}, "InputTemplate": "x"}}]}""", "ValidationException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "RetryPolicy": {"MaximumRetryAttempts": 186}}]}""", "ValidationException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "RetryPolicy": {"MaximumEventAgeInSeconds": 59}}]}""", "ValidationException", null)]
    [InlineData("PutTargets", """{"Rule": "orders", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "DeadLetterConfig": {"Arn": "arn:aws:sns:eu-west-1:111122223333:t"}}]}""", "ValidationException", null)]
    [InlineData("PutEvents", """{"Entries": []}""", "ValidationException", null)]
    [InlineData("PutEvents", """{"Entries": [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}]}""", "ValidationException", null)]
    [InlineData("TestEventPattern", """{"EventPattern": "{}", "Event": "{}"}""", "InvalidEventPatternException", null)]
    [InlineData("TestEventPattern", """{"EventPattern": "{\"source\": [\"shop\"]}", "Event": "{\"source\": \"shop\"}"}""", "ValidationException", "Parameter Event is not valid.")]
    [InlineData("RemovePermission", """{"StatementId": "x"}""", "ResourceNotFoundException", "EventBus does not have a policy.")]
    [InlineData("PutPermission", """{"StatementId": "x", "Action": "events:PutEvents"}""", "ValidationException", null)]
    [InlineData("PutPermission", """{"StatementId": "x", "Action": "events:PutEvents", "Principal": "ana"}""", "ValidationException", null)]
    [InlineData("PutPermission", """{"Policy": "{}"}""", "ValidationException", null)]
    [InlineData("ListTagsForResource", """{"ResourceARN": "arn:aws:events:eu-west-1:111122223333:rule/none"}""", "ResourceNotFoundException", null)]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code, string? message)
    {
        Do("CreateEventBus", new { Name = "shop" });
        Do("PutRule", new { Name = "orders", EventPattern = Pattern });
        Assert.Equal(code, _account.Refused("events", operation, input));
        if (message is not null) Assert.Equal(message, ((ApiCall)_account.Account.History[^1]).Error!.Message);
    }

    [Fact]
    public void A_rule_has_five_targets()
    {
        Do("PutRule", new { Name = "orders", EventPattern = Pattern });
        object Targets(int count) => new { Rule = "orders", Targets = Enumerable.Range(1, count).Select(i => new { Id = $"t{i}", Arn = "arn:aws:lambda:eu-west-1:111122223333:function:f" }) };
        Do("PutTargets", Targets(5));
        Assert.Equal("LimitExceededException", _account.Refused("events", "PutTargets", JsonSerializer.Serialize(Targets(6))));
    }

    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
    [Fact]
    public void Entries_fail_one_by_one()
    {
        var output = Do("PutEvents", new
        {
            Entries = new object[]
            {
                new { Source = "shop", DetailType = "Order", Detail = "{}" },
                new { DetailType = "Order", Detail = "{}" },
                new { Source = "shop", DetailType = "Order", Detail = "[1]" },
                new { Source = "aws.ec2", DetailType = "Order", Detail = "{}" },
                new { Source = "shop", DetailType = "Order", Detail = "{}", EventBusName = "none" },
            },
        });
        Assert.Equal(3, (int)output["FailedEntryCount"]!);
        Assert.Equal([null, "InvalidArgument", "MalformedDetail", "NotAuthorizedForSource", null], output["Entries"]!.AsArray().Select(e => (string?)e!["ErrorCode"]));
        Assert.Equal("ValidationException", _account.Refused("events", "PutEvents", JsonSerializer.Serialize(new { Entries = new[] { new { Source = "shop", DetailType = "Order", Detail = $$"""{"x":"{{new string('x', 1 << 20)}}"}""" } } })));
    }

    [Fact]
    public void A_policy_lets_another_account_in_statement_by_statement()
    {
        Do("PutPermission", new { StatementId = "one", Action = "events:PutEvents", Principal = "444455556666" });
        Do("PutPermission", new { StatementId = "two", Action = "events:PutEvents", Principal = "*", Condition = new { Type = "StringEquals", Key = "aws:PrincipalOrgID", Value = "o-1" } });
        var policy = JsonNode.Parse((string)Do("DescribeEventBus", new { })["Policy"]!)!;
        Assert.Equal(["one", "two"], policy["Statement"]!.AsArray().Select(s => (string)s!["Sid"]!));
        Do("RemovePermission", new { StatementId = "one" });
        Assert.Equal("ResourceNotFoundException", _account.Refused("events", "RemovePermission", """{"StatementId": "one"}"""));
        Do("RemovePermission", new { RemoveAllPermissions = true });
        Assert.False(Do("DescribeEventBus", new { }).ContainsKey("Policy"));
    }

    [Fact]
    public void Buses_and_rules_have_tags()
    {
        const string bus = "arn:aws:events:eu-west-1:111122223333:event-bus/shop", rule = "arn:aws:events:eu-west-1:111122223333:rule/shop/orders";
        Do("CreateEventBus", new { Name = "shop", Tags = new[] { new { Key = "team", Value = "web" } } });
        Do("PutRule", new { Name = "orders", EventBusName = "shop", EventPattern = Pattern });
        Do("TagResource", new { ResourceARN = rule, Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "b", Value = "2" } } });
        Do("UntagResource", new { ResourceARN = rule, TagKeys = new[] { "a" } });
        Assert.Equal("""[{"Key":"b","Value":"2"}]""", Do("ListTagsForResource", new { ResourceARN = rule })["Tags"]!.ToJsonString());
        Assert.Equal("""[{"Key":"team","Value":"web"}]""", Do("ListTagsForResource", new { ResourceARN = bus })["Tags"]!.ToJsonString());
    }

    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    [Theory]
    [InlineData("PutRule", """{"Name": "orders", "EventPattern": "{\"source\": [\"shop\"]}"}""", "events:PutRule", "arn:aws:events:eu-west-1:111122223333:rule/orders")]
    [InlineData("DescribeRule", """{"Name": "orders", "EventBusName": "shop"}""", "events:DescribeRule", "arn:aws:events:eu-west-1:111122223333:rule/shop/orders")]
    [InlineData("PutTargets", """{"Rule": "orders", "EventBusName": "shop", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q"}]}""", "events:PutTargets", "arn:aws:events:eu-west-1:111122223333:rule/shop/orders")]
    [InlineData("ListRules", "{}", "events:ListRules", "*")]
    [InlineData("PutEvents", """{"Entries": [{"Source": "shop", "DetailType": "t", "Detail": "{}", "EventBusName": "shop"}]}""", "events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/shop")]
    [InlineData("CreateEventBus", """{"Name": "new"}""", "events:CreateEventBus", "arn:aws:events:eu-west-1:111122223333:event-bus/new")]
    [InlineData("ListEventBuses", "{}", "events:ListEventBuses", "*")]
    [InlineData("PutPermission", """{"StatementId": "x", "Action": "events:PutEvents", "Principal": "*"}""", "events:PutPermission", "*")]
    public void An_operation_needs_this_permission(string operation, string input, string action, string resource)
    {
        Do("CreateEventBus", new { Name = "shop" });
        Do("PutRule", new { Name = "orders", EventBusName = "shop", EventPattern = Pattern });
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDeniedException", _account.Refused("events", operation, input));
        var error = ((ApiCall)_account.Account.History[^1]).Error!;
        Assert.Equal((action, resource, 400), (error.Denied[0].Action, error.Denied[0].Resource, error.HttpStatus));
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ana", PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = action, Resource = resource } }) }));
        _account.As = Caller.User(TestAccount.Id, "ana");
        _account.Do("events", operation, input);
    }

    [Fact]
    public void Every_operation_of_the_model_is_there() =>
        Assert.Empty(Simulation.Shapes.ServiceModel.Of("events").Operations.Select(o => o.Name).Except(SimulatedServices.Find("events")!.Operations.Select(o => o.Name)));
}
