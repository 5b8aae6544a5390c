using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Logs;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Logs;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html</summary>
public sealed class LogsTests
{
    private readonly TestAccount _account = new();

    private static readonly long Now = TestAccount.Start.ToUnixTimeMilliseconds();

    public LogsTests()
    {
        Do("CreateLogGroup", new { logGroupName = "app" });
        Do("CreateLogStream", new { logGroupName = "app", logStreamName = "one" });
    }

    private JsonObject Do(string operation, object input) => _account.Do("logs", operation, JsonSerializer.Serialize(input));

    private AwsError ErrorOf(string operation, object input)
    {
        _account.Refused("logs", operation, JsonSerializer.Serialize(input));
        return ((ApiCall)_account.Account.History[^1]).Error!;
    }

    private JsonObject Put(string stream, params (long After, string Message)[] events) =>
        Do("PutLogEvents", new { logGroupName = "app", logStreamName = stream, logEvents = events.Select(e => new { timestamp = Now + e.After, message = e.Message }) });

    private static IEnumerable<string> Messages(JsonObject output) => output["events"]!.AsArray().Select(e => (string)e!["message"]!);

    [Fact]
    public void Events_are_read_in_the_order_of_their_time_forwards_and_backwards()
    {
        Put("one", (-2000, "b"), (-1000, "c"));
        Put("one", (-3000, "a"), (0, "d"));
        Assert.Equal(["a", "b", "c", "d"], Messages(Get(new { logGroupName = "app", logStreamName = "one" })));
        Assert.Equal(["c", "d"], Messages(Get(new { logGroupName = "app", logStreamName = "one", limit = 2 })));
        var page = Get(new { logGroupName = "app", logStreamName = "one", limit = 3, startFromHead = true });
        Assert.Equal(["a", "b", "c"], Messages(page));
        page = Get(new { logGroupName = "app", logStreamName = "one", limit = 3, nextToken = (string)page["nextForwardToken"]! });
        Assert.Equal(["d"], Messages(page));
        var end = Get(new { logGroupName = "app", logStreamName = "one", nextToken = (string)page["nextForwardToken"]! });
        Assert.Empty(Messages(end));
        Assert.Equal((string)page["nextForwardToken"]!, (string)end["nextForwardToken"]!); // the same token: that is the end
        Put("one", (1, "e"));
        Assert.Equal(["e"], Messages(Get(new { logGroupName = "app", logStreamName = "one", nextToken = (string)end["nextForwardToken"]! })));
        Assert.Equal(["a", "b", "c"], Messages(Get(new { logGroupName = "app", logStreamName = "one", nextToken = (string)page["nextBackwardToken"]! })));
        Assert.Equal(["b", "c"], Messages(Get(new { logGroupName = "app", logStreamName = "one", startTime = Now - 2000, endTime = Now })));

        JsonObject Get(object input) => Do("GetLogEvents", input);
    }

    [Theory]
    [InlineData("ERROR", "1,3,4")]
    [InlineData("ERROR disk", "3")]
    [InlineData("?ERROR ?WARN", "1,2,3,4")]
    [InlineData("ERROR -disk", "1,4")]
    [InlineData("\"disk full\"", "3")]
    [InlineData("error", "")]
    [InlineData("", "1,2,3,4,5")]
    [InlineData("?WARN ERROR", "1,3,4")]
    [InlineData("{ $.level = \"ERROR\" }", "4")]
    [InlineData("{ $.ms > 100 && $.level = INFO }", "5")]
    [InlineData("{ $.level = \"*R*\" || $.ms >= 300 }", "4,5")]
    [InlineData("{ ($.ms < 300) || ($.path = \"/b*\") }", "4,5")]
    [InlineData("{ $.user.name NOT EXISTS }", "4")]
    [InlineData("{ $.user.name IS NULL }", "5")]
    [InlineData("{ $.tags[1] != \"x\" }", "4")]
    public void A_pattern_finds_its_events(string pattern, string found)
    {
        Put("one", (0, "1 ERROR slow"), (1, "2 WARN hot"));
        Do("CreateLogStream", new { logGroupName = "app", logStreamName = "two" });
        Put("two", (2, "3 ERROR disk full"), (3, """{"n":4,"level":"ERROR","ms":20,"tags":["x","y"]}"""), (4, """{"n":5,"level":"INFO","ms":300,"path":"/buy","user":{"name":null}}"""));
        var messages = Messages(Do("FilterLogEvents", new { logGroupName = "app", filterPattern = pattern }));
        Assert.Equal(found, string.Join(',', messages.Select(m => m[0] == '{' ? m[5] : m[0])));
    }

