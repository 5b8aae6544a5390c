using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Spot;

/// <summary>
/// RequestSpotInstances: a request that is open until there is capacity at its price, and then launches. AWS advises to launch by RunInstances
/// instead. Prices do not move here, so a request whose price is too low waits until it is over.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html"/>
internal static class SpotRequests
{
    /// <summary>From the request to its first look at capacity, and between looks; of the usual size.</summary>
    public static readonly TimeSpan Evaluating = TimeSpan.FromSeconds(5), Again = TimeSpan.FromMinutes(5);

    public static readonly HashSet<string> NotTaken = ["LaunchGroup", "AvailabilityZoneGroup"];

    public static Operation Operation { get; } = new("RequestSpotInstances", Needs, Run);

    private static JsonObject Specification(Call call) => call.Structure("LaunchSpecification")
        ?? throw Turn.Error("MissingParameter", "The request must contain the parameter LaunchSpecification", "It says what to launch: the image, the type, the network.", at: call.Input.Head());

    private static bool IsPersistent(Call call) => call.Text("Type") switch
    {
        null or "one-time" => false,
        "persistent" => true,
        var other => throw Ec2Errors.Invalid(call.At("Type"), $"Value ({other.Shortened()}) for parameter Type is invalid.", "It is one-time or persistent."),
    };

    private static InterruptionBehavior Behavior(Call call, bool persistent)
    {
        var behavior = call.Text("InstanceInterruptionBehavior") switch
        {
            null or "terminate" => InterruptionBehavior.Terminate,
            "stop" => InterruptionBehavior.Stop,
            "hibernate" => InterruptionBehavior.Hibernate,
            var other => throw Ec2Errors.Invalid(call.At("InstanceInterruptionBehavior"), $"Invalid value '{other.Shortened()}' for InstanceInterruptionBehavior.", "It is terminate, stop or hibernate."),
        };
        return behavior is InterruptionBehavior.Terminate || persistent ? behavior
            : throw Ec2Errors.Combination(call.At("InstanceInterruptionBehavior"), $"The interruption behavior '{call.Text("InstanceInterruptionBehavior")}' is only supported for persistent Spot Instance requests.", "What stops has to be started again, and only a persistent request does that.");
    }

    private static LaunchPlan Plan(Call call)
    {
        var (specification, persistent) = (Specification(call), IsPersistent(call));
        foreach (var member in new[] { "KernelId", "RamdiskId", "AddressingType" })
        {
            if (specification.InUse(member) is { } used) throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with LaunchSpecification.{member}.", "AWS would take it. Leave it out here.", 501, used.NameAt);
        }
        var behavior = Behavior(call, persistent);
        // A request that hibernates launches instances that can.
        var at = call.At("InstanceInterruptionBehavior");
        if (behavior is InterruptionBehavior.Hibernate)
            specification = new([.. specification.Members, new("HibernationOptions", at, new JsonObject([new("Configured", at, new JsonBoolean(true, at))], at))], specification.At);
        var plan = LaunchPlan.Read(call, specification);
        if (!plan.Type.SpotOffered) throw Turn.Error("UnsupportedOperation", $"Spot is not supported for {plan.Type.Name}.", "DescribeInstanceTypes tells, by SupportedUsageClasses.", at: specification.At);
        return plan with { Spot = new(persistent, behavior, Price(call)), ClientToken = null };
    }

