using CloudCourse.Cli.Content;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Cli.Tests.Content;

/// <summary>Command lines as in the CLI's reference: https://docs.aws.amazon.com/cli/latest/reference/</summary>
public sealed class AwsCommandsTests
{
    [Theory]
    [InlineData("aws ec2 create-snapshot --volume-id vol-0a1b2c3d4e5f67890 --description \"Orders, before the upgrade\"")]
    [InlineData("aws ec2 run-instances \\\n  --image-id ami-1 \\\n  --count 2 --associate-public-ip-address --user-data file://first-boot.sh")]
    [InlineData("aws ec2 describe-instances --filters 'Name=tag:team,Values=web' --query \"Reservations[].Instances[]\" --output table")]
    [InlineData("aws --profile work --region=eu-central-1 s3 cp photo.jpg s3://tide-photos/ # upload")]
    [InlineData("ID=$(aws ec2 describe-volumes --query 'Volumes[0].VolumeId' --output text)")]
    [InlineData("aws sts get-caller-identity | cat && aws s3 ls; aws configure")]
    [InlineData("aws elbv2 create-load-balancer --name web --subnets subnet-1 subnet-2")]
    [InlineData("aws ec2 wait instance-running --instance-ids i-1")]
    [InlineData("aws ec2 modify-instance-attribute --instance-id i-1 --no-disable-api-termination")]
    [InlineData("aws lambda invoke --function-name report out.json")]
    [InlineData("aws ec2 create-transit-gateway")]
    [InlineData("aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 0.0.0.0/0")]
    [InlineData("aws iam create-user --cli-input-json file://user.json")]
    [InlineData("docker build -t web .\necho 'aws ec2 nothing'")]
    [InlineData("aws help")]
    public void A_command_that_AWS_has(string script) => Assert.Empty(AwsCommands.Check(script));

    [Theory]
    [InlineData("aws ec2 create-snapshots-daily --volume-id vol-1", 1, "no command")]
    [InlineData("aws ec2 create-snapshot --volume vol-1", 1, "`--volume-id` is near")]
    [InlineData("aws ec2 create-snapshot", 1, "needs `--volume-id`")]
    [InlineData("cd x\n\naws iam create-usr --user-name ana", 3, "`create-user` is near")]
    [InlineData("aws iam create-user --name ana", 1, "no option `--name`")]
    [InlineData("aws s3 copy a b", 1, "`aws s3` has cp")]
    [InlineData("aws ec3 describe-instances", 1, "`ec2` is near")]
    [InlineData("aws quantum-toaster toast", 1, "no service that the models know")]
    [InlineData("echo start\necho \"oh", 2, "never ends")]
    [InlineData("X=$(aws sts who)", 1, "no command")]
    public void A_command_that_it_has_not(string script, int line, string message)
    {
        var problem = Assert.Single(AwsCommands.Check(script));
        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_beside_the_models_are_none_of_the_models() =>
        Assert.DoesNotContain(ServiceModel.OtherOperations("ec2"), o => ServiceModel.Of("ec2").Find(o) is not null);
}
