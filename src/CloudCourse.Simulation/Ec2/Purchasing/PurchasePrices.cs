using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Rates by purchase option, from the facts, with where and of when each figure is.</summary>
public static class PurchasePrices
{
    private static readonly Lazy<Facts> Read = new(Load);

    /// <summary>USD for an instance hour; for a commitment with everything paid upfront spread over its hours. Null where the facts have no price.</summary>
    public static decimal? HourlyRate(InstanceType type, string region, PurchaseChoice choice)
    {
        if (!type.Prices.TryGetValue(region, out var price)) return null;
        return choice switch
        {
            OnDemandChoice => price.OnDemand,
            SpotChoice => price.Spot,
            ReservedChoice { Years: 1 } r => price.Reserved1Year * Ratio(r),
            ReservedChoice { Years: 3 } r => price.Reserved3Years * Ratio(r),
            _ => null,
        };
    }

    /// <summary>The figures that a choice rests on.</summary>
    public static IReadOnlyList<PriceSource> Sources(string region, IEnumerable<PurchaseChoice> choices)
    {
        List<PriceSource> sources = [];
        foreach (var choice in choices)
        {
            if (choice is OnDemandChoice or SpotChoice) Add(region == "us-east-1" ? Read.Value.OnDemandUsEast1 : Read.Value.OnDemand);
            if (choice is SpotChoice) Add(Read.Value.Spot);
            if (choice is ReservedChoice reserved)
            {
                Add(Read.Value.Reserved);
                if (reserved.Payment is not PaymentOption.NoUpfront) Add(Read.Value.Payment);
            }
        }
        return sources;

        void Add(PriceSource source)
        {
            if (!sources.Contains(source)) sources.Add(source);
        }
    }

    /// <summary>The share of a type's Spot Instances interrupted in a month, and AWS's band that it is the middle of. Null where there is no figure.</summary>
    public static (string Band, double Monthly)? Interruptions(InstanceType type, string region) =>
        type.Prices.GetValueOrDefault(region)?.SpotInterruption is { } band ? (band, Spot.Interruptions.Monthly(band)) : null;

    private static decimal Ratio(ReservedChoice choice) => Read.Value.Ratios[(choice.Years, choice.Payment)];

    private static Facts Load()
    {
        using var document = FactFile.Open("ec2-instance-types");
        var root = document.RootElement;
        var (source, asOf, ratio) = (root.GetProperty("source"), root.GetProperty("asOf"), root.GetProperty("riPaymentRatio"));
        Dictionary<(int, PaymentOption), decimal> ratios = [];
        foreach (var (years, name) in new[] { (1, "oneYear"), (3, "threeYear") })
        {
            ratios[(years, PaymentOption.NoUpfront)] = ratio.GetProperty(name).GetProperty("noUpfront").GetDecimal();
            ratios[(years, PaymentOption.PartialUpfront)] = ratio.GetProperty(name).GetProperty("partialUpfront").GetDecimal();
            ratios[(years, PaymentOption.AllUpfront)] = ratio.GetProperty(name).GetProperty("allUpfront").GetDecimal();
        }
        return new(ratios,
            Of("On-Demand prices", "onDemandUsEast1", "onDemandUsEast1"),
            Of("On-Demand prices", "onDemandAndReserved", "onDemandAndReserved"),
            Of("Reserved Instance prices, No Upfront", "onDemandAndReserved", "onDemandAndReserved"),
            Of("Spot savings and frequency of interruption", "spot", "spot"),
            new("Partial and All Upfront, as a share of No Upfront", source.GetProperty("riPaymentRatio").GetString()!, "2018", true));

        PriceSource Of(string what, string name, string date) => new(what, source.GetProperty(name).GetString()!, asOf.GetProperty(date).GetString()!, false);
    }

    private sealed record Facts(
        IReadOnlyDictionary<(int, PaymentOption), decimal> Ratios, PriceSource OnDemandUsEast1, PriceSource OnDemand, PriceSource Reserved, PriceSource Spot, PriceSource Payment);
}

/// <param name="Estimated">No price list says it; it was worked out from a few prices.</param>
public sealed record PriceSource(string What, string Source, string AsOf, bool Estimated);
