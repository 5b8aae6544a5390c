using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Elastic IP addresses: public addresses that stay, and cost the same in use or idle.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html"/>
internal static class AddressOperations
{
    /// <summary>AWS's default quota in a Region.</summary>
    public const int Quota = 5;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("AllocateAddress", c => [c.On("AllocateAddress", "elastic-ip", "*")], Allocate),
        new("AssociateAddress", c => [c.On("AssociateAddress", "elastic-ip", Named(c).AllocationId), c.On("AssociateAddress", "instance", InstanceOf(c).Id)], Associate),
        new("DisassociateAddress", c => [c.On("DisassociateAddress", "elastic-ip", Associated(c).AllocationId)], Disassociate),
        new("ReleaseAddress", c => [c.On("ReleaseAddress", "elastic-ip", Named(c).AllocationId)], Release),
        new("DescribeAddresses", c => [c.OnAll("DescribeAddresses")], DescribeAll),
    ];

    private static Address Named(Call call)
    {
        if (call.Text("PublicIp") is { } ip)
            return call.Ec2().Addresses.Values.FirstOrDefault(a => a.PublicIp == ip) ?? throw Turn.Error("InvalidAddress.NotFound", $"Address '{ip}' not found.", at: call.At("PublicIp"));
        if (call.Text("AllocationId") is not { } id) throw Turn.Error("MissingParameter", "Either 'PublicIp' or 'AllocationId' must be provided.", at: call.Input.Head());
        return Ec2Errors.Find(call.Ec2().Addresses, id, "AllocationID", "eipalloc", "allocation ID", call.At("AllocationId"));
    }

    private static Instance InstanceOf(Call call) => Ec2Errors.Find(call.Ec2().Instances,
        call.Text("InstanceId") ?? throw Turn.Error("MissingParameter", "Either 'instanceId' or 'networkInterfaceId' must be specified", at: call.Input.Head()), "InstanceID", "i", "instance ID", call.At("InstanceId"));

    private static Address Associated(Call call) => call.Text("AssociationId") is null && call.Text("PublicIp") is null
        ? throw Turn.Error("MissingParameter", "Either 'publicIp' or 'associationId' must be specified", at: call.Input.Head())
        : call.Ec2().Addresses.Values.FirstOrDefault(a => a.AssociationId is { } id && (id == call.Text("AssociationId") || a.PublicIp == call.Text("PublicIp")))
        ?? throw Turn.Error("InvalidAssociationID.NotFound", $"The association ID '{call.Text("AssociationId")}' does not exist", at: call.At("AssociationId"));

    private static void Put(Call call, Address address) => call.Put(call.Ec2() with { Addresses = call.Ec2().Addresses.Put(address.AllocationId, address) });

    private static string? Interface(Ec2Region ec2, Address a) => a.InstanceId is { } instance ? ec2.Instances.Find(instance)?.NetworkInterfaceId : a.NatGatewayId is { } nat ? ec2.NatGateways.Find(nat)?.NetworkInterfaceId : null;

    private static string? PrivateAddress(Ec2Region ec2, Address a) => a.InstanceId is { } instance ? ec2.Instances.Find(instance)?.PrivateIp : a.NatGatewayId is { } nat ? ec2.NatGateways.Find(nat)?.PrivateIp : null;

    private static Output Allocate(Call call)
    {
        if (call.Ec2().Addresses.Count >= Quota) throw Turn.Error("AddressLimitExceeded", "The maximum number of addresses has been reached.", $"AWS's default quota is {Quota} Elastic IP addresses in a Region.");
        Address address = new(call.Turn.Ec2Id("eipalloc"), DefaultNetwork.NextPublicIp(call.Turn), null, null);
        Put(call, address);
        call.Turn.Tag(call.Region, address.AllocationId, call.TagsFor("elastic-ip"));
        call.Turn.StartMeter("ec2", call.Region, address.AllocationId, "address", "Public IPv4 address", Prices.PublicIPv4PerHour);
        call.Turn.Note("ec2", address.AllocationId, $"The Elastic IP address {address.PublicIp} was allocated: it costs from now on, in use or idle.", null, "exists");
        return new() { ["AllocationId"] = address.AllocationId, ["PublicIp"] = address.PublicIp, ["Domain"] = "vpc" };
    }

    private static Output Associate(Call call)
    {
        var (address, instance) = (Named(call), InstanceOf(call));
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped))
            throw Turn.Error("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a valid state for this operation.", $"It is {Lifecycle.Name(instance.State)}.", at: call.At("InstanceId"));
        if (!call.Ec2().InternetGateways.Values.Any(g => g.VpcId == instance.VpcId))
            throw Turn.Error("Gateway.NotAttached", $"Network {instance.VpcId} is not attached to any internet gateway", "Without a gateway no public address is of use: attach one to the VPC.", at: call.At("InstanceId"));
        if (address.NatGatewayId is not null)
            throw Turn.Error("Resource.AlreadyAssociated", $"resource {address.AllocationId} is already associated with associate-id {address.AssociationId}", $"The NAT gateway {address.NatGatewayId} has it.", at: call.At("AllocationId"));
        if (address.InstanceId is { } holder && holder != instance.Id && call.Input.Last("AllowReassociation")?.Value is JsonBoolean { Value: false })
            throw Turn.Error("Resource.AlreadyAssociated", $"resource {address.AllocationId} is already associated with associate-id {address.AssociationId}", at: call.At("AllocationId"));
        if (address.InstanceId is { } before && before != instance.Id) PutOwnAddress(call, before);
        if (call.Ec2().Addresses.Values.FirstOrDefault(a => a.InstanceId == instance.Id && a.AllocationId != address.AllocationId) is { } other)
        {
            Put(call, other with { AssociationId = null, InstanceId = null });
            call.Turn.Note("ec2", other.AllocationId, $"{other.PublicIp} gives way to another address; it stays allocated, and costs as before.");
        }
        var next = address with { AssociationId = call.Turn.Ec2Id("eipassoc"), InstanceId = instance.Id };
        Put(call, next);
        // The address that it had goes back to AWS.
        call.Turn.EndMeter(instance.Id, "address");
        call.Turn.Put(call.Region, call.Ec2().Instances[instance.Id] with { PublicIp = address.PublicIp });
        call.Turn.Note("ec2", instance.Id, $"{instance.Id} has the address {address.PublicIp}, and keeps it when it stops.");
        return new() { ["AssociationId"] = next.AssociationId };
    }

    private static Output Disassociate(Call call)
    {
        var address = Associated(call);
        if (address.NatGatewayId is not null) throw Turn.Error("AuthFailure", "You do not have permission to access the specified resource.", $"The NAT gateway {address.NatGatewayId} keeps its address: delete it first.", 403, call.At("AssociationId"));
        Put(call, address with { AssociationId = null, InstanceId = null });
        PutOwnAddress(call, address.InstanceId!);
        call.Turn.Note("ec2", address.AllocationId, $"{address.PublicIp} is no longer associated; it costs as before.");
        return [];
    }

    /// <summary>An instance that loses its Elastic IP address gets one of AWS's again, if it runs and was launched to have one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html"/>
    private static void PutOwnAddress(Call call, string instanceId)
    {
        if (call.Ec2().Instances.Find(instanceId) is not { } instance) return;
        var address = instance is { WantsPublicIp: true, State: InstanceState.Running } ? DefaultNetwork.NextPublicIp(call.Turn) : null;
        call.Turn.Put(call.Region, instance with { PublicIp = address });
        if (address is not null) call.Turn.StartMeter("ec2", call.Region, instanceId, "address", "Public IPv4 address", Prices.PublicIPv4PerHour);
    }

    private static Output Release(Call call)
    {
        var address = Named(call);
        if (address.AssociationId is not null)
            throw Turn.Error("InvalidIPAddress.InUse", $"The address with allocation id [{address.AllocationId}] cannot be released because it is locked to your account or in use.", "Disassociate it first.", at: call.At("AllocationId"));
        call.Put(call.Ec2() with { Addresses = call.Ec2().Addresses.Remove(address.AllocationId), Tags = call.Ec2().Tags.Remove(address.AllocationId) });
        call.Turn.EndMeter(address.AllocationId, "address");
        call.Turn.Note("ec2", address.AllocationId, $"{address.PublicIp} was released.", "exists");
        return [];
    }

    private static Output DescribeAll(Call call) => new()
    {
        ["Addresses"] = new System.Text.Json.Nodes.JsonArray([.. call.Select("AllocationIds", call.Ec2().Addresses.Values, id => Ec2Errors.Find(call.Ec2().Addresses, id.Value, "AllocationID", "eipalloc", "allocation ID", id.At), new()
        {
            ["allocation-id"] = a => [a.AllocationId],
            ["public-ip"] = a => [a.PublicIp],
            ["instance-id"] = a => [a.InstanceId ?? ""],
            ["association-id"] = a => [a.AssociationId ?? ""],
            ["domain"] = a => ["vpc"],
            ["network-border-group"] = _ => [call.Region],
            ["network-interface-owner-id"] = a => a.AssociationId is null ? [] : [call.AccountId],
            ["network-interface-id"] = a => Interface(call.Ec2(), a) is { } id ? [id] : [],
            ["private-ip-address"] = a => PrivateAddress(call.Ec2(), a) is { } ip ? [ip] : [],
        }, a => a.AllocationId).Select(a =>
        {
            Output output = new() { ["AllocationId"] = a.AllocationId, ["PublicIp"] = a.PublicIp, ["Domain"] = "vpc", ["Tags"] = call.Ec2().TagList(a.AllocationId) };
            if (a.AssociationId is { } association) output["AssociationId"] = association;
            if (a.InstanceId is { } instance) output["InstanceId"] = instance;
            if (a.AssociationId is not null) output["NetworkInterfaceOwnerId"] = call.AccountId;
            if (Interface(call.Ec2(), a) is { } eni) (output["NetworkInterfaceId"], output["PrivateIpAddress"]) = (eni, PrivateAddress(call.Ec2(), a));
            return output;
        })]),
    };
}
