using System.Text.Json.Serialization;
using CloudCourse.Labs;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Labs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CloudCourse.Web.Iam;

/// <summary>
/// What an editor of IAM policies asks while somebody types: in labs and in the playground, with or without a learner. Reads
/// and keeps no rows.
/// </summary>
internal static class AssistEndpoints
{
    /// <summary>The longest text in JSON, each character of it escaped.</summary>
    private const long MostBytes = 6L * PolicyText.MostCharacters + 4096;

    public static void AddPolicyAssist(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AssistLimits>();

    public static void MapPolicyAssist(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/iam").DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        group.AddEndpointFilter<AssistLimitFilter>();
        group.MapPost("/inspect", Inspect);
        group.MapPost("/complete", Complete);
        group.MapPost("/hover", AtPointer);
    }

    /// <summary>The problems in the text as it stands.</summary>
    internal static Results<Ok<List<EditorFinding>>, ProblemHttpResult> Inspect(PolicyQuestion asked)
    {
        var (policy, problem) = PolicyText.Of(asked);
        if (policy is null) return Refused(problem!);
        return TypedResults.Ok(PolicyFindings.Of(policy.Text, policy.Type, policy.ResourceType).Take(EditorFinding.Most)
            .Select(found => EditorFinding.Of(new FileFinding("", found))).ToList());
    }

    /// <summary>What could stand at the cursor.</summary>
    internal static Results<Ok<CompletionAnswer>, ProblemHttpResult> Complete(PolicyQuestion asked)
    {
        var (policy, problem) = PolicyText.Of(asked);
        if (policy is null) return Refused(problem!);
        return policy.OffsetOf(asked.Offset) is { } offset
            ? TypedResults.Ok(CompletionAnswer.Of(PolicyCompletion.At(policy.Text, offset, policy.Type)))
            : Refused(policy.NoOffset);
    }

    /// <summary>What is known about the thing under the pointer.</summary>
    internal static Results<Ok<Hover>, NoContent, ProblemHttpResult> AtPointer(PolicyQuestion asked)
    {
        var (policy, problem) = PolicyText.Of(asked);
        if (policy is null) return Refused(problem!);
        if (policy.OffsetOf(asked.Offset) is not { } offset) return Refused(policy.NoOffset);
        return PolicyHover.At(policy.Text, offset) is { } hover ? TypedResults.Ok(hover) : TypedResults.NoContent();
    }

    private static ProblemHttpResult Refused(string problem) =>
        TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "The policy cannot be looked at");

    /// <summary>Before anything is worked out: whoever asks too often waits.</summary>
    private sealed class AssistLimitFilter(AssistLimits limits) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        {
            if (limits.Take(invocation.HttpContext) is not { } wait) return await next(invocation);
            AccountLimits.SayWhen(invocation.HttpContext, wait);
            return TypedResults.Problem("That is more than an editor asks. Wait a few seconds; nothing is lost.",
                statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
        }
    }
}

/// <param name="Also">Edits that go with any choice: a comma that is missing.</param>
internal sealed record CompletionAnswer(int Start, int End, bool Incomplete, IReadOnlyList<TextEdit> Also, IReadOnlyList<CompletionChoice> Items)
{
    public static CompletionAnswer Of(CompletionList list) => new(list.Start, list.End, list.IsIncomplete,
        list.CommaAt is { } at ? [new(at, at, ",")] : [], [.. list.Items.Select(CompletionChoice.Of)]);
}

/// <param name="Kind">In lower case: action, key…</param>
/// <param name="Doc">Markdown; absent where the detail says all.</param>
/// <param name="Again">Choosing it leads to the next choice.</param>
internal sealed record CompletionChoice(
    string Label, string Kind, string Detail, string Insert,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Doc,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Snippet,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Again)
{
    public static CompletionChoice Of(Completion item) => new(item.Label, item.Kind.ToString().ToLowerInvariant(), item.Detail, item.Insert,
        item.Documentation.Length == 0 ? null : item.Documentation, item.IsSnippet, item.Again);
}
