using System.Globalization;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda.Load;

/// <summary>
/// Events begin to come from outside and go on as their curve says: "1,000 uploads in ten seconds". For
/// <see cref="SimulatedAccount.Happen"/> or <see cref="SimulatedAccount.Plan"/>. Each comes at its own moment, to the millisecond.
/// </summary>
/// <param name="Name">Of what comes, such as "uploads".</param>
/// <param name="Curve">Its rates are events per second.</param>
public sealed record EventsCome(string Name, TrafficCurve Curve, EventTarget Target) : ScheduledEvent
{
    /// <summary>More than this is no run that anybody waits for.</summary>
    public const int Most = 1_000_000;

    /// <summary>So many within so long, evenly.</summary>
    public static EventsCome Evenly(string name, int count, TimeSpan within, EventTarget target) => new(name, TrafficCurve.Steady(count / within.TotalSeconds, within), target);

    public override void Run(Turn turn)
    {
        var count = Curve.AskedBy(Curve.Ends);
        turn.Note("events", Name, $"{count} {Name} begin to come, within {Curve.Ends.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s.", null, "coming");
        if (count is > 0 and <= Most) turn.Plan(TimeOf(1), new Comes(this, turn.Now, 1, count, 0));
        else if (count > Most) throw new ArgumentException($"At most {Most} events come in one curve.", nameof(turn));
    }

    /// <summary>When the event of a number comes: the first millisecond by which so many are asked.</summary>
    private TimeSpan TimeOf(long number)
    {
        var (low, high) = (0L, (long)Math.Ceiling(Curve.Ends.TotalMilliseconds));
        while (low < high)
        {
            var middle = (low + high) / 2;
            // The sum is made of rounded parts: a hair's breadth belongs to the event.
            if (Curve.AskedBy(TimeSpan.FromMilliseconds(middle) + TimeSpan.FromTicks(10)) >= number) high = middle;
            else low = middle + 1;
        }
        return TimeSpan.FromMilliseconds(low) < Curve.Ends ? TimeSpan.FromMilliseconds(low) : Curve.Ends;
    }

    private sealed record Comes(EventsCome Events, DateTimeOffset Began, long Number, long Count, long Refused) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var refused = Events.Target.Send(turn, Number);
            if (refused is not null && Refused == 0) turn.Note("events", Events.Name, $"{Events.Name} are refused: {refused}", "coming", "refused");
            var all = Refused + (refused is null ? 0 : 1);
            if (Number == Count)
            {
                turn.Note("events", Events.Name, $"All {Count} {Events.Name} have come{(all > 0 ? $"; {all} were refused" : "")}.", "coming", "come");
                return;
            }
            var next = Began + Events.TimeOf(Number + 1);
            turn.Plan(next > turn.Now ? next - turn.Now : TimeSpan.Zero, this with { Number = Number + 1, Refused = all });
        }
    }
}

/// <summary>
/// Where events come to. In its texts <c>@@n@@</c> stands for the event's number from 1, <c>@@time@@</c> for the moment (ISO 8601),
/// <c>@@random@@</c> for a number below a million, by the account's seed.
/// </summary>
public abstract record EventTarget
{
    /// <summary>Sends one. Null where it was taken, otherwise why not.</summary>
    internal abstract string? Send(Turn turn, long number);

    private protected static string Fill(Turn turn, string template, long number)
    {
        var text = template.Replace("@@n@@", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@@time@@", turn.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return text.Contains("@@random@@", StringComparison.Ordinal) ? text.Replace("@@random@@", (turn.Draw() % 1_000_000).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : text;
    }
}

/// <summary>Asynchronous invocations of a function.</summary>
/// <param name="FunctionArn">With a version or an alias, or without.</param>
/// <param name="Payload">JSON.</param>
public sealed record FunctionEvents(string FunctionArn, string Payload) : EventTarget
{
    internal override string? Send(Turn turn, long number)
    {
        if (Lambda.FunctionArn.Read(FunctionArn) is not { } named || turn.State.Lambda.Functions.Find(named.Key) is not { } function || function.Find(named.Qualifier) is null) return $"there is no function {FunctionArn}";
        AsyncInvocations.Accept(turn, function, named.Qualifier, Fill(turn, Payload, number));
        return null;
    }
}

/// <summary>Calls of a service, such as S3's PutObject; each is authorized, and its consequences follow. They are no calls of the history: they would bury it.</summary>
/// <param name="Input">JSON.</param>
public sealed record ServiceEvents(Caller As, string Region, string Service, string Operation, string Input) : EventTarget
{
    internal override string? Send(Turn turn, long number)
    {
        if (SimulatedServices.Find(Service, Operation) is not { } run) return $"the simulation has no {Service}:{Operation}";
        if (JsonReader.Read(Fill(turn, Input, number)).Value is not JsonObject json) return "the input is no JSON object";
        var before = turn.State;
        Call call = new(turn, As, Region, json);
        try
        {
            foreach (var permission in run.Needs(call))
            {
                if (!Authorizer.Decide(turn, As, Region, permission).IsAllowed) return $"{As.Principal.Name} may not {permission.Action} on {permission.Resource}";
            }
            run.Run(call);
            return null;
        }
        catch (AwsException e)
        {
            turn.State = before;
            return e.Message;
        }
    }
}

/// <summary>Requests to an HTTP API; nobody waits for the responses.</summary>
public sealed record ApiRequests(string Host, HttpRequest Request) : EventTarget
{
    internal override string? Send(Turn turn, long number)
    {
        new RequestArrives("", Host, Request with { Path = Fill(turn, Request.Path, number), Body = Request.Body is null ? null : Fill(turn, Request.Body, number) }).Run(turn);
        return null;
    }
}