    private static decimal? Price(Call call)
    {
        if (call.Input.InUse("BlockDurationMinutes") is { } block) throw Turn.Error("UnsupportedOperation", "Spot Instances with a defined duration are no longer available.", "Leave BlockDurationMinutes out.", at: block.NameAt);
        if (call.Text("SpotPrice") is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price > 0 ? price
            : throw Ec2Errors.Invalid(call.At("SpotPrice"), $"Value ({text.Shortened()}) for parameter price is invalid. \"{text.Shortened()}\" is an invalid spot instance price", "USD per hour, such as 0.05; AWS advises to leave it out.");
    }

    private static IEnumerable<Permission> Needs(Call call)
    {
        var plan = Plan(call);
        yield return call.On("RequestSpotInstances", "spot-instances-request", "*", [.. call.TagsFor("spot-instances-request").Select(t => ($"aws:RequestTag/{t.Key}", t.Value))]);
        yield return new("ec2:RequestSpotInstances", $"arn:aws:ec2:{call.Region}::image/{plan.Image.Id}");
        yield return call.On("RequestSpotInstances", "subnet", plan.Subnet.Id);
        foreach (var group in plan.SecurityGroupIds) yield return call.On("RequestSpotInstances", "security-group", group);
        if (plan.KeyName is { } key) yield return call.On("RequestSpotInstances", "key-pair", key);
        if (call.TagsFor("spot-instances-request").Count > 0) yield return call.On("CreateTags", "spot-instances-request", "*", ("ec2:CreateAction", "RequestSpotInstances"));
        if (plan.Role is { } role) yield return RoleOperations.Pass(role.Arn, "ec2.amazonaws.com");
    }

    private static DateTimeOffset? Moment(Call call, string member)
    {
        if (call.Text(member) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
            : throw Ec2Errors.Invalid(call.At(member), $"Value ({text.Shortened()}) for parameter {char.ToLowerInvariant(member[0])}{member[1..]} is invalid.", "A moment in UTC, such as 2026-11-02T10:00:00Z.");
    }

    private static Output Run(Call call)
    {
        var (plan, count) = (Plan(call), call.Integer("InstanceCount") ?? 1);
        if (count < 1) throw Ec2Errors.Invalid(call.At("InstanceCount"), $"Value ({count}) for parameter instanceCount is invalid. Instance count must be 1 or more.", "How many instances you want: each has a request of its own.");
        var (from, until) = (Moment(call, "ValidFrom"), Moment(call, "ValidUntil"));
        if (until <= call.Now) throw Ec2Errors.Invalid(call.At("ValidUntil"), "The request's validity period ends in the past.", $"It is {Ec2Calls.Time(call.Now)}.");
        if (until <= from) throw Ec2Errors.Combination(call.At("ValidUntil"), "ValidUntil must be later than ValidFrom", "A request is valid from the one to the other.");
        var waiting = call.Ec2().SpotRequests.Values.Where(r => r.IsOpen).Sum(r => InstanceType.Find(r.InstanceType)!.Vcpus);
        if (RunInstances.VcpusInUse(call.Ec2(), Market.Spot) + waiting + (count * plan.Type.Vcpus) > RunInstances.VcpuQuota)
            throw RunInstances.OverQuota(call, Market.Spot, $"{count} × {plan.Type.Name} are {count * plan.Type.Vcpus} vCPUs", call.At("InstanceCount"));
        List<Node> requests = [];
        for (var i = 0; i < count; i++)
        {
            SpotRequest request = new(call.Turn.Ec2Id("sir"), plan.Spot!.Persistent, plan.Spot.Behavior, plan.Spot.MaxPrice, null, plan.Type.Name, "", "open", "pending-evaluation", call.Now, call.Now)
            {
                Plan = plan,
                ValidFrom = from,
                ValidUntil = until,
            };
            Interruptions.Put(call.Turn, call.Region, request);
            call.Turn.Tag(call.Region, request.Id, call.TagsFor("spot-instances-request"));
            call.Turn.Note("ec2", request.Id, $"The Spot request {request.Id} for {plan.Type.Name} is open.", null, "open");
            call.Turn.Plan(from > call.Now ? from.Value - call.Now : Evaluating, new SpotRequestIsLookedAt(call.Region, request.Id));
            if (until is { } end) call.Turn.Plan(end - call.Now, new SpotRequestExpires(call.Region, request.Id));
            requests.Add(SpotOperations.Describe(call, request));
        }
        return new() { ["SpotInstanceRequests"] = new Array([.. requests]) };
    }

    /// <summary>
    /// Somebody ended the instance of a request. A one-time request is over with it; a persistent one waits again and launches another: who does
    /// not want that cancels the request first.
    /// </summary>
    public static void OnTermination(Turn turn, string region, Instance instance)
    {
        if (instance.SpotRequestId is not { } id || turn.Ec2(region).SpotRequests.Find(id) is not { State: "active" or "disabled" } request || request.InstanceId != instance.Id) return;
        if (!request.Persistent)
        {
            Interruptions.Put(turn, region, request with { State = "closed", StatusCode = "instance-terminated-by-user" });
            return;
        }
        Interruptions.Put(turn, region, request with { State = "open", StatusCode = "instance-terminated-by-user", InstanceId = null });
        turn.Note("ec2", id, $"The Spot request {id} is persistent and was not cancelled: it will launch another instance.", request.State, "open");
        turn.Plan(Evaluating, new SpotRequestIsLookedAt(region, id));
    }
}

/// <summary>EC2 looks whether an open request can be fulfilled: its price, its zone, its subnet's addresses.</summary>
internal sealed record SpotRequestIsLookedAt(string Region, string RequestId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        var ec2 = turn.Ec2(Region);
        if (ec2.SpotRequests.Find(RequestId) is not { IsOpen: true, Plan: { } plan } request) return;
        if (ec2.Subnets.Find(plan.Subnet.Id) is not { } subnet || plan.SecurityGroupIds.Any(g => !ec2.SecurityGroups.Has(g)))
        {
            Interruptions.Put(turn, Region, request with { State = "failed", StatusCode = "bad-parameters", Fault = ("InvalidSpotRequest", "The subnet or a security group of the request does not exist any more.") });
            turn.Note("ec2", RequestId, $"The Spot request {RequestId} failed: its subnet, or a security group of it, is gone.", "open", "failed");
            return;
        }
        var waits = plan.Spot!.MaxPrice is { } most && plan.Type.Prices[Region].Spot is { } now && most < now ? "price-too-low"
            : ec2.FailedZones.Contains(subnet.Zone) || RunInstances.VcpusInUse(ec2, Market.Spot) + plan.Type.Vcpus > RunInstances.VcpuQuota || DefaultNetwork.Free(turn.State, Region, subnet) < 1 ? "capacity-not-available" : null;
        if (waits is not null)
        {
            if (request.StatusCode != waits)
            {
                Interruptions.Put(turn, Region, request with { StatusCode = waits });
                turn.Note("ec2", RequestId, waits is "price-too-low" ? $"The Spot request {RequestId} waits: its price is below the Spot price." : $"The Spot request {RequestId} waits for capacity.");
            }
            // A price does not move by itself here, so there is nothing to look for again.
            if (waits is not "price-too-low") turn.Plan(SpotRequests.Again, this);
            return;
        }
        var instance = RunInstances.Launch(turn, Region, plan with { Subnet = subnet }, 1, request)[0];
        turn.Note("ec2", RequestId, $"The Spot request {RequestId} is fulfilled by {instance.Id}.", "open", "active");
    }
}

internal sealed record SpotRequestExpires(string Region, string RequestId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).SpotRequests.Find(RequestId) is not { IsOpen: true } request) return;
        Interruptions.Put(turn, Region, request with { State = "closed", StatusCode = "schedule-expired" });
        turn.Note("ec2", RequestId, $"The Spot request {RequestId} is over: its time has passed.", "open", "closed");
    }
}
