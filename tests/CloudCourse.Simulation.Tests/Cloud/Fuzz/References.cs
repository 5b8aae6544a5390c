using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>
/// What names something by its id finds it. Kept without it, as in AWS: the snapshot that a volume was made from, the instance of a Spot
/// request, the image and key pair of an instance, the volume of a snapshot, the subnets of a group, and all that something deleted names.
/// </summary>
internal static class References
{
    public static void Check(AccountState before, AccountState now)
    {
        foreach (var ec2 in now.Ec2.Regions.Values)
        {
            if (ReferenceEquals(before.Ec2.Regions.Find(ec2.Code), ec2)) continue;
            CheckNetwork(ec2);
            foreach (var i in ec2.Instances.Values.Where(i => i.State is not InstanceState.Terminated))
            {
                Assert.True(ec2.Vpcs.Has(i.VpcId) && ec2.Subnets.Has(i.SubnetId), $"{i.Id} is in no network");
                Assert.True(i.SpotRequestId is null || ec2.SpotRequests.Has(i.SpotRequestId), $"{i.Id} has the Spot request {i.SpotRequestId}, which is gone");
                Assert.True(ec2.Subnets[i.SubnetId].VpcId == i.VpcId, $"{i.Id} is not in its subnet's VPC");
            }
            foreach (var id in ec2.Tags.Keys)
                Assert.True(Has(ec2, id), $"{id} is gone and has tags");
        }
        if (!ReferenceEquals(before.Ecs, now.Ecs))
        {
            foreach (var task in now.Ecs.Tasks.Values) Assert.True(now.Ecs.Clusters.Has(task.ClusterArn) && now.Ecs.Revisions.Has(task.RevisionArn), $"{task.Id} names a cluster or a definition that is gone");
            foreach (var service in now.Ecs.Services.Values.Where(s => s.Active))
                Assert.True(now.Ecs.Clusters.Has(service.ClusterArn) && service.Deployments.All(d => now.Ecs.Revisions.Has(d.RevisionArn)), $"{service.Name} names a cluster or a definition that is gone");
        }
        foreach (var balancer in now.LoadBalancing.LoadBalancers.Values)
            Assert.True(now.Ec2.Regions[balancer.Region] is var ec2 && balancer.SubnetIds.All(ec2.Subnets.Has) && balancer.SecurityGroupIds.All(ec2.SecurityGroups.Has), $"{balancer.Name} names a subnet or group that is gone");
    }

    private static void CheckNetwork(Ec2Region ec2)
    {
        foreach (var subnet in ec2.Subnets.Values) Assert.True(ec2.Vpcs.Has(subnet.VpcId), $"{subnet.Id} is in {subnet.VpcId}, which is gone");
        foreach (var group in ec2.SecurityGroups.Values)
            Assert.True(ec2.Vpcs.Has(group.VpcId) && group.Rules.All(r => r.GroupId is null || ec2.SecurityGroups.Has(r.GroupId)), $"{group.Id} names a VPC or group that is gone");
        foreach (var table in ec2.RouteTables.Values) Assert.True(ec2.Vpcs.Has(table.VpcId), $"{table.Id} is in {table.VpcId}, which is gone");
        foreach (var image in ec2.OwnImages.Values) Assert.True(ec2.Snapshots.Has(image.SnapshotId), $"{image.Id} is made of {image.SnapshotId}, which is gone");
        foreach (var address in ec2.Addresses.Values.Where(a => a.NatGatewayId is not null)) Assert.True(ec2.NatGateways.Has(address.NatGatewayId!), $"{address.AllocationId} belongs to {address.NatGatewayId}, which is gone");
    }

    private static bool Has(Ec2Region ec2, string id) => ec2.Instances.Has(id) || ec2.Volumes.Has(id) || ec2.Snapshots.Has(id) || ec2.OwnImages.Has(id)
        || id.StartsWith("ami-", StringComparison.Ordinal) || ec2.LaunchTemplates.Has(id) || ec2.SpotRequests.Has(id) || ec2.SecurityGroups.Has(id)
        || ec2.Vpcs.Has(id) || ec2.Subnets.Has(id) || ec2.KeyPairs.Has(id) || ec2.Addresses.Has(id) || ec2.InternetGateways.Has(id) || ec2.RouteTables.Has(id) || ec2.NatGateways.Has(id);
}
