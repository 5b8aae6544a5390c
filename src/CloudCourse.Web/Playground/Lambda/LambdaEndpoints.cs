using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using CloudCourse.Sandbox;
using CloudCourse.Simulation.Lambda;
using Microsoft.AspNetCore.Mvc;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>
/// What the Lambda playground's script asks. Nothing is read from the database and nothing is kept. The answer comes as it becomes known, a
/// JSON object a line: the place in the queue, what has run, and the report or a problem at the end. Whoever goes away ends the run.
/// </summary>
internal static partial class LambdaEndpoints
{
    private const long MostBytes = 2 << 20;

    public static void AddLambdaPlayground(this IServiceCollection services) => services.AddSingleton<LambdaLimits>();

    public static void MapLambdaPlayground(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/lambda/run", RunAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    internal static async Task<IResult> RunAsync(FunctionRun asked, HttpContext context, LambdaLimits limits, IHandlerRuntime runtime, Fragments fragments, ILogger<LambdaLimits> logger)
    {
        ReadRun run;
        try
        {
            run = FunctionReader.Read(asked);
        }
        catch (FunctionException wrong)
        {
            return TypedResults.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest, title: "The function cannot be run", extensions: new Dictionary<string, object?> { ["part"] = wrong.Part });
        }
        var status = await runtime.GetStatusAsync(context.RequestAborted);
        if (!status.Available)
            return TypedResults.Problem($"Functions do not run on this site at the moment: its sandbox is not available. {status.Details}", statusCode: StatusCodes.Status503ServiceUnavailable, title: "No sandbox");
        var owner = LambdaLimits.Owner.Of(context);
        if (limits.Enter(owner) is not { } place)
        {
            context.Response.Headers.RetryAfter = ((int)LambdaLimits.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem("More runs were asked for than one person or one class makes. Wait ten seconds and run it again; what you wrote stays.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many runs");
        }
        using (place)
        {
            context.Response.ContentType = "application/x-ndjson; charset=utf-8";
            var lines = Channel.CreateUnbounded<RunLine>();
            var work = WorkAsync(run, runtime, owner.Name, fragments, lines.Writer, logger, context.RequestAborted);
            try
            {
                await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
                {
                    await JsonSerializer.SerializeAsync(context.Response.Body, line, JsonSerializerOptions.Web, context.RequestAborted);
                    await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // they went away; the work ends by the same token
            }
            await work;
        }
        return Results.Empty;
    }

    /// <summary>Never throws: what goes wrong is the last line.</summary>
    private static async Task WorkAsync(ReadRun run, IHandlerRuntime runtime, string owner, Fragments fragments, ChannelWriter<RunLine> lines, ILogger logger, CancellationToken gone)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var bounds = RunBounds.Of(run);
        time.CancelAfter(bounds.Time);
        WatchedRuntime watched = new(runtime, time, count => lines.TryWrite(new("ran") { Count = count }), bounds);
        try
        {
            var outcome = await Task.Run(() => FunctionRunner.RunAsync(run, watched, owner, new Places(lines), time.Token), time.Token);
            var report = FunctionReportModel.Of(outcome);
            var html = await fragments.RenderAsync<FunctionReport>(new() { [nameof(FunctionReport.Report)] = report });
            lines.TryWrite(new("done") { Headline = report.Headline, Succeeded = report.Succeeded, Html = html, Marks = report.Marks });
        }
        catch (FunctionException wrong)
        {
            lines.TryWrite(new("problem") { Part = wrong.Part, Detail = wrong.Message });
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            lines.TryWrite(new("problem") { Part = "code", Detail = watched.Stopped ?? $"The run took longer than {bounds.Time.TotalSeconds:0} seconds of the server's time and was stopped. Waiting (`time.sleep`) costs none of it, computing does." });
        }
        catch (Exception ours)
        {
            LogFailed(logger, ours);
            lines.TryWrite(new("problem") { Part = "", Detail = ours is SandboxException ? "The sandbox failed. That is our fault, not your function's; run it again." : "The server failed at this run. That is our fault, not your function's; run it again." });
        }
        lines.Complete();
    }

    private sealed class Places(ChannelWriter<RunLine> lines) : IProgress<int>
    {
        public void Report(int value) => lines.TryWrite(new("place") { Place = value });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A run of the Lambda playground failed")]
    private static partial void LogFailed(ILogger logger, Exception failed);
}

/// <summary>A line of the answer.</summary>
/// <param name="T"><c>place</c>, <c>ran</c>, <c>done</c> or <c>problem</c>.</param>
public sealed record RunLine(string T)
{
    /// <summary>In the queue; 1 is next.</summary>
    public int? Place { get; init; }

    /// <summary>Invocations so far; 0 when the run has its place.</summary>
    public int? Count { get; init; }
    public string? Headline { get; init; }
    public bool? Succeeded { get; init; }

    /// <summary>The report. Everything in it that came from outside is encoded.</summary>
    public string? Html { get; init; }
    public IReadOnlyList<FailedLine>? Marks { get; init; }

    /// <summary>Where there is a problem: the part of the page that it is about, or empty.</summary>
    public string? Part { get; init; }
    public string? Detail { get; init; }
}

/// <summary>A line of the learner's code that failed, for the editor.</summary>
public sealed record FailedLine(string File, int Line, string Words);
