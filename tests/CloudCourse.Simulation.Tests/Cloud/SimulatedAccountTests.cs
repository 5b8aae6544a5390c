using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Tests.Cloud;

public sealed class SimulatedAccountTests
{
    private readonly TestAccount _account = new();

    [Theory]
    [InlineData("{}", "ParamValidation", "Missing required parameter in input: \"UserName\"")]
    [InlineData("""{"UserName": 1}""", "ParamValidation", "Invalid type for parameter UserName, value: 1, type: <class 'int'>, valid types: <class 'str'>")]
    [InlineData("""{"UserName": "ana", "Role": "x"}""", "ParamValidation", "Unknown parameter in input: \"Role\", must be one of: Path, UserName, PermissionsBoundary, Tags")]
    [InlineData("[]", "ParamValidation", "Invalid type for parameter input")]
    [InlineData("{", "ParamValidation", "never closed")]
    [InlineData("""{"UserName": "a b"}""", "ValidationError", "failed to satisfy constraint")]
    public void A_wrong_input_is_refused_in_the_words_of_AWS(string input, string code, string words)
    {
        var before = _account.Account.State;
        var error = _account.Try("iam", "CreateUser", input).Error!;
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Same(before, _account.Account.State);
    }

    /// <summary>Of a member that is repeated the last counts, among few members and among many.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Of_a_repeated_member_the_last_counts(int attributes)
    {
        var item = string.Concat(Enumerable.Range(0, attributes).Select(i => $$""", "a{{i}}": {"S": "x"}"""));
        _account.Do("dynamodb", "CreateTable", """{"TableName": "orders", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}""");
        _account.Account.Advance(TimeSpan.FromMinutes(1));
        _account.Do("dynamodb", "PutItem", $$$$"""{"TableName": 7, "Item": {"id": {"S": "none"}{{{{item}}}}, "id": {"S": "one"} }, "TableName": "orders"}""");
        Assert.Equal("ParamValidation", _account.Refused("dynamodb", "PutItem", $$$$"""{"TableName": "orders", "Item": {"id": {"S": "one"}{{{{item}}}}, "id": {"N": 1} } }"""));
        Assert.StartsWith("""{"TableName":"orders","Item":{"id":{"S":"one"}""", _account.Account.History.OfType<ApiCall>().First(c => c.Operation == "PutItem").Input, StringComparison.Ordinal);
    }

    /// <summary>What the client sends as a number, and no service can read as one.</summary>
    [Theory]
    [InlineData("ec2", "RunInstances", """{"MinCount": true, "MaxCount": 1}""", "InvalidParameterValue")]
    [InlineData("ec2", "RunInstances", """{"MinCount": 1, "MaxCount": 99999999999999999999}""", "InvalidParameterValue")]
    [InlineData("ecs", "RunTask", """{"taskDefinition": "web", "count": 4294967297}""", "SerializationException")]
    [InlineData("ecs", "RunTask", """{"taskDefinition": "web", "count": true}""", "SerializationException")]
    [InlineData("autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "web", "MinSize": 4294967296, "MaxSize": 1}""", "MalformedInput")]
    public void A_number_that_no_service_can_read(string service, string operation, string input, string code) => Assert.Equal(code, _account.Refused(service, operation, input));

    [Theory]
    [InlineData("ec4", "RunInstances", "UnknownService")]
    [InlineData("savingsplans", "CreateSavingsPlan", AwsError.NotSimulated)]
    [InlineData("iam", "MakeUser", "InvalidAction")]
    [InlineData("ec2", "runinstances", "InvalidAction")]
    [InlineData("elasticloadbalancing", "CreateRule", AwsError.NotSimulated)]
    [InlineData("autoscaling", "AttachInstances", AwsError.NotSimulated)]
    [InlineData("iam", "ListServerCertificates", AwsError.NotSimulated)]
    [InlineData("sts", "AssumeRole", AwsError.NotSimulated)]
    public void What_is_not_there_is_said(string service, string operation, string code) => Assert.Equal(code, _account.Refused(service, operation,
        operation switch
        {
            "AssumeRole" => """{"RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s", "Tags": [{"Key": "a", "Value": "b"}]}""",
            _ => "{}",
        }));

