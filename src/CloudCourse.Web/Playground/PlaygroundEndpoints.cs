using System.Globalization;
using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using CloudCourse.Web.Iam;
using CloudCourse.Web.Playground.Lambda;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using CompareOptions = CloudCourse.Simulation.Iam.Proof.CompareOptions;

namespace CloudCourse.Web.Playground;

/// <summary>What the playground's script asks. Stateless: nothing is read from the database, nothing is kept.</summary>
public static class PlaygroundEndpoints
{
    /// <summary>All texts together; a body above is refused before it is read.</summary>
    private const long MostBytes = 1 << 20;

    public static void AddPlayground(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlaygroundLimits>();
        builder.Services.AddScoped<Fragments>();
        builder.Services.AddLambdaPlayground();
    }

    public static void MapPlayground(this IEndpointRouteBuilder routes)
    {
        var small = new RequestSizeLimitAttribute(MostBytes);
        routes.MapPost("/api/iam/evaluate", EvaluateAsync).DisableAntiforgery().WithMetadata(small).AddEndpointFilter<EngineTime.Filter>();
        routes.MapLambdaPlayground();
        routes.MapPost("/api/iam/compare", CompareAsync).DisableAntiforgery().WithMetadata(small).AddEndpointFilter<EngineTime.Filter>();
    }

    internal static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> EvaluateAsync(
        Situation situation, HttpContext context, PlaygroundLimits limits, Fragments fragments)
    {
        if (!limits.MayDecide(context)) return TooMany(context);
        try
        {
            return TypedResults.Ok(await DecideAsync(SituationReader.Read(situation), fragments));
        }
        catch (SituationException wrong)
        {
            return Refused("The request cannot be decided", wrong);
        }
    }

    /// <summary>The answer with its picture; where something is not readable yet, with what to mend instead.</summary>
    internal static async Task<DecisionAnswer> DecideAsync(ReadSituation read, Fragments fragments)
    {
        if (read.Request is not { } request || read.Unread.Count > 0)
        {
            var problems = await fragments.RenderAsync<NotYetDecided>(new() { [nameof(NotYetDecided.Unread)] = read.Unread, [nameof(NotYetDecided.Problems)] = read.Problems });
            return new(null, "Not decided yet", problems, [], [], false);
        }
        var evaluation = Evaluator.Evaluate(read.Policies, request);
        var flow = DecisionFlow.Of(read.Policies, request, evaluation);
        var html = await fragments.RenderAsync<DecisionReport>(new()
        {
            [nameof(DecisionReport.Flow)] = flow,
            [nameof(DecisionReport.Request)] = request,
            [nameof(DecisionReport.Evaluation)] = evaluation,
            [nameof(DecisionReport.Lines)] = read.Lines,
        });
        return new(evaluation.Decision.ToString(), flow.Headline, html,
            [.. evaluation.MatchedStatements.Take(DecisionAnswer.MostPlaces).Select(s => new DecidingPlace(s.Policy, s.At.Start, s.At.End, s.Effect is Effect.Deny ? "deny" : "allow"))],
            [.. evaluation.MissingContextValues.Take(DecisionAnswer.MostPlaces)], flow.IsCrossAccount);
    }

