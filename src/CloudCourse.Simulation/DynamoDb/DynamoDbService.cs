using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.DynamoDb.Items;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.DynamoDb;

/// <summary>
/// Amazon DynamoDB. Every read sees what was written before it, also one that is not strongly consistent. Partitions have no limits of
/// their own, on-demand tables never throttle, and nothing is billed: no prices of it are among our facts.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html"/>
public sealed class DynamoDbService : SimulatedService
{
    public override string Name => "dynamodb";

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsException Unreadable(string member, JsonValue value) => NotANumber(member, value);

    internal static AwsException NotANumber(string member, JsonValue value) => Turn.Error("SerializationException",
        $"{(value is JsonBoolean ? "class java.lang.Boolean" : "class com.amazon.coral.value.json.numbers.TruncatingBigNumber")} can not be converted to an {(value is JsonBoolean ? "Long" : "Integer")}", NumberAdvice(member), at: value.At);

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. TableOperations.All, UpdateTable.Operation, .. TagOperations.All, .. SettingOperations.All,
        .. ItemOperations.All, .. PageOperations.All, .. BatchOperations.All, .. TransactionOperations.All,
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => Refused.GetValueOrDefault(operation) ?? base.NotTaken(operation);

    /// <summary>What came before expressions, and what tables have that this simulation has not.</summary>
    private static readonly Dictionary<string, HashSet<string>> Refused = new(StringComparer.Ordinal)
    {
        ["PutItem"] = ["Expected", "ConditionalOperator"],
        ["DeleteItem"] = ["Expected", "ConditionalOperator"],
        ["UpdateItem"] = ["AttributeUpdates", "Expected", "ConditionalOperator"],
        ["GetItem"] = ["AttributesToGet"],
        ["Query"] = ["AttributesToGet", "KeyConditions", "QueryFilter", "ConditionalOperator"],
        ["Scan"] = ["AttributesToGet", "ScanFilter", "ConditionalOperator"],
        ["CreateTable"] = AllBut("CreateTable", TableOperations.CreateTakes),
        ["UpdateTable"] = AllBut("UpdateTable", UpdateTable.Takes),
        ["ListTagsOfResource"] = ["NextToken"],
    };

    internal override void CountRefused(Call call, string operation, AwsError error)
    {
        if (error.Code is not ("ProvisionedThroughputExceededException" or "ConditionalCheckFailedException")) return;
        var tables = call.Structure("RequestItems") is { } items ? items.AsDictionary().Select(t => call.TableNamed(t.Key, t.Value.NameAt)) : [call.TableOf(call.Input)];
        foreach (var table in tables)
        {
            if (error.Code is "ConditionalCheckFailedException")
            {
                call.Turn.Measure(DynamoDbMetrics.Of(call.Region, table.Name), (DynamoDbMetrics.ConditionsFailed, 1));
                continue;
            }
            call.Turn.Measure(DynamoDbMetrics.OfOperation(call.Region, table.Name, operation), (DynamoDbMetrics.Throttled, 1));
            var reads = operation is "GetItem" or "BatchGetItem" or "Query" or "Scan";
            var index = call.Text("IndexName") is { } name && table.Table?.Index(name) is { IsGlobal: true } ? name : null;
            call.Turn.Measure(index is null ? DynamoDbMetrics.Of(call.Region, table.Name) : DynamoDbMetrics.OfIndex(call.Region, table.Name, index), (reads ? DynamoDbMetrics.ReadThrottles : DynamoDbMetrics.WriteThrottles, 1));
        }
    }

    private static HashSet<string> AllBut(string operation, string[] taken) =>
        [.. ServiceModel.Of("dynamodb").Find(operation)!.Input.Members.Select(m => m.Name).Except(taken)];
}
