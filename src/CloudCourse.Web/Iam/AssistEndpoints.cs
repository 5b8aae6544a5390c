using CloudCourse.Labs;
using CloudCourse.Simulation.Iam;
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
    }

    /// <summary>The problems in the text as it stands.</summary>
    internal static Results<Ok<List<EditorFinding>>, ProblemHttpResult> Inspect(PolicyQuestion asked)
    {
        var (policy, problem) = PolicyText.Of(asked);
        if (policy is null) return Refused(problem!);
        return TypedResults.Ok(PolicyFindings.Of(policy.Text, policy.Type, policy.ResourceType).Take(EditorFinding.Most)
            .Select(found => EditorFinding.Of(new FileFinding("", found))).ToList());
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
