using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Sqs;

/// <summary>SQS's errors, in its words.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html"/>
internal static class SqsErrors
{
    private const string Prefix = "AWS.SimpleQueueService.";

    public static AwsException Own(string code, string message, string? advice = null, Location? at = null, int status = 400) => Turn.Error(Prefix + code, message, advice, status, at);

    public static AwsException NoQueue(Location at, string? advice = null) => Own("NonExistentQueue", "The specified queue does not exist.", advice ?? "There is no such queue in this account and Region. Names are case-sensitive.", at);

    /// <summary>A value of a parameter, and what is wrong with it.</summary>
    public static AwsException Value(string value, string parameter, string reason, Location? at = null, string? advice = null) =>
        Turn.Error("InvalidParameterValue", $"Value {value.Shortened()} for parameter {parameter} is invalid. Reason: {reason}", advice, at: at);

    public static AwsException Invalid(string message, Location? at = null, string? advice = null) => Turn.Error("InvalidParameterValue", message, advice, at: at);

    public static AwsException Missing(string parameter, Location? at = null, string? advice = null) => Turn.Error("MissingParameter", $"The request must contain the parameter {parameter}.", advice, at: at);

    public static AwsException UnknownAttribute(string name, Location at, string? advice = null) => Turn.Error("InvalidAttributeName", $"Unknown Attribute {name.Shortened()}.", advice, at: at);

    public static AwsException AttributeValue(string name, Location at, string? advice = null) => Turn.Error("InvalidAttributeValue", $"Invalid value for the parameter {name}.", advice, at: at);

    public static AwsException Handle(string handle, Location at) => Turn.Error("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle.Shortened()}\" is not a valid receipt handle.", "A handle comes from ReceiveMessage of the same queue, and is used as it is.", 404, at);
}
