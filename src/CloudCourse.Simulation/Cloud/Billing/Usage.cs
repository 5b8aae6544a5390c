namespace CloudCourse.Simulation.Cloud.Billing;

/// <summary>
/// Something that costs money by how much of it there is: requests, gigabytes stored. One record for all of a resource's, however many
/// they are: a meter each would grow with every call.
/// </summary>
/// <param name="What">For the bill, such as "S3 PUT, COPY, POST and LIST requests".</param>
/// <param name="UsdPerUnit">The price of one unit.</param>
/// <param name="From">The first.</param>
/// <param name="To">Up to when <paramref name="Units"/> were counted.</param>
/// <param name="Units">How many there were until then.</param>
/// <param name="UnitsPerHour">How many come by themselves since then: gigabytes that lie there.</param>
public sealed record Usage(
    string Id, string Service, string Region, string Resource, string What, decimal UsdPerUnit, DateTimeOffset From, DateTimeOffset To, decimal Units, decimal UnitsPerHour)
{
    /// <summary>The same, counted up to a moment.</summary>
    public Usage Until(DateTimeOffset moment) => this with { To = moment, Units = UnitsAt(moment) };

    /// <summary>
    /// Exact from <see cref="To"/> on. Before, when nothing was kept of which came when, they are spread evenly from the first: a bill is asked
    /// of the account as it was, a curve may be drawn from the account as it is.
    /// </summary>
    public decimal UnitsAt(DateTimeOffset moment)
    {
        if (moment < From) return 0;
        if (moment >= To) return Units + (UnitsPerHour * (moment - To).Ticks / TimeSpan.TicksPerHour);
        return Units * (moment - From).Ticks / (To - From).Ticks;
    }

    /// <summary>In USD, to fifteen places, as of meters.</summary>
    public decimal CostAt(DateTimeOffset moment) => decimal.Round(UsdPerUnit * UnitsAt(moment), 15);
}
