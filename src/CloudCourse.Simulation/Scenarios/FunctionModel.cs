using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Simulation.Scenarios;

/// <summary>A function of Lambda, called by requests, a schedule, events, a stream or a queue.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"/>
internal static class FunctionModel
{
    private const double OneProcessorMB = 1769, MostBatch = 100;

    public static void Run(Play play)
    {
        var (load, needs, by) = (play.Load, play.Needs, play.Choice.By);
        var most = (double)ScenarioFacts.Value("lambdaMemoryMB");
        var memory = Math.Clamp(Math.Max(play.Choice.MemoryMB, Math.Ceiling(load.MemoryMB)), 128, most);
        var processors = Math.Min(needs.Threads, memory / OneProcessorMB);
        var batch = by is Trigger.Stream ? BatchOf(load, Shards(play)) : by is Trigger.Queue ? 10 : 1;
        var duration = Math.Max(load.SessionSeconds, load.WaitSeconds + (batch * load.WorkSeconds / processors));

        var seconds = (double)ScenarioFacts.Value("lambdaSeconds");
        if (duration > seconds)
        {
            play.Stops("Fifteen minutes", load.SessionSeconds > seconds
                ? $"A piece of work that lasts {ScenarioWords.Time(load.SessionSeconds)} needs a process that runs as long. Lambda ends the function after 15 min."
                : $"One piece of work takes {ScenarioWords.Time(duration)} with {ScenarioWords.Number(memory)} MB. Lambda ends the function after 15 min: the work is not done, and you pay for it all the same.", ScenarioFacts.Of("lambdaSeconds"));
        }
        if (load.MemoryMB > most) play.Stops("Out of memory", $"One piece of work needs {ScenarioWords.Memory(load.MemoryMB)}, and a function has 10,240 MB at most.", ScenarioFacts.Of("lambdaMemoryMB"));
        if (by is Trigger.Request && load.PayloadKB > (double)ScenarioFacts.Value("lambdaSyncKB"))
            play.Stops("Six megabytes", $"{ScenarioWords.Memory(load.PayloadKB / 1024)} come with a request, and 6 MB is the limit. Send large bodies to S3 by a presigned URL.", ScenarioFacts.Of("lambdaSyncKB"));
        if (by is Trigger.Request && needs.Answered && duration > (double)ScenarioFacts.Value("httpApiSeconds") && duration <= seconds)
            play.Stops("The API does not wait", $"An answer takes {ScenarioWords.Time(duration)}, and the HTTP API gives up after 30 s.", ScenarioFacts.Of("httpApiSeconds"));

        var billed = Math.Min(duration, seconds);
        var cold = by is Trigger.Stream or Trigger.Queue ? 0 : ColdShare(play, billed);
        var invocations = load.PerMonth / batch;
        var perGBSecond = (double)LambdaPrices.PerGBSecond(ScenarioFacts.Region, "x86_64");
        var milliseconds = Math.Ceiling(billed * 1000);
        play.Pay("Invocations", $"{ScenarioWords.Number(invocations)} at {LambdaPrices.PerRequest * 1_000_000:0.00} USD a million", invocations * (double)LambdaPrices.PerRequest, ScenarioFacts.LambdaPrice);
        play.Pay("Run time", $"{ScenarioWords.Number(invocations)} × {ScenarioWords.Number(milliseconds)} ms × {ScenarioWords.Memory(memory)}", invocations * milliseconds / 1000 * memory / 1024 * perGBSecond, ScenarioFacts.LambdaPrice);
        if (cold > 0) play.Pay("Cold starts", $"{ScenarioWords.Percent(cold)} of them load the code, {ScenarioWords.Time(Assumed.ColdSeconds)} each", invocations * cold * Assumed.ColdSeconds * memory / 1024 * perGBSecond);
        play.Servers = $"a function with {ScenarioWords.Number(memory)} MB, {ScenarioWords.Number(processors)} vCPU";
        PayTheWay(play);
        Concurrency(play, batch, duration, billed);

        play.Times = by switch
        {
            _ when load.MessageSeconds > 0 => "of one message in the function, without the network",
            Trigger.Request => "from request to answer, without the network",
            Trigger.Stream => "from a record's arrival until it is counted",
            Trigger.Queue => "from a message's arrival until it is done",
            _ => "from the event until the work is done",
        };
        // A batch is gathered for up to a second.
        var gathered = by is Trigger.Stream or Trigger.Queue ? 1.0 : 0;
        var takes = load.MessageSeconds > 0 ? load.MessageSeconds / processors : billed;
        play.Median = (gathered / 2) + takes + (cold > 0.5 ? Assumed.ColdSeconds : 0);
        play.P99 = gathered + takes + (cold > 0.01 ? Assumed.ColdSeconds : 0);
        if (by is not (Trigger.Stream or Trigger.Queue))
        {
            play.Assume($"A cold start takes {ScenarioWords.Time(Assumed.ColdSeconds)}. An environment that nobody uses is kept for {ScenarioWords.Time(Assumed.WarmSeconds)}: if n pieces come in that time on average, a share of e^−n finds no warm environment. In addition, each day's busiest moment starts its environments once.");
            if (cold > 0.001 && needs.Answered) play.Hurts("Cold starts", $"{ScenarioWords.Percent(cold)} of the requests wait {ScenarioWords.Time(Assumed.ColdSeconds)} longer, because no environment is free and warm.");
        }
        play.Assume("Every piece takes the same time. A function has processor power in proportion to its memory. If a piece needs more memory than the choice names, the function gets that much.");
        play.Know("A zone is lost", needs.Answered ? "The function goes on in the Region's other zones. Requests in the lost zone end with an error and have to be sent again." : "The function goes on in the Region's other zones. Work in the lost zone is tried again, so a piece may be done twice.", needs.Answered ? null : ScenarioFacts.Of("retries"));
        play.Know("A new version", "The next invocation runs the new code; those in progress end with the old code. Nobody is cut off.");
    }

