using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Lambda;

/// <summary>What an invocation costs, in USD. The free tier is not taken off.</summary>
/// <seealso href="https://aws.amazon.com/lambda/pricing/"/>
public static class LambdaPrices
{
    private static readonly Lazy<Figures> Prices = new(() => FactFile.Read<Figures>("lambda", "prices"));

    private sealed record Figures(decimal Request, long FreeRequests, long FreeGbSeconds, Dictionary<string, Dictionary<string, decimal>> GbSecond);

    public static string AsOf { get; } = FactFile.AsOf("lambda", "prices");

    public static decimal PerRequest => Prices.Value.Request;

    /// <summary>Of each month, for all functions of an account together.</summary>
    public static long FreeRequests => Prices.Value.FreeRequests;

    /// <inheritdoc cref="FreeRequests"/>
    public static long FreeGBSeconds => Prices.Value.FreeGbSeconds;

    /// <summary>Per GB and second.</summary>
    /// <param name="architecture"><c>x86_64</c> or <c>arm64</c>.</param>
    public static decimal PerGBSecond(string region, string architecture) =>
        (Prices.Value.GbSecond.GetValueOrDefault(region) ?? Prices.Value.GbSecond["default"])[architecture];

    /// <summary>One invocation, its request included.</summary>
    public static decimal Of(string region, string architecture, int memoryMB, long billedMs) =>
        PerRequest + decimal.Round(PerGBSecond(region, architecture) * memoryMB / 1024m * billedMs / 1000m, 15);

    internal static void Charge(Turn turn, FunctionVersion version, long billedMs) =>
        turn.Charge("lambda", version.Region, version.FunctionArn, $"{version.Name}, {version.MemorySize} MB", Of(version.Region, version.Architecture, version.MemorySize, billedMs));
}
