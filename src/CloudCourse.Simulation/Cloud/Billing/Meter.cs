namespace CloudCourse.Simulation.Cloud.Billing;

/// <summary>Something that costs money by time, from when it begins until it ends.</summary>
/// <param name="Id">Which meter of the account.</param>
/// <param name="Resource">The resource that runs it up.</param>
/// <param name="What">For the bill, such as "m5.large On-Demand".</param>
/// <param name="To">Null while it runs.</param>
/// <param name="UsdPerHour">The price of one hour.</param>
/// <param name="MinimumSeconds">Charged even if it ends sooner.</param>
/// <param name="StepSeconds">Started steps are charged whole: 1 for billing by the second, 3600 by the hour.</param>
public sealed record Meter(
    string Id, string Service, string Region, string Resource, string What, DateTimeOffset From, DateTimeOffset? To, decimal UsdPerHour,
    int MinimumSeconds, int StepSeconds)
{
    /// <summary>What it has cost up to a moment, in USD, to fifteen places: so few that a sum is exact, in whatever order it is taken.</summary>
    public decimal CostAt(DateTimeOffset moment) => decimal.Round(UsdPerHour * BilledSeconds(moment) / 3600, 15);

    /// <summary>What is charged by then, in seconds.</summary>
    public long BilledSeconds(DateTimeOffset moment)
    {
        var end = To is { } to && to < moment ? to : moment;
        if (end < From || (end == From && To is null)) return 0;
        var seconds = Math.Max((long)Math.Ceiling((end - From).TotalSeconds), MinimumSeconds);
        return (seconds + StepSeconds - 1) / StepSeconds * StepSeconds;
    }
}

/// <summary>A charge that does not depend on how long something runs: an upfront payment, a request, a gigabyte sent.</summary>
public sealed record Charge(string Service, string Region, string Resource, string What, DateTimeOffset At, decimal Usd);