    [Theory]
    [InlineData("EC2", "RunInstances", "Write \"ec2\".")]
    [InlineData("elasticloadbalancng", "CreateRule", "Write \"elasticloadbalancing\".")]
    [InlineData("rekognition", "DetectFaces", "There are iam, sts, s3")]
    [InlineData("ec2", "stopinstances", "StopInstances is probably meant")]
    [InlineData("ec2", "HibernateInstances", "look at its spelling")]
    public void What_was_probably_meant_is_said(string service, string operation, string advice) => Assert.Contains(advice, _account.Try(service, operation).Error!.Advice, StringComparison.Ordinal);

    [Fact]
    public void Every_operation_is_one_of_AWSs() => Assert.All(SimulatedServices.All, s =>
        Assert.All(s.Operations, o => Assert.True(ServiceModel.Of(s.Name).Find(o.Name) is not null, $"{s.Name} has no {o.Name}")));

    [Fact]
    public void The_history_tells_who_called_and_what_allowed_it()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "look", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"Look\",\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\"}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        _account.Do("iam", "GetUser");
        Assert.Equal("AccessDenied", _account.Refused("iam", "DeleteUser", """{"UserName": "ana"}"""));

        var calls = _account.Account.History.OfType<ApiCall>().ToList();
        Assert.Equal(["look: Look"], calls[2].Authorized.Single().By);
        Assert.Equal("User: arn:aws:iam::111122223333:user/ana is not authorized to perform: iam:DeleteUser on resource: arn:aws:iam::111122223333:user/ana because no identity-based policy allows the iam:DeleteUser action", calls[3].Error!.Message);
        Assert.Equal(Enumerable.Range(1, _account.Account.History.Count).Select(n => (long)n), _account.Account.History.Select(h => h.Number));
    }

    [Fact]
    public void The_same_calls_give_the_same_history()
    {
        Assert.Equal(Run(), Run());

        static string Run()
        {
            TestAccount account = new();
            account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
            account.Try("iam", "CreateUser", """{"UserName": "ANA"}""");
            account.Account.Advance(TimeSpan.FromMinutes(1));
            account.Do("iam", "CreateGroup", """{"GroupName": "readers"}""");
            account.Do("iam", "AddUserToGroup", """{"GroupName": "readers", "UserName": "ana"}""");
            return string.Join('\n', account.Account.History.Select(h => JsonSerializer.Serialize(h, h.GetType())));
        }
    }

    [Fact]
    public void A_moment_can_be_returned_to()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        var then = _account.Account.Snapshot();
        _account.Do("iam", "DeleteUser", """{"UserName": "ana"}""");
        var again = SimulatedAccount.Restore(then);
        Assert.True(again.State.Iam.Users.Has("ana"));
        Assert.Equal(then.History.Count, again.History.Count);
        Assert.Equal("DeleteUser", ((ApiCall)_account.Account.History[then.History.Count]).Operation);
    }

    [Fact]
    public void Planned_events_happen_in_order_and_time_never_runs_back()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _account.Account.Advance(TimeSpan.FromSeconds(-1)));
        var schedule = Schedule.Empty.Add(TestAccount.Start.AddSeconds(2), new Named("c")).Add(TestAccount.Start.AddSeconds(1), new Named("a")).Add(TestAccount.Start.AddSeconds(1), new Named("b"));
        List<string> seen = [];
        while (schedule.Due(TestAccount.Start.AddSeconds(2)) is var (_, item, after))
        {
            seen.Add(((Named)item).Name);
            schedule = after;
        }
        Assert.Equal(["a", "b", "c"], seen);
    }

    private sealed record Named(string Name) : ScheduledEvent
    {
        public override void Run(Turn turn) => turn.Note("test", Name, Name);
    }
}
