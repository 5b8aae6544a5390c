using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb;

/// <summary>DynamoDB's errors, in its words.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html"/>
internal static class DynamoErrors
{
    public const string ValidationCode = "ValidationException";

    public static AwsException Validation(string message, string? advice = null, Location? at = null) => Turn.Error(ValidationCode, message, advice, at: at);

    /// <summary>The sentence under which many of its refusals stand.</summary>
    public static AwsException Invalid(string what, string? advice = null, Location? at = null) => Validation($"One or more parameter values were invalid: {what}", advice, at);

    /// <summary>One broken constraint of the model.</summary>
    public static AwsException Constraint(string value, string member, string constraint, Location? at = null) =>
        Validation($"1 validation error detected: Value '{value.Shortened()}' at '{member}' failed to satisfy constraint: Member must {constraint}", at: at);

    public static AwsException TableMissing(string? table = null) => Turn.Error("ResourceNotFoundException",
        table is null ? "Requested resource not found" : $"Requested resource not found: Table: {table} not found",
        "There is no such table in this account and Region, or it is not ACTIVE yet. Names are case-sensitive.");

    public static AwsException InUse(string message, string? advice = null) => Turn.Error("ResourceInUseException", message, advice);

    public static AwsException NotSimulated(string what, Location? at = null) =>
        Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {what}.", "AWS would take it. Leave it out here.", 501, at);

    /// <param name="item">The item as it is, where the call asked for it.</param>
    public static AwsException ConditionFailed(Output? item) => new(new("ConditionalCheckFailedException", "The conditional request failed", 400)
    {
        Advice = "The condition was false for the item as it is now; nothing was written.",
        Fields = item is null ? null : new() { ["Item"] = item },
    });

    public static AwsException Throttled() => Turn.Error("ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
        "What the table may spend in a second is spent, and so is what it had saved. Wait and try again, with longer and longer pauses.");
}