    [Fact]
    public void A_search_goes_page_by_page_over_the_streams_that_are_asked_for()
    {
        Do("CreateLogStream", new { logGroupName = "app", logStreamName = "two" });
        Put("one", (0, "a"), (2, "c"));
        Put("two", (1, "b"), (3, "d"));
        var first = Do("FilterLogEvents", new { logGroupName = "app", limit = 3 });
        Assert.Equal(["a", "b", "c"], Messages(first));
        var second = Do("FilterLogEvents", new { logGroupName = "app", limit = 3, nextToken = (string)first["nextToken"]! });
        Assert.Equal(["d"], Messages(second));
        Assert.Null(second["nextToken"]);
        Assert.Equal(["b", "d"], Messages(Do("FilterLogEvents", new { logGroupName = "app", logStreamNamePrefix = "tw" })));
        Assert.Equal(["c"], Messages(Do("FilterLogEvents", new { logGroupIdentifier = "arn:aws:logs:eu-west-1:111122223333:log-group:app", logStreamNames = new[] { "one" }, startTime = Now + 1, endTime = Now + 2 })));
    }

    [Fact]
    public void What_is_too_new_too_old_or_past_its_retention_is_rejected_and_said_so()
    {
        var rejected = Put("one", (-15L * 86_400_000, "old"))["rejectedLogEventsInfo"]!;
        Assert.Equal(1, (int)rejected["tooOldLogEventEndIndex"]!);
        rejected = Put("one", (0, "now"), (7_200_001, "new"))["rejectedLogEventsInfo"]!;
        Assert.Equal(1, (int)rejected["tooNewLogEventStartIndex"]!);
        Do("PutRetentionPolicy", new { logGroupName = "app", retentionInDays = 3 });
        rejected = Put("one", (-4L * 86_400_000, "gone"))["rejectedLogEventsInfo"]!;
        Assert.Equal(1, (int)rejected["expiredLogEventEndIndex"]!);
        Assert.Single(Messages(Do("GetLogEvents", new { logGroupName = "app", logStreamName = "one" })));
        _account.Account.Advance(TimeSpan.FromDays(4));
        Assert.Empty(Messages(Do("GetLogEvents", new { logGroupName = "app", logStreamName = "one" })));
    }

