using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda;

/// <summary>A function's own policy: which services and accounts may invoke it.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"/>
internal static class PermissionOperations
{
    private const int MaxPolicyBytes = 20 * 1024;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("AddPermission", c => [FunctionOperations.On(c, "AddPermission")], Add),
        new("RemovePermission", c => [FunctionOperations.On(c, "RemovePermission")], Remove),
        new("GetPolicy", c => [FunctionOperations.On(c, "GetPolicy")], Get),
    ];

    private static Output Add(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        // "Lambda does not support adding policies to version $LATEST": API_AddPermission.
        if (named.Qualifier is "$LATEST") throw LambdaErrors.Invalid("We currently do not support adding policies for $LATEST.", "Leave the qualifier out, or name a version or an alias.", call.Input.Last("Qualifier") is null ? call.At("FunctionName") : call.At("Qualifier"));
        var id = call.Need("StatementId");
        if (id.Length is 0 or > 100 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw LambdaErrors.Constraint("StatementId", id, id.Length is 0 or > 100 ? $"have length {(id.Length == 0 ? "greater than or equal to 1" : "less than or equal to 100")}" : "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)", "Letters, digits, hyphens and underscores.", call.At("StatementId"));
        if (call.Text("SourceAccount") is { } owner && (owner.Length != 12 || !owner.All(char.IsAsciiDigit)))
            throw LambdaErrors.Constraint("SourceAccount", owner, @"satisfy regular expression pattern: \d{12}", "An account's twelve digits.", call.At("SourceAccount"));
        var policy = function.Policies.Find(named.Qualifier ?? "");
        CheckRevision(call, policy);
        if (policy?.Statements.ContainsKey(id) == true)
            throw Turn.Error("ResourceConflictException", $"The statement id ({id.Shortened()}) provided already exists. Please provide a new statement id, or remove the existing statement.", null, 409, call.At("StatementId"));
        var action = call.Need("Action");
        if (!action.StartsWith("lambda:", StringComparison.Ordinal) && action is not "*")
            throw Turn.Error("ValidationException", $"1 validation error detected: Value '{action.Shortened()}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])", at: call.At("Action"));

        if (call.Input.Last("FunctionUrlAuthType") is not null && action is not "lambda:InvokeFunctionUrl")
            throw LambdaErrors.Invalid("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action", at: call.At("FunctionUrlAuthType"));
        if (call.Input.Last("InvokedViaFunctionUrl") is not null && action is not "lambda:InvokeFunction")
            throw LambdaErrors.Invalid("InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action", at: call.At("InvokedViaFunctionUrl"));
        Output statement = new() { ["Sid"] = id, ["Effect"] = "Allow", ["Principal"] = Principal(call), ["Action"] = action, ["Resource"] = named.Arn };
        if (Conditions(call) is { Count: > 0 } conditions) statement["Condition"] = conditions;
        var statements = (policy?.Statements ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)).Add(id, statement.ToJsonString());
        Put(call, function, named.Qualifier, statements);
        call.Turn.Note("lambda", function.Arn, $"The policy of {function.Name} lets {call.Need("Principal")} in ({id}).");
        return new() { ["Statement"] = statement.ToJsonString() };
    }

    /// <summary>Whoever has read the policy may ask that it be as it was.</summary>
    private static void CheckRevision(Call call, FunctionPolicy? policy)
    {
        if (call.Text("RevisionId") is { } revision && revision != policy?.RevisionId)
            throw Turn.Error("PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id", null, 412, call.At("RevisionId"));
    }

    private static JsonNode Principal(Call call)
    {
        var given = call.Need("Principal");
        if (given is "*") return "*";
        if (given.EndsWith(".amazonaws.com", StringComparison.Ordinal)) return new Output { ["Service"] = given };
        if (given.Length == 12 && given.All(char.IsAsciiDigit)) return new Output { ["AWS"] = $"arn:aws:iam::{given}:root" };
        if (given.StartsWith("arn:aws:iam::", StringComparison.Ordinal)) return new Output { ["AWS"] = given };
        throw Turn.Error("InvalidParameterValueException", "The provided principal was invalid. Please check the principal and try again.", "A service (s3.amazonaws.com), an account's number, or an ARN of IAM.", at: call.At("Principal"));
    }

    private static Output Conditions(Call call)
    {
        Output conditions = [];
        if (call.Text("SourceArn") is { } source) conditions["ArnLike"] = new Output { ["AWS:SourceArn"] = source };
        Output equals = [];
        if (call.Text("SourceAccount") is { } account) equals["AWS:SourceAccount"] = account;
        if (call.Text("PrincipalOrgID") is { } organization) equals["aws:PrincipalOrgID"] = organization;
        if (call.Text("FunctionUrlAuthType") is { } type) equals["lambda:FunctionUrlAuthType"] = type;
        if (equals.Count > 0) conditions["StringEquals"] = equals;
        if (call.Input.Last("InvokedViaFunctionUrl") is not null) conditions["Bool"] = new Output { ["lambda:InvokedViaFunctionUrl"] = call.Flag("InvokedViaFunctionUrl") ? "true" : "false" };
        return conditions;
    }

    private static void Put(Call call, Function function, string? qualifier, ImmutableSortedDictionary<string, string> statements)
    {
        if (statements.Count == 0)
        {
            call.Turn.Put(function with { Policies = function.Policies.Remove(qualifier ?? "") });
            return;
        }
        var text = $$"""{"Version":"2012-10-17","Id":"default","Statement":[{{string.Join(',', statements.Values)}}]}""";
        if (text.Length > MaxPolicyBytes) throw Turn.Error("PolicyLengthExceededException", "The final policy size is bigger than the limit (20480).", null, 400, call.Input.Head());
        var document = PolicyReader.Read(text, $"the policy of {function.Name}").Policy ?? throw Turn.Error("InvalidParameterValueException", "The provided principal was invalid. Please check the principal and try again.", at: call.At("Principal"));
        call.Turn.Put(function with { Policies = function.Policies.Put(qualifier ?? "", new(statements, document, text, call.Turn.RequestId())) });
    }

    private static Output Remove(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        var id = call.Need("StatementId");
        if (function.Policies.Find(named.Qualifier ?? "") is not { } policy || !policy.Statements.ContainsKey(id))
            throw Turn.Error("ResourceNotFoundException", $"Statement {id.Shortened()} is not found in resource policy.", null, 404, call.At("StatementId"));
        CheckRevision(call, policy);
        Put(call, function, named.Qualifier, policy.Statements.Remove(id));
        call.Turn.Note("lambda", function.Arn, $"The statement {id} was taken out of the policy of {function.Name}.");
        return [];
    }

    private static Output Get(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        return function.Policies.Find(named.Qualifier ?? "") is { } policy
            ? new() { ["Policy"] = policy.Text, ["RevisionId"] = policy.RevisionId }
            : throw Turn.Error("ResourceNotFoundException", "The resource you requested does not exist.", $"{function.Name} has no policy of its own yet: AddPermission makes one.", 404, call.At("FunctionName"));
    }
}
