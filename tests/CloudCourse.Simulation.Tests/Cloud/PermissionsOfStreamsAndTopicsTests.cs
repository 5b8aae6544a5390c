using System.Text.Json;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>
/// Every operation of Logs, SNS and Kinesis: refused while its one permission is lacking, though all others are there, and taken with that one alone.
/// Which action on which resource stands in https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html.
/// </summary>
public sealed class PermissionsOfStreamsAndTopicsTests
{
    private const string Group = "arn:aws:logs:eu-west-1:111122223333:log-group:app", Topic = "arn:aws:sns:eu-west-1:111122223333:orders", Stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
    private readonly TestAccount _account = new();
    private readonly string _subscription, _iterator;

    public PermissionsOfStreamsAndTopicsTests()
    {
        _account.Do("logs", "CreateLogGroup", """{"logGroupName":"app"}""");
        _account.Do("logs", "CreateLogStream", """{"logGroupName":"app","logStreamName":"one"}""");
        _account.Do("logs", "PutRetentionPolicy", """{"logGroupName":"app","retentionInDays":7}""");
        _account.Do("sns", "CreateTopic", """{"Name":"orders"}""");
        // Whom the topic's own policy lets in, which is its whole account, would not need a policy of their own.
        _account.Do("sns", "SetTopicAttributes", Input(new { TopicArn = Topic, AttributeName = "Policy", AttributeValue = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:111122223333:orders"}]}""" }));
        _subscription = (string)_account.Do("sns", "Subscribe", Input(new { TopicArn = Topic, Protocol = "email", Endpoint = "ana@example.com", ReturnSubscriptionArn = true }))["SubscriptionArn"]!;
        _account.Do("sns", "AddPermission", Input(new { TopicArn = Topic, Label = "l", AWSAccountId = new[] { "444455556666" }, ActionName = new[] { "Publish" } }));
        _account.Do("kinesis", "CreateStream", """{"StreamName":"clicks","ShardCount":2}""");
        _account.Account.Advance(TimeSpan.FromMinutes(1));
        _iterator = (string)_account.Do("kinesis", "GetShardIterator", """{"StreamName":"clicks","ShardId":"shardId-000000000000","ShardIteratorType":"LATEST"}""")["ShardIterator"]!;
        _account.Do("iam", "CreateUser", """{"UserName":"ann"}""");
    }

    private static string Input(object input) => JsonSerializer.Serialize(input);

