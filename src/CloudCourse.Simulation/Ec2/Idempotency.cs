using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2;

/// <summary>A call that had a client token.</summary>
/// <param name="Input">Its input as JSON.</param>
/// <param name="Output">What it gave, as JSON.</param>
public sealed record TokenUse(string Input, string Output, DateTimeOffset At);

/// <summary>The same token with the same parameters does nothing again, and answers as before.</summary>
/// <seealso href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html"/>
internal static class Idempotency
{
    /// <summary>AWS keeps a token for a day at least.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <param name="again">The answer as things are now, from what was answered then; null for the answer of then.</param>
    public static Operation Once(Operation operation, Func<Call, Output, Output>? again = null) => operation with
    {
        Run = call =>
        {
            if (call.Text("ClientToken") is not { } token) return operation.Run(call);
            if (token.Length is 0 or > 64 || token.Any(c => c is < ' ' or > '~'))
                throw Ec2Errors.Invalid(call.At("ClientToken"), $"Value ({token.Shortened()}) for parameter clientToken is invalid.", "A token has up to 64 ASCII characters.");
            var (key, input) = ($"{operation.Name}/{token}", JsonText.Of(call.Input));
            if (call.Ec2().Tokens.Find(key) is { } before && call.Now - before.At < Kept)
            {
                if (before.Input != input)
                    throw Turn.Error("IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).", "Another token makes it a request of its own.", at: call.At("ClientToken"));
                var output = (Output)Node.Parse(before.Output)!;
                return again is null ? output : again(call, output);
            }
            var made = operation.Run(call);
            var tokens = call.Ec2().Tokens;
            foreach (var old in tokens.Keys.Where(k => call.Now - tokens[k].At >= Kept).ToList()) tokens = tokens.Remove(old);
            call.Put(call.Ec2() with { Tokens = tokens.Put(key, new(input, made.ToJsonString(), call.Now)) });
            return made;
        },
    };
}