    internal static async Task<Results<Ok<ComparisonAnswer>, ProblemHttpResult>> CompareAsync(
        ComparisonRequest pair, HttpContext context, PlaygroundLimits limits, Fragments fragments)
    {
        if (!limits.MayCompare(context)) return TooMany(context);
        try
        {
            var (a, unreadA) = ReadOne(pair.A, "Policy A");
            var (b, unreadB) = ReadOne(pair.B, "Policy B");
            if (a is null || b is null)
            {
                List<UnreadPolicy> unread = [.. new[] { unreadA, unreadB }.OfType<UnreadPolicy>()];
                return TypedResults.Ok(new ComparisonAnswer(null, "Not compared yet",
                    await fragments.RenderAsync<NotYetDecided>(new() { [nameof(NotYetDecided.Unread)] = unread, [nameof(NotYetDecided.Problems)] = Array.Empty<string>() }), [], false));
            }
            var comparison = PolicyComparer.Compare(a, b, CompareOptions.Default with { OnlyTheirResourceTypes = pair.OnlyReal, OnlyCatalogueActions = pair.OnlyReal });
            List<Witness> witnesses = [];
            if (comparison.ANotB is { } aNotB) witnesses.Add(Witness.Of("a", aNotB));
            if (comparison.BNotA is { } bNotA) witnesses.Add(Witness.Of("b", bNotA));
            var html = await fragments.RenderAsync<ComparisonReport>(new() { [nameof(ComparisonReport.Comparison)] = comparison });
            return TypedResults.Ok(new ComparisonAnswer(comparison.Relation.ToString().ToLowerInvariant(), ComparisonReport.HeadlineOf(comparison.Relation), html, witnesses,
                a.Statements.Concat(b.Statements).Any(s => s.Principal is not null)));
        }
        catch (SituationException wrong)
        {
            return Refused("The policies cannot be compared", wrong);
        }
    }

    private static (Policy? Policy, UnreadPolicy? Unread) ReadOne(string? sent, string name)
    {
        var text = SituationReader.CheckText(sent, name);
        var reading = PolicyReader.Read(text, name);
        if (reading.Policy is { } policy) return (policy, null);
        var error = reading.SyntaxError!;
        return (null, new(name, error.Details, error.At.Start, error.At.End, new Simulation.Findings.LineMap(text).Of(error.At.Start).Line));
    }

    private static ProblemHttpResult Refused(string title, SituationException wrong) =>
        TypedResults.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest, title: title);

    private static ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ((int)PlaygroundLimits.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("More was asked from this address than a class would ask. Wait a few seconds; your policies stay as they are.",
            statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
    }
}

/// <param name="Decision">Null where nothing could be decided yet; <paramref name="Html"/> says what to mend.</param>
/// <param name="Html">The flow and the trace, or what to mend. Everything in it that came from outside is encoded.</param>
/// <param name="Deciding">The statements that decided, for their editors.</param>
/// <param name="Missing">Context keys that the policies ask for and the request has not.</param>
public sealed record DecisionAnswer(
    string? Decision, string Headline, string Html, IReadOnlyList<DecidingPlace> Deciding, IReadOnlyList<string> Missing, bool CrossAccount)
{
    public const int MostPlaces = 100;
}

/// <param name="Start">Offset in UTF-16 units.</param>
/// <param name="Effect"><c>allow</c> or <c>deny</c>.</param>
public sealed record DecidingPlace(string Policy, int Start, int End, string Effect);

/// <param name="A">The text of the one policy, <paramref name="B"/> of the other.</param>
/// <param name="OnlyReal">Only actions that AWS has, each on its own kinds of resource; else every request that one could write.</param>
public sealed record ComparisonRequest(string? A, string? B, bool OnlyReal = false);

/// <param name="Relation">Null where a text is no JSON yet.</param>
/// <param name="OfResource">They name principals: resource policies, whose callers may do everything in their own accounts.</param>
public sealed record ComparisonAnswer(string? Relation, string Headline, string Html, IReadOnlyList<Witness> Witnesses, bool OfResource);

/// <param name="AllowedBy"><c>a</c> or <c>b</c>: the one that allows the request, which the other does not.</param>
public sealed record Witness(string AllowedBy, SituationRequest Request)
{
    public static Witness Of(string allowedBy, AuthorizationRequest request) => new(allowedBy, new(
        request.Principal switch
        {
            ArnPrincipal arn => new("arn", arn.Arn),
            ServicePrincipal service => new("service", service.Id),
            FederatedPrincipal federated => new("federated", federated.Id),
            _ => new("anonymous"),
        },
        request.Action, request.Resource, request.ResourceAccount,
        [.. request.Context.Values.Select(c => new SituationKey(c.Key, [.. c.Value]))]));
}