    public static TheoryData<string, object, string, string> Refused => new()
    {
        { "CreateLogGroup", new { logGroupName = "app" }, "ResourceAlreadyExistsException", "The specified log group already exists" },
        { "CreateLogGroup", new { logGroupName = "a b" }, "InvalidParameterException", @"1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+" },
        { "CreateLogStream", new { logGroupName = "app", logStreamName = "one" }, "ResourceAlreadyExistsException", "The specified log stream already exists" },
        { "CreateLogStream", new { logGroupName = "app", logStreamName = "a:b" }, "InvalidParameterException", "1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*" },
        { "CreateLogStream", new { logGroupName = "none", logStreamName = "one" }, "ResourceNotFoundException", "The specified log group does not exist." },
        { "GetLogEvents", new { logGroupName = "app", logStreamName = "none" }, "ResourceNotFoundException", "The specified log stream does not exist." },
        { "GetLogEvents", new { logGroupName = "app", logStreamName = "one", nextToken = "x" }, "InvalidParameterException", "The specified nextToken is invalid." },
        { "FilterLogEvents", new { logGroupName = "app", filterPattern = "a/b" }, "InvalidParameterException", "Invalid filter pattern" },
        { "FilterLogEvents", new { logGroupName = "app", filterPattern = "[a, b]" }, "NotSimulated", "The simulation does not know what to do with patterns of space-delimited fields, [a, b, …]." },
        { "FilterLogEvents", new { logGroupName = "app", logStreamNames = new[] { "one" }, logStreamNamePrefix = "o" }, "InvalidParameterException", "LogStream names and LogStream name prefix are mutually exclusive parameters." },
        { "PutRetentionPolicy", new { logGroupName = "app", retentionInDays = 2 }, "InvalidParameterException", "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]" },
        { "DescribeLogStreams", new { logGroupName = "app", orderBy = "LastEventTime", logStreamNamePrefix = "o" }, "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix." },
        { "PutLogEvents", new { logGroupName = "app", logStreamName = "one", logEvents = new[] { new { timestamp = Now, message = "a" }, new { timestamp = Now - 1, message = "b" } } }, "InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order." },
        { "PutLogEvents", new { logGroupName = "app", logStreamName = "one", logEvents = new[] { new { timestamp = Now - 86_400_001, message = "a" }, new { timestamp = Now, message = "b" } } }, "InvalidParameterException", "The batch of log events in a single PutLogEvents request cannot span more than 24 hours." },
        { "PutLogEvents", new { logGroupName = "app", logStreamName = "one", logEvents = new[] { new { timestamp = Now, message = new string('x', 600_000) }, new { timestamp = Now, message = new string('x', 600_000) } } }, "InvalidParameterException", "Upload too large: 1200052 bytes exceeds limit of 1048576" },
        { "TagResource", new { resourceArn = "arn:aws:logs:eu-west-1:111122223333:log-group:none", tags = new { a = "b" } }, "ResourceNotFoundException", "The specified resource does not exist." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_call_that_CloudWatch_Logs_refuses(string operation, object input, string code, string message)
    {
        var error = ErrorOf(operation, input);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void Groups_and_streams_are_described_by_page()
    {
        Do("CreateLogGroup", new { logGroupName = "app-2", tags = new { team = "shop" } });
        var first = Do("DescribeLogGroups", new { logGroupNamePrefix = "app", limit = 1 });
        Assert.Equal("arn:aws:logs:eu-west-1:111122223333:log-group:app:*", (string)first["logGroups"]![0]!["arn"]!);
        var second = Do("DescribeLogGroups", new { logGroupNamePrefix = "app", limit = 1, nextToken = (string)first["nextToken"]! });
        Assert.Equal("app-2", (string)Assert.Single(second["logGroups"]!.AsArray())!["logGroupName"]!);
        Assert.Null(second["nextToken"]);
        Do("CreateLogStream", new { logGroupName = "app", logStreamName = "two" });
        Put("one", (0, "a"));
        var streams = Do("DescribeLogStreams", new { logGroupName = "app", orderBy = "LastEventTime", descending = true })["logStreams"]!;
        Assert.Equal(("one", Now, "two"), ((string)streams[0]!["logStreamName"]!, (long)streams[0]!["lastEventTimestamp"]!, (string)streams[1]!["logStreamName"]!));
        var arn = "arn:aws:logs:eu-west-1:111122223333:log-group:app-2";
        Do("TagResource", new { resourceArn = arn, tags = new { stage = "test" } });
        Do("UntagResource", new { resourceArn = arn, tagKeys = new[] { "team" } });
        Assert.Equal("""{"stage":"test"}""", Do("ListTagsForResource", new { resourceArn = arn })["tags"]!.ToJsonString());
        Do("DeleteRetentionPolicy", new { logGroupName = "app" });
        Do("DeleteLogStream", new { logGroupName = "app", logStreamName = "two" });
        Do("DeleteLogGroup", new { logGroupName = "app" });
        Assert.Single(Do("DescribeLogGroups", new { })["logGroups"]!.AsArray());
    }

    private Caller User(string action, string resource)
    {
        _account.Do("iam", "CreateUser", """{"UserName":"ann"}""");
        _account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = "ann", PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = action, Resource = resource } }) }));
        return Caller.User(TestAccount.Id, "ann");
    }

    // "Use the second version, with :*" for all actions but those on tags:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    [Theory]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:app:*", true)]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:app:log-stream:one", true)]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:*", true)]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:app", false)]
    [InlineData("arn:aws:logs:eu-west-1:111122223333:log-group:app:log-stream:two", false)]
    public void Writing_takes_permission_for_the_stream(string resource, bool isAllowed)
    {
        _account.As = User("logs:PutLogEvents", resource);
        if (isAllowed) Put("one", (0, "a"));
        else
        {
            var error = ErrorOf("PutLogEvents", new { logGroupName = "app", logStreamName = "one", logEvents = new[] { new { timestamp = Now, message = "a" } } });
            Assert.Equal(("AccessDeniedException", 400), (error.Code, error.HttpStatus));
            Assert.Equal("arn:aws:logs:eu-west-1:111122223333:log-group:app:log-stream:one", error.Denied[0].Resource);
        }
    }

    private sealed record Writes(Caller Writer, string Group, string Stream) : ScheduledEvent
    {
        public override void Run(Turn turn) => turn.WriteLog(Writer, "eu-west-1", Group, Stream, [(turn.Now, "START"), (turn.Now, "END")]);
    }

    [Theory]
    [InlineData("logs:*", 1, 1, 2)]
    [InlineData("logs:CreateLogGroup", 1, 0, 0)]
    [InlineData("logs:Create*", 1, 1, 0)]
    [InlineData("logs:PutLogEvents", 0, 0, 0)]
    public void A_function_s_log_is_written_as_far_as_its_role_allows(string action, int groups, int streams, int events)
    {
        _account.Account.Happen(new Writes(User(action, "*"), "/aws/lambda/f", "2026/11/02/[$LATEST]0"));
        var found = _account.Account.State.Logs.Groups.Find("eu-west-1//aws/lambda/f");
        Assert.Equal((groups, streams, events), (found is null ? 0 : 1, found?.Streams.Count ?? 0, found?.Streams.Values.Sum(s => s.Events.Count) ?? 0));
    }
}
