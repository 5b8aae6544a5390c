using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.SimulatedCloud.Forms;

/// <summary>
/// What there is to choose from in an account, as the console lists it. A choice has <c>value</c> (what is written), <c>label</c>, where wanted <c>detail</c> and
/// <c>also</c> (other ways to write the same), and facts by which the form counts.
/// </summary>
internal sealed class AccountChoices(CloudRun run)
{
    // In a copy: looking leaves no trace in the account.
    private readonly SimulatedAccount _account = SimulatedAccount.Restore(run.Account.Snapshot());

    public JsonArray Of(string what) => new([.. what switch
    {
        "images" => Images(),
        "instanceTypes" => InstanceTypes(),
        "keyPairs" => Described("DescribeKeyPairs", "KeyPairs").Select(k => Choice(Text(k, "KeyName"), Text(k, "KeyName"), Text(k, "KeyType"))),
        "subnets" => Described("DescribeSubnets", "Subnets").Select(Subnet),
        "securityGroups" => Described("DescribeSecurityGroups", "SecurityGroups").Select(Group),
        "instanceProfiles" => _account.State.Iam.InstanceProfiles.Values.Select(p => With(Choice(p.Name, p.Name, p.Role is { } role ? $"its role: {role}" : "it holds no role"), ("arn", p.Arn))),
        "volumeTypes" => VolumeTypes(),
        _ => throw new InvalidOperationException($"A form asks for {what}, of which nothing is known."),
    }]);

    private IEnumerable<JsonNode> Images() => Described("DescribeImages", "Images").Select(image =>
    {
        var (architecture, root) = (Text(image, "Architecture"), Text(image, "RootDeviceName"));
        var size = image["BlockDeviceMappings"]?[0]?["Ebs"]?["VolumeSize"]?.GetValue<int>() ?? 8;
        var name = Text(image, "Description") is { Length: > 0 } words ? words : Text(image, "Name");
        return With(Choice(Text(image, "ImageId"), name, $"{Text(image, "ImageId")} in {run.Region}, {architecture}, root device {root} of {size} GiB"),
            ("architecture", architecture), ("root", root), ("size", size));
    });

    private IEnumerable<JsonNode> InstanceTypes() =>
        from type in InstanceType.All
        where type.IsOfferedIn(run.Region)
        let price = type.Prices.GetValueOrDefault(run.Region)
        where price?.OnDemand is not null
        orderby price.OnDemand, type.Name
        select With(
            Choice(type.Name, type.Name, $"{type.Vcpus} vCPU, {Number(type.MemoryGiB)} GiB memory, {string.Join(" or ", type.Architectures)}, {Number(price.OnDemand)} USD per hour"),
            ("category", type.Category), ("architectures", string.Join(' ', type.Architectures)), ("onDemand", price.OnDemand), ("spot", type.SpotOffered ? price.Spot : null));

    private JsonObject Subnet(JsonNode subnet)
    {
        var gives = subnet["MapPublicIpOnLaunch"]?.GetValue<bool>() ?? false;
        var name = subnet["Tags"]?.AsArray().OfType<JsonNode>().Where(t => Text(t, "Key") == "Name").Select(t => $"{Text(t, "Value")}, ").FirstOrDefault();
        return With(Named(Text(subnet, "SubnetId"), $"{name}{Text(subnet, "AvailabilityZone")}, {Text(subnet, "CidrBlock")}", gives ? "gives public addresses" : "gives no public addresses"), ("givesPublicAddress", gives));
    }

    private JsonObject Group(JsonNode group) => With(Named(Text(group, "GroupId"), Text(group, "GroupName"), Text(group, "Description")), ("name", Text(group, "GroupName")));

    private IEnumerable<JsonNode> VolumeTypes() =>
        from type in new[] { ("gp3", "General purpose SSD (gp3)"), ("gp2", "General purpose SSD (gp2)"), ("io1", "Provisioned IOPS SSD (io1)"), ("io2", "Provisioned IOPS SSD (io2)") }
        select With(Choice(type.Item1, type.Item2, ""), ("perGBMonth", Prices.EbsPerGBMonth(run.Region, type.Item1)));

    /// <summary>By the name of an earlier result where it has one: ids differ from learner to learner, and a text with the name is everybody's.</summary>
    private JsonObject Named(string id, string label, string detail)
    {
        var name = run.Names.NameOf(id);
        return With(Choice(name ?? id, label, detail.Length > 0 ? $"{id}, {detail}" : id), ("also", name is null ? null : new JsonArray(id)));
    }

    private IEnumerable<JsonNode> Described(string operation, string member)
    {
        var answer = _account.Call(Caller.Root(_account.Options.AccountId), run.Region, "ec2", operation, "{}");
        return answer.Output?[member]?.AsArray().OfType<JsonNode>() ?? throw new InvalidOperationException($"{operation} was refused: {answer.Error?.Message}");
    }

    private static JsonObject Choice(string value, string label, string detail) => new() { ["value"] = value, ["label"] = label, ["detail"] = detail };

    private static JsonObject With(JsonObject choice, params ReadOnlySpan<(string Name, JsonNode? Value)> facts)
    {
        foreach (var (name, value) in facts)
        {
            if (value is not null) choice[name] = value;
        }
        return choice;
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

    private static string Number(IFormattable? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
