using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html"/>
public sealed class LaunchTemplateVersionTests
{
    private readonly TestAccount _account = new();

    public LaunchTemplateVersionTests()
    {
        _account.Do("ec2", "CreateLaunchTemplate", """{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro"}}""");
        foreach (var type in new[] { "t3.small", "t3.medium" }) _account.Do("ec2", "CreateLaunchTemplateVersion", $$"""{"LaunchTemplateName": "web", "SourceVersion": "1", "LaunchTemplateData": {"InstanceType": "{{type}}"} }""");
    }

    private int Latest => (int)_account.Do("ec2", "DescribeLaunchTemplates")["LaunchTemplates"]![0]!["LatestVersionNumber"]!;

    [Fact]
    public void Versions_go_one_by_one_and_their_numbers_do_not_come_back()
    {
        var output = _account.Do("ec2", "DeleteLaunchTemplateVersions", """{"LaunchTemplateName": "web", "Versions": ["1", "3", "9"]}""");
        Assert.Equal(3, (long)Assert.Single(output["SuccessfullyDeletedLaunchTemplateVersions"]!.AsArray())!["VersionNumber"]!);
        Assert.Equal(["unexpectedError", "launchTemplateVersionDoesNotExist"], output["UnsuccessfullyDeletedLaunchTemplateVersions"]!.AsArray().Select(u => (string)u!["ResponseError"]!["Code"]!));
        Assert.Equal(2, Latest);
        Assert.Equal("t3.small", (string)_account.Do("ec2", "RunInstances", """{"LaunchTemplate": {"LaunchTemplateName": "web", "Version": "$Latest"}, "MinCount": 1, "MaxCount": 1}""")["Instances"]![0]!["InstanceType"]!);
        Assert.Equal("InvalidLaunchTemplateId.VersionNotFound", _account.Refused("ec2", "RunInstances", """{"LaunchTemplate": {"LaunchTemplateName": "web", "Version": "3"}, "MinCount": 1, "MaxCount": 1}"""));
        _account.Do("ec2", "CreateLaunchTemplateVersion", """{"LaunchTemplateName": "web", "LaunchTemplateData": {"InstanceType": "t3.large"}}""");
        Assert.Equal(4, Latest);
        Assert.Equal([4, 2, 1], _account.Do("ec2", "DescribeLaunchTemplateVersions", """{"LaunchTemplateName": "web"}""")["LaunchTemplateVersions"]!.AsArray().Select(v => (int)v!["VersionNumber"]!));
    }

    [Theory]
    [InlineData("""{"LaunchTemplateName": "none", "Versions": ["1"]}""", "InvalidLaunchTemplateName.NotFoundException")]
    [InlineData("""{"LaunchTemplateName": "web", "Versions": []}""", "MissingParameter")]
    [InlineData("""{"LaunchTemplateName": "web", "Versions": ["$Latest"]}""", "InvalidParameterValue")]
    [InlineData("""{"LaunchTemplateName": "web", "Versions": ["0"]}""", "InvalidParameterValue")]
    [InlineData("""{"Versions": ["1"]}""", "MissingParameter")]
    public void What_AWS_refuses(string input, string code) => Assert.Equal(code, _account.Refused("ec2", "DeleteLaunchTemplateVersions", input));
}
