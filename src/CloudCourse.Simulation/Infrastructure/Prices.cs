namespace CloudCourse.Simulation.Infrastructure;

/// <summary>What storage and network cost, in USD.</summary>
public static class Prices
{
    /// <summary>AWS's month in prices by the hour.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>Per hour and address, in use or idle, in every Region, since 1 February 2024.</summary>
    /// <seealso href="https://aws.amazon.com/vpc/pricing/"/>
    public const decimal PublicIPv4PerHour = 0.005m;

    private static readonly Lazy<Dictionary<string, Dictionary<string, decimal>>> Ebs = new(() => FactFile.Read<Dictionary<string, Dictionary<string, decimal>>>("prices", "ebs"));
    private static readonly Lazy<Dictionary<string, decimal>> Network = new(() => FactFile.Read<Dictionary<string, decimal>>("prices", "networkUsEast1"));
    private static readonly Lazy<Dictionary<string, decimal>> S3 = new(() => FactFile.Read<Dictionary<string, decimal>>("prices", "s3UsEast1"));

    /// <summary>In words, for whoever sees a price by Region.</summary>
    public static string AsOf { get; } =
        $"AWS's price list: instances of {FactFile.AsOf("ec2-instance-types", "onDemandAndReserved")} (us-east-1: {FactFile.AsOf("ec2-instance-types", "onDemandUsEast1")}), EBS of {FactFile.AsOf("prices", "ebs")}";

    /// <summary>Per GB and month. Null where the facts have no price for the Region or the kind.</summary>
    /// <param name="kind"><c>gp3</c>, <c>gp2</c>, <c>io1</c>, <c>st1</c>, <c>sc1</c>, <c>snapshot</c>…</param>
    public static decimal? EbsPerGBMonth(string region, string kind) => Ebs.Value.GetValueOrDefault(region)?.TryGetValue(kind, out var price) == true ? price : null;

    /// <summary>Network prices of us-east-1, such as <c>albPerHour</c>, <c>natGatewayPerHour</c>, <c>internetOutTo10TBPerGB</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such price.</exception>
    public static decimal NetworkUsEast1(string name) => Network.Value[name];

    /// <summary>S3's prices of us-east-1, such as <c>standardFirst50TB</c> per GB and month, <c>put1000</c> and <c>get1000</c> per 1,000 requests.</summary>
    /// <exception cref="KeyNotFoundException">There is no such price.</exception>
    public static decimal S3UsEast1(string name) => S3.Value[name];
}
