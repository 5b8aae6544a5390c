using CloudCourse.Simulation.CommandLine;

namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary>Names as in the CLI's reference: https://docs.aws.amazon.com/cli/latest/reference/</summary>
public sealed class CliNamesTests
{
    [Theory]
    [InlineData("RunInstances", "run-instances")]
    [InlineData("CreateDBInstance", "create-db-instance")]
    [InlineData("VPCZoneIdentifier", "vpc-zone-identifier")]
    [InlineData("ListMFADevices", "list-mfa-devices")]
    [InlineData("PolicyARNs", "policy-arns")]
    [InlineData("PutBucketAcl", "put-bucket-acl")]
    [InlineData("Ipv6Addresses", "ipv6-addresses")]
    public void Names_of_the_API_as_the_command_line_writes_them(string name, string written) => Assert.Equal(written, CliNames.Hyphens(name));
}