    /// <summary>The part of a day's invocations that find no warm environment.</summary>
    private static double ColdShare(Play play, double duration)
    {
        var alone = Math.Exp(-play.Load.PerSecond * Assumed.WarmSeconds);
        var together = play.PeakPerSecond * duration;
        var once = Math.Ceiling(together + (3 * Math.Sqrt(together)));
        return play.Load.PerDay <= 0 ? 0 : Math.Min(1, alone + ((1 - alone) * Math.Min(1, once / play.Load.PerDay)));
    }

    private static void Concurrency(Play play, double batch, double duration, double billed)
    {
        var load = play.Load;
        if (play.Choice.By is Trigger.Stream)
        {
            var (shards, copies) = (Shards(play), (double)ScenarioFacts.Value("shardCopies"));
            var most = shards * copies * batch / duration;
            if (play.PeakPerSecond > most)
                play.Stops("Behind the stream", $"{ScenarioWords.Number(shards)} shards with ten copies each read {ScenarioWords.Number(most)} records a second, and {ScenarioWords.Number(play.PeakPerSecond)} come. Reading falls further and further behind, until records expire unread.", ScenarioFacts.Of("shardCopies"));
            play.Hurts("A batch that fails", "It is tried again and again, and the rest of its shard waits. Set how often it is tried, and where a bad record goes.", ScenarioFacts.Of("shardCopies"));
            return;
        }
        var limit = (double)ScenarioFacts.Value("lambdaConcurrency");
        var together = play.PeakPerSecond / batch * billed;
        if (together <= limit) return;
        var refused = play.Day.ShareAbove(limit * batch / billed / load.PerSecond);
        var story = $"{ScenarioWords.Number(together)} run at the same time at the busiest moment, and the quota is 1,000 (a new account’s is lower): ";
        if (play.Needs.Answered && refused > 0.05) play.Stops("Throttled", $"{story}{ScenarioWords.Percent(refused)} of a day's requests are refused with 429. Ask AWS for a higher quota in time.", ScenarioFacts.Of("lambdaConcurrency"));
        else play.Hurts("Throttled", $"{story}{(play.Needs.Answered ? $"{ScenarioWords.Percent(refused)} of a day's requests are refused with 429" : "the rest waits and is tried again")}. Ask AWS for a higher quota in time.", ScenarioFacts.Of("lambdaConcurrency"));
    }

    internal static double Shards(Play play) => Math.Max(1, Math.Ceiling(Math.Max(play.PeakPerSecond / (double)ScenarioFacts.Value("shardRecordsPerSecond"), play.PeakPerSecond * play.Load.PayloadKB / 1024)));

    /// <summary>A second's records of a shard, a hundred at most.</summary>
    private static double BatchOf(ScenarioLoad load, double shards) => Math.Clamp(load.PerSecond / shards, 1, MostBatch);

    private static void PayTheWay(Play play)
    {
        var load = play.Load;
        switch (play.Choice.By)
        {
            case Trigger.Request:
                var (requests, first) = (load.PerMonth * Math.Max(1, Math.Ceiling(load.PayloadKB / 512)), 300e6);
                var usd = (Math.Min(requests, first) * (double)ScenarioFacts.Value("httpApiUsdPerMillion")) + (Math.Max(0, requests - first) * (double)ScenarioFacts.Value("httpApiUsdPerMillionAbove"));
                play.Pay("HTTP API", $"{ScenarioWords.Number(requests)} requests at 1.00 USD a million{(requests > first ? ", above 300 million at 0.90" : "")}", usd / 1e6, ScenarioFacts.Of("httpApiUsdPerMillion"));
                break;
            case Trigger.Stream: PayStream(play); break;
            case Trigger.Queue: PayQueue(play); break;
        }
    }

    internal static void PayStream(Play play)
    {
        var shards = Shards(play);
        play.Pay("Stream", $"{ScenarioWords.Number(shards)} shards × 730 hours × {ScenarioFacts.Value("shardHour")} USD, enough for the busiest moment", shards * Assumed.HoursPerMonth * (double)ScenarioFacts.Value("shardHour"), ScenarioFacts.Of("shardHour"), ScenarioFacts.Of("shardRecordsPerSecond"));
        var units = play.Load.PerMonth * Math.Max(1, Math.Ceiling(play.Load.PayloadKB / 25));
        play.Pay("Records written", $"{ScenarioWords.Number(units)} units of 25 KB", units / 1e6 * (double)ScenarioFacts.Value("putUnitUsdPerMillion"), ScenarioFacts.Of("putUnitUsdPerMillion"));
    }

    internal static void PayQueue(Play play)
    {
        // What is too large for a message lies in S3, and a short message says where.
        var kilobytes = play.Load.PayloadKB <= (double)ScenarioFacts.Value("messageKB") ? play.Load.PayloadKB : 1;
        var requests = play.Load.PerMonth * 1.2 * Math.Max(1, Math.Ceiling(kilobytes / 64));
        play.Pay("Queue", $"{ScenarioWords.Number(requests)} requests: one to send each message, and two for every ten to receive and delete them", requests / 1e6 * (double)ScenarioFacts.Value("sqsUsdPerMillion"), ScenarioFacts.Of("sqsUsdPerMillion"));
        play.Hurts("Twice, and out of order", "A message may come twice, and may overtake another. The program that counts has to allow for that.", ScenarioFacts.Of("sqsOrder"));
    }
}