    private void Grant(object statement)
    {
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "PutUserPolicy", Input(new { UserName = "ann", PolicyName = "p", PolicyDocument = Input(new { Version = "2012-10-17", Statement = statement }) }));
        _account.As = Caller.User(TestAccount.Id, "ann");
    }

    [Theory]
    [InlineData("logs", "CreateLogGroup", """{"logGroupName":"new"}""", "logs:CreateLogGroup", "arn:aws:logs:eu-west-1:111122223333:log-group:new:log-stream:", "arn:aws:logs:eu-west-1:111122223333:log-group:new:*")]
    [InlineData("logs", "DeleteLogGroup", """{"logGroupName":"app"}""", "logs:DeleteLogGroup", $"{Group}:log-stream:", $"{Group}:*")]
    [InlineData("logs", "DescribeLogGroups", "{}", "logs:DescribeLogGroups", "arn:aws:logs:eu-west-1:111122223333:log-group::log-stream:", "arn:aws:logs:eu-west-1:111122223333:log-group:*:*")]
    [InlineData("logs", "CreateLogStream", """{"logGroupName":"app","logStreamName":"two"}""", "logs:CreateLogStream", $"{Group}:log-stream:two", $"{Group}:log-stream:two")]
    [InlineData("logs", "DeleteLogStream", """{"logGroupName":"app","logStreamName":"one"}""", "logs:DeleteLogStream", $"{Group}:log-stream:one", $"{Group}:log-stream:one")]
    [InlineData("logs", "DescribeLogStreams", """{"logGroupName":"app"}""", "logs:DescribeLogStreams", $"{Group}:log-stream:", $"{Group}:*")]
    [InlineData("logs", "PutRetentionPolicy", """{"logGroupName":"app","retentionInDays":3}""", "logs:PutRetentionPolicy", $"{Group}:log-stream:", $"{Group}:*")]
    [InlineData("logs", "DeleteRetentionPolicy", """{"logGroupName":"app"}""", "logs:DeleteRetentionPolicy", $"{Group}:log-stream:", $"{Group}:*")]
    [InlineData("logs", "PutLogEvents", """{"logGroupName":"app","logStreamName":"one","logEvents":[{"timestamp":1793610060000,"message":"a"}]}""", "logs:PutLogEvents", $"{Group}:log-stream:one", $"{Group}:*")]
    [InlineData("logs", "GetLogEvents", """{"logGroupName":"app","logStreamName":"one"}""", "logs:GetLogEvents", $"{Group}:log-stream:one", $"{Group}:log-stream:one")]
    [InlineData("logs", "FilterLogEvents", """{"logGroupName":"app"}""", "logs:FilterLogEvents", $"{Group}:log-stream:", $"{Group}:*")]
    [InlineData("logs", "TagResource", $$$"""{"resourceArn":"{{{Group}}}","tags":{"a":"b"}}""", "logs:TagResource", Group, Group)]
    [InlineData("logs", "UntagResource", $$$"""{"resourceArn":"{{{Group}}}","tagKeys":["a"]}""", "logs:UntagResource", Group, Group)]
    [InlineData("logs", "ListTagsForResource", $$$"""{"resourceArn":"{{{Group}}}"}""", "logs:ListTagsForResource", Group, Group)]
    [InlineData("sns", "CreateTopic", """{"Name":"new"}""", "sns:CreateTopic", "arn:aws:sns:eu-west-1:111122223333:new", "arn:aws:sns:eu-west-1:111122223333:new")]
    [InlineData("sns", "DeleteTopic", $$$"""{"TopicArn":"{{{Topic}}}"}""", "sns:DeleteTopic", Topic, Topic)]
    [InlineData("sns", "ListTopics", "{}", "sns:ListTopics", "arn:aws:sns:eu-west-1:111122223333:*", "*")]
    [InlineData("sns", "GetTopicAttributes", $$$"""{"TopicArn":"{{{Topic}}}"}""", "sns:GetTopicAttributes", Topic, Topic)]
    [InlineData("sns", "SetTopicAttributes", $$$"""{"TopicArn":"{{{Topic}}}","AttributeName":"DisplayName","AttributeValue":"x"}""", "sns:SetTopicAttributes", Topic, Topic)]
    [InlineData("sns", "AddPermission", $$$"""{"TopicArn":"{{{Topic}}}","Label":"m","AWSAccountId":["444455556666"],"ActionName":["Publish"]}""", "sns:AddPermission", Topic, Topic)]
    [InlineData("sns", "RemovePermission", $$$"""{"TopicArn":"{{{Topic}}}","Label":"l"}""", "sns:RemovePermission", Topic, Topic)]
    [InlineData("sns", "TagResource", $$$"""{"ResourceArn":"{{{Topic}}}","Tags":[{"Key":"a","Value":"b"}]}""", "sns:TagResource", Topic, Topic)]
    [InlineData("sns", "UntagResource", $$$"""{"ResourceArn":"{{{Topic}}}","TagKeys":["a"]}""", "sns:UntagResource", Topic, Topic)]
    [InlineData("sns", "ListTagsForResource", $$$"""{"ResourceArn":"{{{Topic}}}"}""", "sns:ListTagsForResource", Topic, Topic)]
    [InlineData("sns", "Publish", $$$"""{"TopicArn":"{{{Topic}}}","Message":"x"}""", "sns:Publish", Topic, Topic)]
    [InlineData("sns", "PublishBatch", $$$"""{"TopicArn":"{{{Topic}}}","PublishBatchRequestEntries":[{"Id":"1","Message":"x"}]}""", "sns:Publish", Topic, Topic)]
    [InlineData("sns", "Subscribe", $$$"""{"TopicArn":"{{{Topic}}}","Protocol":"email","Endpoint":"ben@example.com"}""", "sns:Subscribe", Topic, Topic)]
    [InlineData("sns", "Unsubscribe", """{"SubscriptionArn":"@@subscription@@"}""", "sns:Unsubscribe", Topic, Topic)]
    [InlineData("sns", "GetSubscriptionAttributes", """{"SubscriptionArn":"@@subscription@@"}""", "sns:GetSubscriptionAttributes", Topic, Topic)]
    [InlineData("sns", "SetSubscriptionAttributes", """{"SubscriptionArn":"@@subscription@@","AttributeName":"FilterPolicy","AttributeValue":"{\"a\":[\"b\"]}"}""", "sns:SetSubscriptionAttributes", Topic, Topic)]
    [InlineData("sns", "ListSubscriptions", "{}", "sns:ListSubscriptions", "arn:aws:sns:eu-west-1:111122223333:*", "*")]
    [InlineData("sns", "ListSubscriptionsByTopic", $$$"""{"TopicArn":"{{{Topic}}}"}""", "sns:ListSubscriptionsByTopic", Topic, Topic)]
    [InlineData("kinesis", "CreateStream", """{"StreamName":"new","ShardCount":1}""", "kinesis:CreateStream", "arn:aws:kinesis:eu-west-1:111122223333:stream/new", "arn:aws:kinesis:eu-west-1:111122223333:stream/new")]
    [InlineData("kinesis", "DeleteStream", """{"StreamName":"clicks"}""", "kinesis:DeleteStream", Stream, Stream)]
    [InlineData("kinesis", "DescribeStream", """{"StreamName":"clicks"}""", "kinesis:DescribeStream", Stream, Stream)]
    [InlineData("kinesis", "DescribeStreamSummary", $$$"""{"StreamARN":"{{{Stream}}}"}""", "kinesis:DescribeStreamSummary", Stream, Stream)]
    [InlineData("kinesis", "ListStreams", "{}", "kinesis:ListStreams", "*", "*")]
    [InlineData("kinesis", "ListShards", """{"StreamName":"clicks"}""", "kinesis:ListShards", Stream, Stream)]
    [InlineData("kinesis", "SplitShard", """{"StreamName":"clicks","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"85070591730234615865843651857942052864"}""", "kinesis:SplitShard", Stream, Stream)]
    [InlineData("kinesis", "MergeShards", """{"StreamName":"clicks","ShardToMerge":"shardId-000000000000","AdjacentShardToMerge":"shardId-000000000001"}""", "kinesis:MergeShards", Stream, Stream)]
    [InlineData("kinesis", "UpdateShardCount", """{"StreamName":"clicks","TargetShardCount":4,"ScalingType":"UNIFORM_SCALING"}""", "kinesis:UpdateShardCount", Stream, Stream)]
    [InlineData("kinesis", "IncreaseStreamRetentionPeriod", """{"StreamName":"clicks","RetentionPeriodHours":48}""", "kinesis:IncreaseStreamRetentionPeriod", Stream, Stream)]
    [InlineData("kinesis", "AddTagsToStream", """{"StreamName":"clicks","Tags":{"a":"b"}}""", "kinesis:AddTagsToStream", Stream, Stream)]
    [InlineData("kinesis", "RemoveTagsFromStream", """{"StreamName":"clicks","TagKeys":["a"]}""", "kinesis:RemoveTagsFromStream", Stream, Stream)]
    [InlineData("kinesis", "ListTagsForStream", """{"StreamName":"clicks"}""", "kinesis:ListTagsForStream", Stream, Stream)]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"clicks","PartitionKey":"a","Data":"eA=="}""", "kinesis:PutRecord", Stream, Stream)]
    [InlineData("kinesis", "PutRecords", """{"StreamName":"clicks","Records":[{"PartitionKey":"a","Data":"eA=="}]}""", "kinesis:PutRecords", Stream, Stream)]
    [InlineData("kinesis", "GetShardIterator", """{"StreamName":"clicks","ShardId":"shardId-000000000000","ShardIteratorType":"LATEST"}""", "kinesis:GetShardIterator", Stream, Stream)]
    [InlineData("kinesis", "GetRecords", """{"ShardIterator":"@@iterator@@"}""", "kinesis:GetRecords", Stream, Stream)]
    public void An_operation_takes_its_permission_and_no_other(string service, string operation, string input, string action, string asked, string granted)
    {
        input = input.Replace("@@subscription@@", _subscription, StringComparison.Ordinal).Replace("@@iterator@@", _iterator, StringComparison.Ordinal);
        Grant(new { Effect = "Allow", NotAction = action, Resource = "*" });
        _account.Refused(service, operation, input);
        var error = ((ApiCall)_account.Account.History[^1]).Error!;
        Assert.Equal(service switch { "sns" => "AuthorizationError", _ => "AccessDeniedException" }, error.Code);
        Assert.Equal(service is "sns" ? 403 : 400, error.HttpStatus);
        Assert.Equal((action, asked), (error.Denied[0].Action, error.Denied[0].Resource));

        if (!granted.EndsWith('*'))
        {
            Grant(new { Effect = "Allow", Action = action, Resource = granted + "x" });
            _account.Refused(service, operation, input);
        }

        Grant(new { Effect = "Allow", Action = action, Resource = granted });
        _account.Do(service, operation, input);
    }

    [Theory]
    [InlineData("sns", "Publish", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:none","Message":"x"}""", "AuthorizationError", "NotFound")]
    [InlineData("sns", "Subscribe", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:none","Protocol":"email","Endpoint":"a@example.com"}""", "AuthorizationError", "NotFound")]
    [InlineData("sns", "GetTopicAttributes", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:none"}""", "AuthorizationError", "NotFound")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"none","PartitionKey":"a","Data":"eA=="}""", "AccessDeniedException", "ResourceNotFoundException")]
    [InlineData("kinesis", "DescribeStream", """{"StreamName":"none"}""", "AccessDeniedException", "ResourceNotFoundException")]
    [InlineData("logs", "FilterLogEvents", """{"logGroupName":"none"}""", "AccessDeniedException", "ResourceNotFoundException")]
    public void Only_who_may_ask_learns_that_there_is_none(string service, string operation, string input, string stranger, string allowed)
    {
        Grant(new { Effect = "Allow", Action = "s3:*", Resource = "*" });
        Assert.Equal(stranger, _account.Refused(service, operation, input));
        Grant(new { Effect = "Allow", Action = $"{service}:*", Resource = "*" });
        Assert.Equal(allowed, _account.Refused(service, operation, input));
    }

    // Condition keys of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
    [Theory]
    [InlineData("sns:Protocol", "email", true)]
    [InlineData("sns:Protocol", "sqs", false)]
    [InlineData("sns:Endpoint", "*@example.com", true)]
    [InlineData("sns:Endpoint", "*@example.org", false)]
    public void Who_may_subscribe_what_is_a_condition(string key, string pattern, bool isAllowed)
    {
        Grant(new { Effect = "Allow", Action = "sns:Subscribe", Resource = Topic, Condition = new { StringLike = new Dictionary<string, string> { [key] = pattern } } });
        var input = Input(new { TopicArn = Topic, Protocol = "email", Endpoint = "ben@example.com" });
        if (isAllowed) _account.Do("sns", "Subscribe", input);
        else Assert.Equal("AuthorizationError", _account.Refused("sns", "Subscribe", input));
    }

    [Theory]
    [InlineData("logs", "GetLogEvents", """{"logGroupName":"app","logStreamName":"one"}""")]
    [InlineData("sns", "Publish", $$$"""{"TopicArn":"{{{Topic}}}","Message":"x"}""")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"clicks","PartitionKey":"a","Data":"eA=="}""")]
    public void A_tag_of_the_resource_is_a_condition(string service, string operation, string input)
    {
        Grant(new { Effect = "Allow", Action = $"{service}:*", Resource = "*", Condition = new { StringEquals = new Dictionary<string, string> { ["aws:ResourceTag/team"] = "web" } } });
        _account.Refused(service, operation, input);
        _account.As = Caller.Root(TestAccount.Id);
        switch (service)
        {
            case "logs": _account.Do("logs", "TagResource", Input(new { resourceArn = Group, tags = new { team = "web" } })); break;
            case "sns": _account.Do("sns", "TagResource", Input(new { ResourceArn = Topic, Tags = new[] { new { Key = "team", Value = "web" } } })); break;
            default: _account.Do("kinesis", "AddTagsToStream", Input(new { StreamName = "clicks", Tags = new { team = "web" } })); break;
        }
        _account.As = Caller.User(TestAccount.Id, "ann");
        _account.Do(service, operation, input);
    }
}
