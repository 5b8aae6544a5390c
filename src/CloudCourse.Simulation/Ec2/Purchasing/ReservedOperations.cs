using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Buying Reserved Instances: standard, for Linux in a whole Region, for one year or three, by all three payment options.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-reserved-instances.html"/>
internal static class ReservedOperations
{
    /// <summary>AWS's default quota: so many regional ones bought in a month.</summary>
    public const int Quota = 20;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DescribeReservedInstancesOfferings", c => [c.OnAll("DescribeReservedInstancesOfferings")], Offerings),
        new("PurchaseReservedInstancesOffering", c => [c.OnAll("PurchaseReservedInstancesOffering")], Purchase),
        new("DescribeReservedInstances", c => [c.OnAll("DescribeReservedInstances")], DescribeAll),
    ];

    /// <param name="Rate">USD an hour, everything spread over the term.</param>
    private sealed record Offering(string Id, string Type, int Years, PaymentOption Payment, decimal Rate)
    {
        /// <summary>About half is paid upfront where a part is.</summary>
        public decimal Upfront => decimal.Round(Payment switch { PaymentOption.AllUpfront => Rate, PaymentOption.PartialUpfront => Rate / 2, _ => 0 } * ReservedInstances.Seconds(Years) / 3600, 2);
        public decimal Hourly => decimal.Round(Payment switch { PaymentOption.AllUpfront => 0, PaymentOption.PartialUpfront => Rate / 2, _ => Rate }, 6);
    }

    private static IEnumerable<Offering> AllOf(string region) =>
        from type in InstanceType.All
        where type.IsOfferedIn(region)
        from years in new[] { 1, 3 }
        from payment in Enum.GetValues<PaymentOption>()
        let rate = PurchasePrices.HourlyRate(type, region, new ReservedChoice(years, payment))
        where rate is not null
        select new Offering(IdOf(region, type.Name, years, payment), type.Name, years, payment, rate.Value);

    /// <summary>An id in AWS's form that says the same offering in every account.</summary>
    private static string IdOf(string region, string type, int years, PaymentOption payment) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{region}/{type}/{years}/{payment}"))).AsSpan(0, 16)).ToString();

    private static Output Offerings(Call call)
    {
        _ = call.Ec2();
        if (call.Text("InstanceType") is { } type && InstanceType.Find(type) is null) throw Ec2Errors.Invalid(call.At("InstanceType"), $"Invalid value '{type.Shortened()}' for InstanceType.");
        var all = AllOf(call.Region).ToList();
        foreach (var id in call.Texts("ReservedInstancesOfferingIds").Where(i => !all.Exists(o => o.Id == i.Value))) throw NoOffering(id.Value, id.At);
        var (least, most) = (call.Integer("MinDuration") ?? 0, call.Integer("MaxDuration") ?? long.MaxValue);
        var chosen = all.Where(o => call.Text("InstanceType") is not { } t || t == o.Type)
            .Where(o => call.Texts("ReservedInstancesOfferingIds") is not { Count: > 0 } ids || ids.Any(i => i.Value == o.Id))
            .Where(o => ReservedInstances.Seconds(o.Years) >= least && ReservedInstances.Seconds(o.Years) <= most)
            .Where(o => call.Text("OfferingType") is not { } payment || payment == o.Payment.Name())
            // Only standard ones, of shared hardware, for Linux have prices here.
            .Where(_ => call.Text("OfferingClass") is null or "standard" && call.Text("InstanceTenancy") is null or "default" && call.Text("ProductDescription") is null or "Linux/UNIX" && call.Text("AvailabilityZone") is null).ToList();
        return call.Page("ReservedInstancesOfferings", [.. call.Held(chosen, new()
        {
            ["instance-type"] = o => [o.Type],
            ["duration"] = o => [$"{ReservedInstances.Seconds(o.Years)}"],
            ["fixed-price"] = o => [o.Upfront.ToString(CultureInfo.InvariantCulture)],
            ["usage-price"] = _ => ["0.0"],
            ["marketplace"] = _ => ["false"],
            ["product-description"] = _ => ["Linux/UNIX"],
            ["reserved-instances-offering-id"] = o => [o.Id],
            ["scope"] = _ => ["Region"],
            ["availability-zone"] = _ => [],
        }, o => o.Id).OrderBy(o => o.Type, StringComparer.Ordinal).ThenBy(o => o.Years).ThenBy(o => o.Payment).Select(o =>
        {
            var output = Common(o.Type, o.Years, o.Payment, o.Upfront, o.Hourly);
            output["ReservedInstancesOfferingId"] = o.Id;
            output["Marketplace"] = false;
            output["PricingDetails"] = new Array();
            return output;
        })], least: 5, most: 100);
    }

    private static AwsException NoOffering(string id, Location at) => Turn.Error("InvalidReservedInstancesOfferingId", $"The Reserved Instances offering '{id.Shortened()}' does not exist.", "DescribeReservedInstancesOfferings lists what is on offer in this Region.", at: at);

    private static Output Common(string type, int years, PaymentOption payment, decimal upfront, decimal hourly) => new()
    {
        ["InstanceType"] = type,
        ["Duration"] = ReservedInstances.Seconds(years),
        ["FixedPrice"] = upfront,
        ["UsagePrice"] = 0m,
        ["RecurringCharges"] = hourly == 0 ? new Array() : new Array((Node)new Output { ["Frequency"] = "Hourly", ["Amount"] = hourly }),
        ["OfferingType"] = payment.Name(),
        ["OfferingClass"] = "standard",
        ["ProductDescription"] = "Linux/UNIX",
        ["InstanceTenancy"] = "default",
        ["CurrencyCode"] = "USD",
        ["Scope"] = "Region",
    };

    private static Output Purchase(Call call)
    {
        var ec2 = call.Ec2();
        var id = call.Need("ReservedInstancesOfferingId");
        var offering = AllOf(call.Region).FirstOrDefault(o => o.Id == id) ?? throw NoOffering(id, call.At("ReservedInstancesOfferingId"));
        var count = call.Integer("InstanceCount") ?? 0;
        if (count < 1) throw Ec2Errors.Invalid(call.At("InstanceCount"), $"Value ({count}) for parameter instanceCount is invalid. It must be 1 or more.");
        if (call.Structure("LimitPrice")?.Last("Amount")?.Value is JsonNumber limit && decimal.TryParse(limit.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var most) && offering.Upfront * count > most)
            throw Ec2Errors.Invalid(limit.At, $"The total price of the purchase exceeds the limit price of {limit.Text}.", $"It is {offering.Upfront * count} USD upfront.");
        if (call.Input.InUse("PurchaseTime") is { } later) throw Turn.Error(AwsError.NotSimulated, "The simulation buys at once.", "Leave PurchaseTime out.", 501, later.NameAt);
        var bought = ec2.Reserved.Values.Where(r => r.Start.Year == call.Now.Year && r.Start.Month == call.Now.Month).Sum(r => r.Count);
        if (bought + count > Quota)
            throw Turn.Error("ReservedInstancesLimitExceeded", "Your request exceeds your quota of Reserved Instances purchases for this month.", $"AWS's default quota is {Quota} a month in a Region, and {bought} were bought.", at: call.At("InstanceCount"));
        ReservedInstances reserved = new(NewId(call.Turn), id, offering.Type, (int)count, offering.Years, offering.Payment, offering.Upfront, offering.Hourly, call.Now, "active");
        call.Put(call.Ec2() with { Reserved = call.Ec2().Reserved.Put(reserved.Id, reserved) });
        var words = new ReservedChoice(offering.Years, offering.Payment).Words;
        if (reserved.UpfrontUsd > 0) call.Turn.Charge("ec2", call.Region, reserved.Id, $"{offering.Type} {words}: upfront", reserved.UpfrontUsd * count);
        if (reserved.HourlyUsd > 0) call.Turn.StartMeter("ec2", call.Region, reserved.Id, "reservation", $"{offering.Type} {words}: each hour, used or not", reserved.HourlyUsd * count, 0, 3600);
        Reservations.Rebill(call.Turn, call.Region, offering.Type);
        call.Turn.Plan(reserved.End - call.Now, new ReservationEnds(call.Region, reserved.Id));
        call.Turn.Note("ec2", reserved.Id, $"{count} × {offering.Type} are reserved ({words}). They are paid for until {reserved.End:yyyy-MM-dd}, whether instances run or not.", null, "active");
        return new() { ["ReservedInstancesId"] = reserved.Id };
    }

    private static string NewId(Turn turn)
    {
        var digits = turn.HexId(32);
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }

    private static Output DescribeAll(Call call)
    {
        var ec2 = call.Ec2();
        var chosen = call.Select("ReservedInstancesIds", ec2.Reserved.Values, id => ec2.Reserved.Find(id.Value)
            ?? throw Turn.Error("InvalidReservedInstancesId", $"The Reserved Instances ID '{id.Value.Shortened()}' does not exist.", at: id.At), new()
            {
                ["reserved-instances-id"] = r => [r.Id],
                ["instance-type"] = r => [r.InstanceType],
                ["state"] = r => [r.State],
                ["duration"] = r => [$"{ReservedInstances.Seconds(r.Years)}"],
                ["start"] = r => [Ec2Calls.Time(r.Start)],
                ["end"] = r => [Ec2Calls.Time(r.End)],
                ["fixed-price"] = r => [r.UpfrontUsd.ToString(CultureInfo.InvariantCulture)],
                ["usage-price"] = _ => ["0.0"],
                ["product-description"] = _ => ["Linux/UNIX"],
                ["scope"] = _ => ["Region"],
                ["availability-zone"] = _ => [],
            }, r => r.Id);
        return new()
        {
            ["ReservedInstances"] = new Array([.. chosen.Where(r => call.Text("OfferingType") is not { } payment || payment == r.Payment.Name()).OrderBy(r => r.Start).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r =>
            {
                var output = Common(r.InstanceType, r.Years, r.Payment, r.UpfrontUsd, r.HourlyUsd);
                output["ReservedInstancesId"] = r.Id;
                output["InstanceCount"] = r.Count;
                output["State"] = r.State;
                output["Start"] = Ec2Calls.Time(r.Start);
                output["End"] = Ec2Calls.Time(r.End);
                output["Tags"] = ec2.TagList(r.Id);
                return (Node)output;
            })]),
        };
    }
}
