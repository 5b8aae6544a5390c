using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>
/// An input for any operation, made from AWS's own shape of it. Members whose names tell what they name get ids that are there, most
/// of the time, so that many calls succeed; all else is whatever the shape lets through, and now and then what it does not.
/// </summary>
internal sealed class RandomInput(Dice dice, AccountState state, string region)
{
    private static readonly string[] Oddities =
        ["", "x", "i-0", "i-00000000000000000", "vol-00000000000000000", "arn:aws:iam::111122223333:role/none", "eu-west-1z", "𝛼", "a b", "-1", "*", "${aws:username}", "{\"a\": 1}", "\uD800", "\u0000", "0.0.0.0/0", "default"];

    private static readonly long[] Numbers = [0, 1, 1, 1, 2, 2, 3, 5, 8, 10, 22, 60, 80, 100, 256, 512, 1024, 3000, -1, 65535, 65536, int.MaxValue, 1L + int.MaxValue, long.MaxValue, long.MinValue];

    private static readonly string[] Documents =
    [
        """{"Version":"2012-10-17","Statement":{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}}""",
        """{"Version":"2012-10-17","Statement":[{"Sid":"Look","Effect":"Allow","Action":["ec2:Describe*","ecs:List*"],"Resource":"*"},{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"*","Condition":{"StringNotEquals":{"ec2:InstanceType":"t3.micro"}}}]}""",
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","ecs-tasks.amazonaws.com"],"AWS":"*"},"Action":"sts:AssumeRole"}}""",
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Acti""",
    ];

    private static readonly string[] Names = ["web", "shop", "ana", "default", "team-1"];

    public string For(StructureShape input)
    {
        var json = (JsonObject)Value(input, "", 0)!;
        if (dice.OneIn(12)) Spoil(json);
        return json.ToJsonString();
    }

    /// <summary>What no shape lets through, or what a service must refuse.</summary>
    public void Spoil(JsonObject json)
    {
        var names = json.Select(m => m.Key).ToList();
        if (names.Count == 0 || dice.OneIn(4)) json[dice.Of(["Colour", "InstanceID", "dryRun", ""])] = 1;
        else if (dice.OneIn(3)) json.Remove(dice.Of(names));
        else json[dice.Of(names)] = dice.Next(6) switch { 0 => null, 1 => 7, 2 => "seven", 3 => new JsonArray(1, "a"), 4 => new JsonObject { ["a"] = 1 }, _ => true };
    }

    private JsonNode? Value(ParameterShape shape, string member, int depth) => shape switch
    {
        StructureShape structure => Structure(structure, depth),
        ListShape list => new JsonArray([.. Enumerable.Range(0, dice.OneIn(6) ? dice.Next(4) : 1).Select(_ => Value(list.Item, member, depth + 1))]),
        MapShape map => new JsonObject { [dice.Of(Names)] = Value(map.Value, member, depth + 1) },
        ScalarShape scalar => Scalar(scalar, member),
        _ => throw new NotSupportedException(shape.GetType().Name),
    };

    private JsonObject Structure(StructureShape structure, int depth)
    {
        JsonObject json = [];
        foreach (var member in structure.Members)
        {
            if (!member.Required && (depth > 5 || !dice.OneIn(Known(member.Name).Count > 0 ? 3 : 30))) continue;
            json[member.Name] = Value(member.Shape, member.Name, depth + 1);
        }
        return json;
    }

    private JsonNode Scalar(ScalarShape scalar, string member)
    {
        switch (scalar.Type)
        {
            case ScalarType.Boolean: return dice.OneIn(2);
            case ScalarType.Integer or ScalarType.Long: return dice.Of(Numbers);
            case ScalarType.Float or ScalarType.Double: return dice.Of(Numbers) / 2.0;
            case ScalarType.Timestamp: return "2026-11-02T10:00:00Z";
            case ScalarType.Document: return 1;
        }
        if (dice.OneIn(14)) return dice.Of(Oddities);
        if (Known(member) is { Count: > 0 } known) return dice.Of(known);
        if (scalar.Values.Count > 0) return dice.Of(scalar.Values);
        return dice.OneIn(4) ? dice.Of(Oddities) : dice.Of(Names);
    }

    /// <summary>Values that make sense for a member of that name; none where its name tells nothing.</summary>
    private IReadOnlyList<string> Known(string member)
    {
        var ec2 = state.Ec2.Regions.Find(region);
        var (balancing, ecs, iam) = (state.LoadBalancing, state.Ecs, state.Iam);
        return member switch
        {
            "InstanceId" or "InstanceIds" or "Resources" or "Id" => Keys(ec2?.Instances.Keys),
            "VolumeId" or "VolumeIds" => Keys(ec2?.Volumes.Keys),
            "SnapshotId" or "SnapshotIds" => Keys(ec2?.Snapshots.Keys),
            "ImageId" or "ImageIds" => [.. Keys(ec2?.OwnImages.Keys), "ami-0a1b2c3d4e5f60001", "ami-0a1b2c3d4e5f60003", "ami-0a1b2c3d4e5f60002"],
            "InstanceType" or "InstanceTypes" => ["t3.micro", "t3.micro", "m5.large", "i3.large", "t4g.micro", "t9.huge"],
            "SubnetId" or "SubnetIds" or "Subnets" or "subnets" or "VPCZoneIdentifier" => Keys(ec2?.Subnets.Keys),
            "VpcId" => Keys(ec2?.Vpcs.Keys),
            "SecurityGroupIds" or "GroupId" or "GroupIds" or "SecurityGroups" or "securityGroups" => Keys(ec2?.SecurityGroups.Keys),
            "AllocationId" => Keys(ec2?.Addresses.Keys),
            "AssociationId" => Keys(ec2?.Addresses.Values.Select(a => a.AssociationId).OfType<string>()),
            "KeyName" => Keys(ec2?.KeyPairs.Values.Select(k => k.Name)),
            "LaunchTemplateId" => Keys(ec2?.LaunchTemplates.Keys),
            "LaunchTemplateName" => [.. Keys(ec2?.LaunchTemplates.Values.Select(t => t.Name)), "web-template"],
            "AvailabilityZone" or "AvailabilityZones" => ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
            "Device" or "DeviceName" => ["/dev/sdf", "/dev/sdg", "/dev/xvda"],
            "CidrIp" => ["0.0.0.0/0", "203.0.113.7/32", "10.0.0.0/8"],
            "IpProtocol" => ["tcp", "-1"],
            "VolumeType" => ["gp3", "gp2", "io1", "io2", "st1"],
            "AutoScalingGroupName" => [.. state.AutoScaling.Groups.Values.Select(g => g.Name), "web"],
            "TargetGroupArn" or "TargetGroupArns" or "TargetGroupARNs" or "targetGroupArn" => [.. balancing.TargetGroups.Keys],
            "LoadBalancerArn" => [.. balancing.LoadBalancers.Keys],
            "ListenerArn" => [.. balancing.Listeners.Keys],
            "Protocol" => ["HTTP"],
            "cluster" or "clusters" or "clusterName" => ["shop", "default", .. ecs.Clusters.Keys],
            "taskDefinition" => [.. ecs.Revisions.Values.Select(r => r.Name), "web"],
            "service" or "services" or "serviceName" => [.. ecs.Services.Values.Select(s => s.Name), "web"],
            "task" or "tasks" => [.. ecs.Tasks.Keys],
            "launchType" => ["FARGATE"],
            "UserName" => [.. iam.Users.Keys, "ana"],
            "GroupName" => [.. iam.Groups.Keys, "team"],
            "RoleName" => [.. iam.Roles.Keys, "web"],
            "InstanceProfileName" => [.. iam.InstanceProfiles.Keys, "web"],
            "RoleArn" or "taskRoleArn" or "executionRoleArn" => [.. iam.Roles.Values.Select(r => r.Arn)],
            "PolicyArn" or "PermissionsBoundary" => [.. iam.Policies.Keys, "arn:aws:iam::aws:policy/AmazonEC2FullAccess"],
            "PolicyDocument" or "AssumeRolePolicyDocument" => Documents,
            "PolicyName" or "RoleSessionName" => Names,
            _ => [],
        };
    }

    private static IReadOnlyList<string> Keys(IEnumerable<string>? keys) => keys is null ? [] : [.. keys];
}
