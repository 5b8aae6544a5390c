using System.Text.Json;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Simulation.Scenarios;

/// <summary>Something that AWS says and a calculation uses, with the page it stands on and when that was read.</summary>
/// <param name="Source">An address, or where the figure was found in words.</param>
/// <param name="AsOf">A year, a month or a day.</param>
public sealed record Fact(string What, string Source, string AsOf);

/// <summary>Prices and limits of <c>Infrastructure/Facts</c> that scenarios use. Prices are those of us-east-1.</summary>
public static class ScenarioFacts
{
    public const string Region = "us-east-1";

    private static readonly Lazy<Dictionary<string, (decimal Value, Fact Fact)>> All = new(Load);

    /// <exception cref="KeyNotFoundException">There is no such figure.</exception>
    public static decimal Value(string name) => All.Value[name].Value;

    /// <inheritdoc cref="Value"/>
    public static Fact Of(string name) => All.Value[name].Fact;

    public static Fact LambdaPrice { get; } = new(
        $"A Lambda function: {Usd(LambdaPrices.PerRequest * 1_000_000)} USD a million requests, {LambdaPrices.PerGBSecond(Region, "x86_64"):0.0000000000} USD for a GB and second (x86_64), rounded up to a millisecond. The free tier is not taken off.",
        "https://aws.amazon.com/lambda/pricing/", LambdaPrices.AsOf);

    public static Fact FargatePrice { get; } = new(
        $"Fargate, Linux on x86: {FargateSizes.UsdPerHour(1024, 0, false)} USD for a vCPU and hour, {FargateSizes.UsdPerHour(0, 1024, false)} USD for a GB and hour, from the download of the image until the task stops, a minute at least.",
        "https://aws.amazon.com/fargate/pricing/", FargateSizes.Price(256, 512, false).AsOf);

    public static Fact InstancePrice(InstanceType type) => new(
        $"{type.Name}: {Usd(type.Prices[Region].OnDemand!.Value)} USD an hour On-Demand with Linux, {type.Vcpus} vCPUs, {type.MemoryGiB:0.##} GiB.",
        "https://aws.amazon.com/ec2/pricing/on-demand/", FactFile.AsOf("ec2-instance-types", "onDemandUsEast1"));

    public static Fact Volume { get; } = new($"A gp3 volume: {Usd(Prices.EbsPerGBMonth(Region, "gp3")!.Value)} USD for a GB and month.", "https://aws.amazon.com/ebs/pricing/", FactFile.AsOf("prices", "ebs"));

    public static Fact Address { get; } = new($"A public IPv4 address: {Prices.PublicIPv4PerHour} USD an hour.", "https://aws.amazon.com/vpc/pricing/", "2024-02");

    public static Fact Balancer { get; } = new(
        $"An Application Load Balancer: {Usd(Prices.NetworkUsEast1("albPerHour"))} USD an hour and {Usd(Prices.NetworkUsEast1("albLcuPerHour"))} USD for a capacity unit and hour.", "https://aws.amazon.com/elasticloadbalancing/pricing/", "2018, and the same since");

    private static string Usd(decimal usd) => usd.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, (decimal, Fact)> Load()
    {
        using var document = FactFile.Open("scenarios");
        return document.RootElement.GetProperty("facts").EnumerateObject().ToDictionary(f => f.Name, f => (f.Value.GetProperty("value").GetDecimal(), new Fact(Text(f.Value, "what"), Text(f.Value, "source"), Text(f.Value, "asOf"))), StringComparer.Ordinal);

        static string Text(JsonElement fact, string name) => fact.GetProperty(name).GetString()!;
    }
}
