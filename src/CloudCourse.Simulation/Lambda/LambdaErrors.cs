using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Lambda's refusals, by its codes and HTTP statuses.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html"/>
internal static class LambdaErrors
{
    public static AwsException Invalid(string message, string? advice = null, Location? at = null) => Turn.Error("InvalidParameterValueException", message, advice, 400, at);

    public static AwsException NotFound(string message, string? advice = null, Location? at = null) => Turn.Error("ResourceNotFoundException", message, advice, 404, at);

    public static AwsException Conflict(string message, string? advice = null, Location? at = null) => Turn.Error("ResourceConflictException", message, advice, 409, at);

    /// <param name="constraint">As AWS goes on after "Member must", such as <c>have value less than or equal to 2</c>.</param>
    public static AwsException Constraint(string member, string? value, string constraint, string? advice = null, Location? at = null) =>
        Turn.Error("ValidationException", $"1 validation error detected: Value {(value is null ? "null" : $"'{value.Shortened()}'")} at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must {constraint}", advice, 400, at);

    /// <summary>A number of the input within its bounds; null where it is not given.</summary>
    public static int? Within(this Call call, string member, int least, int most)
    {
        if (call.Integer(member) is not { } given) return null;
        if (given < least) throw Constraint(member, $"{given}", $"have value greater than or equal to {least}", $"{member} is from {least} to {most}.", call.At(member));
        if (given > most) throw Constraint(member, $"{given}", $"have value less than or equal to {most}", $"{member} is from {least} to {most}.", call.At(member));
        return (int)given;
    }

    /// <summary>What the call says as Description; null where it says nothing.</summary>
    public static string? Described(this Call call)
    {
        const int Most = 256;
        return call.Text("Description") is not { Length: > Most } text ? call.Text("Description")
            : throw Constraint("Description", text, $"have length less than or equal to {Most}", $"A description has up to {Most} characters.", call.At("Description"));
    }

    /// <summary>For operations on a function as a whole.</summary>
    public static FunctionArn Unqualified(this Call call)
    {
        var named = FunctionArn.Of(call);
        return named.Qualifier is null ? named
            : throw Invalid("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.", at: call.At("FunctionName"));
    }

    public static AwsException StillPending(Location? at = null) => Conflict("The operation cannot be performed at this time. The function is currently in the following state: Pending", "A new function takes a moment until it is Active.", at);
}
