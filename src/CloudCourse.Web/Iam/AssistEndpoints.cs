using CloudCourse.Labs;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Editing;
using CloudCourse.Simulation.Iam.Editing.Fixes;
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

    public static void AddPolicyAssist(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<AssistLimits>().AddSingleton<EngineTime>().AddHostedService<EngineWarmUp>();

    public static void MapPolicyAssist(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/iam").DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        group.AddEndpointFilter<AssistLimitFilter>().AddEndpointFilter<EngineTime.Filter>();
        group.MapPost("/inspect", Inspect);
        group.MapPost("/complete", Complete);
        group.MapPost("/hover", AtPointer);
        group.MapPost("/fixes", Mend);
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

    /// <summary>How findings in a part of the text can be mended.</summary>
    internal static Results<Ok<List<FixAnswer>>, ProblemHttpResult> Mend(PolicyQuestion asked)
    {
        var (policy, problem) = PolicyText.Of(asked);
        if (policy is null) return Refused(problem!);
        return policy.OffsetOf(asked.Start) is { } start && policy.OffsetOf(asked.End) is { } end && start <= end
            ? TypedResults.Ok(PolicyFixes.In(policy.Text, start, end, policy.Type, policy.ResourceType).Select(FixAnswer.Of).ToList())
            : Refused($"`start` and `end` are the part of the text that is asked about: numbers from 0 to {policy.Text.Length}, in this order.");
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
