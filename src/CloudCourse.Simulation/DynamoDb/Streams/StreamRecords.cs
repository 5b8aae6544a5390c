using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Tables;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Streams;

/// <summary>Stream records, for who reads them: the API, and Lambda's event source mappings.</summary>
public static class StreamRecords
{
    /// <summary>A stream by its ARN; null where there is none, or where it ended more than a day ago.</summary>
    public static TableStream? FindStream(this AccountState state, string arn)
    {
        var parts = arn.Split(':', 5);
        return parts.Length == 5 && state.DynamoDb.Regions.Find(parts[3])?.Streams.Find(arn) is { } stream && !(stream.Closed is { } closed && state.Now - closed >= TableStream.Kept) ? stream : null;
    }

    /// <summary>As GetRecords gives it.</summary>
    public static Output Record(TableStream stream, StreamRecord record)
    {
        Output output = new()
        {
            ["eventID"] = record.EventId,
            ["eventName"] = record.Kind,
            ["eventVersion"] = "1.1",
            ["eventSource"] = "aws:dynamodb",
            ["awsRegion"] = stream.Arn.Split(':')[3],
            ["dynamodb"] = Change(stream, record),
        };
        ((Output)output["dynamodb"]!)["ApproximateCreationDateTime"] = Requests.Time(record.At);
        if (record.Expired) output["userIdentity"] = new Output { ["PrincipalId"] = "dynamodb.amazonaws.com", ["Type"] = "Service" };
        return output;
    }

    /// <summary>As a function gets it in its event.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"/>
    public static Output LambdaRecord(TableStream stream, StreamRecord record)
    {
        var output = Record(stream, record);
        ((Output)output["dynamodb"]!)["ApproximateCreationDateTime"] = record.At.ToUnixTimeSeconds();
        if (record.Expired) output["userIdentity"] = new Output { ["principalId"] = "dynamodb.amazonaws.com", ["type"] = "Service" };
        output["eventSourceARN"] = stream.Arn;
        return output;
    }

    private static Output Change(TableStream stream, StreamRecord record)
    {
        Output change = new() { ["ApproximateCreationDateTime"] = "", ["Keys"] = record.Keys.ToJson() };
        if (record.New is { } after) change["NewImage"] = after.ToJson();
        if (record.Old is { } before) change["OldImage"] = before.ToJson();
        change["SequenceNumber"] = TableStream.SequenceNumber(record.Number);
        change["SizeBytes"] = SizeOf(record);
        change["StreamViewType"] = stream.View;
        return change;
    }

    public static int SizeOf(StreamRecord record) => record.Keys.Size + (record.New?.Size ?? 0) + (record.Old?.Size ?? 0);
}
