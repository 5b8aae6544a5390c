using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Spot;

/// <summary>Spot requests and prices. Instances are asked for by RunInstances with a market type, as AWS advises.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances.html"/>
internal static class SpotOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        SpotRequests.Operation,
        new("DescribeSpotInstanceRequests", c => [c.OnAll("DescribeSpotInstanceRequests")], DescribeAll),
        new("CancelSpotInstanceRequests", c => c.Texts("SpotInstanceRequestIds").Select(i => c.On("CancelSpotInstanceRequests", "spot-instances-request", Find(c, i).Id)), Cancel),
        new("DescribeSpotPriceHistory", c => [c.OnAll("DescribeSpotPriceHistory")], PricesNow),
    ];

    /// <param name="options">InstanceMarketOptions of a launch.</param>
    public static SpotOptions Read(JsonObject options, InstanceType type, string region)
    {
        var spot = options.Structure("SpotOptions");
        if (spot?.InUse("BlockDurationMinutes") is { } block) throw Turn.Error("UnsupportedOperation", "Spot Instances with a defined duration are no longer available.", at: block.NameAt);
        var persistent = spot?.Text("SpotInstanceType") switch
        {
            null or { Value: "one-time" } => false,
            { Value: "persistent" } => true,
            var other => throw Ec2Errors.Invalid(other.At, $"Invalid value '{other.Value.Shortened()}' for SpotInstanceType.", "It is one-time or persistent."),
        };
        var asked = spot?.Text("InstanceInterruptionBehavior");
        var behavior = asked switch
        {
            null or { Value: "terminate" } => InterruptionBehavior.Terminate,
            { Value: "stop" } => InterruptionBehavior.Stop,
            { Value: "hibernate" } => InterruptionBehavior.Hibernate,
            _ => throw Ec2Errors.Invalid(asked.At, $"Invalid value '{asked.Value.Shortened()}' for InstanceInterruptionBehavior.", "It is terminate, stop or hibernate."),
        };
        if (!persistent && behavior is not InterruptionBehavior.Terminate)
            throw Ec2Errors.Combination(asked!.At, $"The interruption behavior '{asked.Value}' is only supported for persistent Spot Instance requests.", "What stops has to be started again, and only a persistent request does that.");
        decimal? most = null;
        if (spot?.Text("MaxPrice") is { } text)
        {
            if (!decimal.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) || price <= 0)
                throw Ec2Errors.Invalid(text.At, $"Value ({text.Value.Shortened()}) for parameter maxPrice is invalid. \"{text.Value.Shortened()}\" is an invalid spot instance price", "USD per hour, such as 0.05; AWS advises to leave it out.");
            most = price;
            if (type.Prices[region].Spot is { } now && price < now)
                throw Turn.Error("SpotMaxPriceTooLow", $"Your Spot request price of {Money(price)} is lower than the minimum required Spot request fulfillment price of {Money(now)}.", "Leave MaxPrice out: it is then the On-Demand price, and one pays the Spot price all the same.", at: text.At);
        }
        return new(persistent, behavior, most);
    }

    private static string Money(decimal usd) => usd.ToString("0.######", CultureInfo.InvariantCulture);

    private static SpotRequest Find(Call call, Located<string> id) => Ec2Errors.Find(call.Ec2().SpotRequests, id.Value, "SpotInstanceRequestID", "sir", "spot instance request ID", id.At);

    private static Output Cancel(Call call) => new()
    {
        ["CancelledSpotInstanceRequests"] = new Array([.. call.Texts("SpotInstanceRequestIds").Select(i =>
        {
            var request = Find(call, i);
            if (request.IsOpen)
            {
                Interruptions.Put(call.Turn, call.Region, request with { State = "cancelled", StatusCode = "canceled-before-fulfillment" });
                call.Turn.Note("ec2", request.Id, $"The Spot request {request.Id} was cancelled before it launched anything.", "open", "cancelled");
            }
            else if (request.State is "active" or "disabled")
            {
                Interruptions.Put(call.Turn, call.Region, request with { State = "cancelled", StatusCode = "request-canceled-and-instance-running" });
                call.Turn.Note("ec2", request.Id, $"The Spot request {request.Id} was cancelled. Its instance {request.InstanceId} is not: that runs, and costs, until it is terminated.", request.State, "cancelled");
            }
            return (Node)new Output { ["SpotInstanceRequestId"] = request.Id, ["State"] = call.Ec2().SpotRequests[request.Id].State };
        })]),
    };

    private static Output DescribeAll(Call call) => call.Page("SpotInstanceRequests", [.. call.Select("SpotInstanceRequestIds", call.Ec2().SpotRequests.Values, id => Find(call, id), new()
    {
        ["spot-instance-request-id"] = r => [r.Id],
        ["state"] = r => [r.State],
        ["status-code"] = r => [r.StatusCode],
        ["instance-id"] = r => r.InstanceId is { } id ? [id] : [],
        ["type"] = r => [r.Persistent ? "persistent" : "one-time"],
        ["availability-zone-group"] = _ => [],
        ["create-time"] = r => [Ec2Calls.Time(r.Created)],
        ["launched-availability-zone"] = r => [r.Zone],
        ["launch.instance-type"] = r => [r.InstanceType],
        ["product-description"] = _ => ["Linux/UNIX"],
        ["spot-price"] = r => r.MaxPrice is { } price ? [Money(price)] : [],
    }, r => r.Id).Select(r => Describe(call, r))]);

    internal static Output Describe(Call call, SpotRequest r)
    {
        Output output = new()
        {
            ["SpotInstanceRequestId"] = r.Id,
            ["State"] = r.State,
            ["Status"] = new Output { ["Code"] = r.StatusCode, ["UpdateTime"] = Ec2Calls.Time(r.Updated) },
            ["Type"] = r.Persistent ? "persistent" : "one-time",
            ["InstanceInterruptionBehavior"] = r.Behavior.ToString().ToLowerInvariant(),
            ["ProductDescription"] = "Linux/UNIX",
            ["CreateTime"] = Ec2Calls.Time(r.Created),
            ["Tags"] = call.Ec2().TagList(r.Id),
        };
        if (r.InstanceId is { } instance) (output["InstanceId"], output["LaunchedAvailabilityZone"]) = (instance, r.Zone);
        if (r.MaxPrice is { } price) output["SpotPrice"] = Money(price);
        if (r.ValidFrom is { } from) output["ValidFrom"] = Ec2Calls.Time(from);
        if (r.ValidUntil is { } until) output["ValidUntil"] = Ec2Calls.Time(until);
        if (r.Fault is var (code, message)) output["Fault"] = new Output { ["Code"] = code, ["Message"] = message };
        if (r.Plan is { } plan)
            output["LaunchSpecification"] = new Output { ["ImageId"] = plan.Image.Id, ["InstanceType"] = plan.Type.Name, ["SubnetId"] = plan.Subnet.Id, ["Placement"] = new Output { ["AvailabilityZone"] = plan.Subnet.Zone } };
        return output;
    }

    /// <summary>One price for a type in all zones of a Region, and it does not move: the facts have an average.</summary>
    private static Output PricesNow(Call call)
    {
        var region = Region.Find(call.Ec2().Code)!;
        var types = call.Texts("InstanceTypes") is { Count: > 0 } asked
            ? asked.Select(t => InstanceType.Find(t.Value) ?? throw Ec2Errors.Invalid(t.At, $"Invalid value '{t.Value.Shortened()}' for InstanceType."))
            : InstanceType.All;
        return call.Page("SpotPriceHistory", [.. types.Where(t => t.IsOfferedIn(call.Region) && t.Prices.GetValueOrDefault(call.Region)?.Spot is not null)
            .SelectMany(t => region.Zones.Where(z => call.Text("AvailabilityZone") is not { } zone || z.Name == zone).Select(z => new Output
            {
                ["InstanceType"] = t.Name,
                ["AvailabilityZone"] = z.Name,
                ["ProductDescription"] = "Linux/UNIX",
                ["SpotPrice"] = Money(t.Prices[call.Region].Spot!.Value),
                ["Timestamp"] = Ec2Calls.Time(call.Now),
            }))], least: 1);
    }
}
