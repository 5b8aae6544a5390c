using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Streams;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"/>
public sealed class StreamTests
{
    private readonly DynamoAccount _account = DynamoAccount.Ready();
    private readonly string _arn;

    public StreamTests()
    {
        var table = _account.Do("UpdateTable", """{"TableName": "users", "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}""");
        _arn = (string)table["TableDescription"]!["LatestStreamArn"]!;
        _account.Pass(TimeSpan.FromMinutes(1));
    }

    private JsonObject Stream(string operation, string input) => _account.Test.Do("dynamodbstreams", operation, input);

    private JsonObject Shard() => Stream("DescribeStream", $$"""{"StreamArn": "{{_arn}}"}""")["StreamDescription"]!["Shards"]![0]!.AsObject();

    private string Iterator(string type, string more = "") =>
        (string)Stream("GetShardIterator", $$"""{"StreamArn": "{{_arn}}", "ShardId": "{{(string)Shard()["ShardId"]!}}", "ShardIteratorType": "{{type}}"{{more}}}""")["ShardIterator"]!;

    private JsonObject Records(string iterator) => Stream("GetRecords", $$"""{"ShardIterator": "{{iterator}}"}""");

    private void Put(string id, int v) => _account.Do("PutItem", $$$$$"""{"TableName": "users", "Item": {"id": {"S": "{{{{{id}}}}}"}, "v": {"N": "{{{{{v}}}}}"}}}""");

    [Fact]
    public void Every_change_is_a_record_in_order_and_no_change_is_none()
    {
        Put("a", 1);
        Put("a", 1);
        Put("a", 2);
        _account.Do("DeleteItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}}""");
        _account.Do("DeleteItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}}""");
        var output = Records(Iterator("TRIM_HORIZON"));
        var records = output["Records"]!.AsArray();
        Assert.Equal(["INSERT", "MODIFY", "REMOVE"], records.Select(r => (string)r!["eventName"]!));
        var change = records[1]!["dynamodb"]!;
        Assert.Equal("""{"id":{"S":"a"}}""", change["Keys"]!.ToJsonString());
        Assert.Equal(("1", "2"), ((string)change["OldImage"]!["v"]!["N"]!, (string)change["NewImage"]!["v"]!["N"]!));
        Assert.Equal("NEW_AND_OLD_IMAGES", (string)change["StreamViewType"]!);
        Assert.Equal("aws:dynamodb", (string)records[0]!["eventSource"]!);
        var numbers = records.Select(r => (string)r!["dynamodb"]!["SequenceNumber"]!).ToList();
        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);

        Assert.Empty(Records((string)output["NextShardIterator"]!)["Records"]!.AsArray());
        Assert.Equal(2, Records(Iterator("AFTER_SEQUENCE_NUMBER", $""", "SequenceNumber": "{numbers[0]}" """))["Records"]!.AsArray().Count);
        Assert.Equal(3, Records(Iterator("AT_SEQUENCE_NUMBER", $""", "SequenceNumber": "{numbers[0]}" """))["Records"]!.AsArray().Count);
        var latest = Iterator("LATEST");
        Put("b", 1);
        Assert.Single(Records(latest)["Records"]!.AsArray());
    }

    [Fact]
    public void Records_go_after_a_day_and_iterators_after_a_quarter_of_an_hour()
    {
        Put("a", 1);
        var number = (string)Records(Iterator("TRIM_HORIZON"))["Records"]![0]!["dynamodb"]!["SequenceNumber"]!;
        var iterator = Iterator("TRIM_HORIZON");
        _account.Pass(TimeSpan.FromMinutes(16));
        Assert.Equal("ExpiredIteratorException", _account.Test.Refused("dynamodbstreams", "GetRecords", $$"""{"ShardIterator": "{{iterator}}"}"""));
        _account.Pass(TimeSpan.FromHours(24));
        Assert.Empty(Records(Iterator("TRIM_HORIZON"))["Records"]!.AsArray());
        Put("b", 1);
        Assert.Equal("TrimmedDataAccessException", _account.Test.Refused("dynamodbstreams", "GetShardIterator", $$"""{"StreamArn": "{{_arn}}", "ShardId": "{{(string)Shard()["ShardId"]!}}", "ShardIteratorType": "AT_SEQUENCE_NUMBER", "SequenceNumber": "{{number}}"}"""));
    }

    [Fact]
    public void A_stream_that_was_closed_is_read_to_its_end_for_a_day()
    {
        Put("a", 1);
        _account.Do("DeleteTable", """{"TableName": "users"}""");
        _account.Pass(TimeSpan.FromMinutes(1));
        var output = Records(Iterator("TRIM_HORIZON"));
        Assert.Single(output["Records"]!.AsArray());
        Assert.Null(output["NextShardIterator"]);
        Assert.NotNull(Shard()["SequenceNumberRange"]!["EndingSequenceNumber"]);
        Assert.Single(Stream("ListStreams", """{"TableName": "users"}""")["Streams"]!.AsArray());
        _account.Pass(TimeSpan.FromHours(25));
        Assert.Equal("ResourceNotFoundException", _account.Test.Refused("dynamodbstreams", "DescribeStream", $$"""{"StreamArn": "{{_arn}}"}"""));
    }

    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html"/>
    [Fact]
    public void What_time_to_live_removes_is_in_the_stream_as_DynamoDBs_own_doing()
    {
        _account.Do("UpdateTimeToLive", """{"TableName": "users", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}}""");
        var until = _account.Test.Account.Now.AddHours(1).ToUnixTimeSeconds();
        _account.Do("PutItem", $$$$$"""{"TableName": "users", "Item": {"id": {"S": "a"}, "until": {"N": "{{{{{until}}}}}"}}}""");
        _account.Do("PutItem", $$$$$"""{"TableName": "users", "Item": {"id": {"S": "b"}, "until": {"N": "{{{{{until + 7200}}}}}"}}}""");
        _account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "old"}, "until": {"N": "1000000000"}}}""");
        _account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "text"}, "until": {"S": "1"}}}""");
        _account.Pass(TimeSpan.FromMinutes(70));
        Assert.NotNull(_account.User("a"));
        _account.Pass(TimeSpan.FromMinutes(30));
        Assert.Null(_account.User("a"));
        Assert.NotNull(_account.User("b"));
        Assert.NotNull(_account.User("old"));
        Assert.NotNull(_account.User("text"));
        var removed = Records(Iterator("TRIM_HORIZON"))["Records"]!.AsArray()[^1]!;
        Assert.Equal("REMOVE", (string)removed["eventName"]!);
        Assert.Equal("""{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}""", removed["userIdentity"]!.ToJsonString());
        var stream = _account.Test.Account.State.FindStream(_arn)!;
        Assert.Equal("""{"principalId":"dynamodb.amazonaws.com","type":"Service"}""", StreamRecords.LambdaRecord(stream, stream.Records[^1])["userIdentity"]!.ToJsonString());
        _account.Pass(TimeSpan.FromHours(2));
        Assert.Null(_account.User("b"));
    }

    [Fact]
    public void Time_to_live_is_switched_once_an_hour()
    {
        const string On = """{"TableName": "users", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}}""";
        Assert.Equal("TimeToLive is already disabled", _account.Error("UpdateTimeToLive", On.Replace("true", "false", StringComparison.Ordinal)).Message);
        _account.Do("UpdateTimeToLive", On);
        Assert.Equal("Time to live has been modified multiple times within a fixed interval", _account.Error("UpdateTimeToLive", On.Replace("true", "false", StringComparison.Ordinal)).Message);
        _account.Pass(TimeSpan.FromHours(1));
        Assert.Equal("TimeToLive is already enabled", _account.Error("UpdateTimeToLive", On).Message);
        foreach (var other in (string[])[On.Replace("until", "ttl", StringComparison.Ordinal), On.Replace("until", "ttl", StringComparison.Ordinal).Replace("true", "false", StringComparison.Ordinal)])
            Assert.Equal("TimeToLive is active on a different AttributeName: current AttributeName is until", _account.Error("UpdateTimeToLive", other).Message);
        Assert.Equal("ENABLED", (string)_account.Do("DescribeTimeToLive", """{"TableName": "users"}""")["TimeToLiveDescription"]!["TimeToLiveStatus"]!);
    }

    [Theory]
    [InlineData("GetRecords", """{"ShardIterator": "nonsense"}""")]
    [InlineData("GetRecords", """{"ShardIterator": "a|1|QUJD"}""")]
    [InlineData("GetRecords", """{"ShardIterator": "a|1|MTsx", "Limit": 0}""")]
    public void An_iterator_that_is_none_is_refused(string operation, string input) => Assert.Equal("ValidationException", _account.Test.Refused("dynamodbstreams", operation, input));
}
