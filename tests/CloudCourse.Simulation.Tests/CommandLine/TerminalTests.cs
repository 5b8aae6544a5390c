namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary>
/// What the command line prints: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html, its return codes
/// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html, and its short form https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html.
/// </summary>
public sealed class TerminalTests
{
    private const string Volume = "ID=$(aws ec2 create-volume --availability-zone us-east-1a --size 8 --query VolumeId --output text)\nsleep 1m\n";

    [Fact]
    public void A_snapshot_of_a_volume_that_a_variable_holds()
    {
        var entries = new Desk().Run(Volume + "aws ec2 create-snapshot --volume-id $ID --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'\n"
            + "aws ec2 describe-snapshots --owner-ids self --query 'Snapshots[0].[State, Tags[0].Value]' --output text\n"
            + "aws ec2 wait snapshot-completed --owner-ids self\naws ec2 describe-snapshots --owner-ids self --query 'Snapshots[].State'");
        Assert.All(entries, e => Assert.Equal(0, e.ExitCode));
        Assert.StartsWith("{\n    \"SnapshotId\": \"snap-", entries[2].Output, StringComparison.Ordinal);
        Assert.Contains("\"StartTime\": \"2026-11-23T16:", entries[2].Output, StringComparison.Ordinal);
        Assert.Equal("pending\tbefore-upgrade\n", entries[3].Output);
        Assert.Equal("", entries[4].Output);
        Assert.Equal("[\n    \"completed\"\n]\n", entries[5].Output);
    }

    [Theory]
    [InlineData("aws ec2 describe-snapshots --snapshot-ids snap-0123456789abcdef0", 254, "\naws: [ERROR]: An error occurred (InvalidSnapshot.NotFound) when calling the DescribeSnapshots operation: The snapshot 'snap-0123456789abcdef0' does not exist\n")]
    [InlineData("aws ec2 create-snapshoot", 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument operation: Found invalid choice 'create-snapshoot'\n\nMaybe you meant:\n\n  * create-snapshot\n\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, you can run:\n\n  aws help\n")]
    [InlineData("aws ec3 describe-snapshots", 252, "argument command: Found invalid choice 'ec3'")]
    [InlineData("aws ec2 create-snapshot", 252, "(ParamValidation): the following arguments are required: --volume-id\n")]
    [InlineData("aws ec2 create-snapshot --volume-id", 252, "argument --volume-id: expected one argument")]
    [InlineData("aws ec2 describe-snapshots --snapshot-number snap-1", 252, "\naws: [ERROR]: An error occurred (ParamValidation): Unknown options: --snapshot-number, snap-1\n")]
    [InlineData("aws ec2 create-volume --s 3", 252, "(ParamValidation): ambiguous option: --s could match --")]
    [InlineData("aws ec2 describe-snapshots --max-results ten", 252, "Error parsing parameter '--max-results': invalid literal for int() with base 10: 'ten'")]
    [InlineData("aws ec2 describe-snapshots --filters Name", 252, "Error parsing parameter '--filters': Expected: '=', received: 'EOF' for input:\nName\n    ^")]
    [InlineData("aws ec2 describe-snapshots --filters Name=a,Values=1,Name=b,Values=2", 252, "Error parsing parameter '--filters': Second instance of key \"Name\" encountered for input:\nName=a,Values=1,Name=b,Values=2\n                ^\nThis is often because there is a preceding \",\" instead of a space.\n")]
    [InlineData("aws ec2 describe-snapshots --filters '[{'", 252, "Error parsing parameter '--filters': Invalid JSON:")]
    [InlineData("aws ec2 describe-snapshots --filters file://none.json", 252, "Unable to load paramfile file://none.json: [Errno 2] No such file or directory: 'none.json'")]
    [InlineData("aws ec2 describe-snapshots --query 'Snapshots['", 252, "(ParamValidation): Bad value for --query Snapshots[: Invalid jmespath expression: Incomplete expression:\n\"Snapshots[\"\n           ^\n")]
    [InlineData("aws ec2 describe-snapshots --query 'length(nothing)'", 255, "aws: [ERROR]: In function length(), invalid type for value: None, expected one of: ['string', 'array', 'object'], received: \"null\"\n")]
    [InlineData("aws ec2 describe-snapshots --filters Name=a,Value=b", 252, "aws: [ERROR]: An error occurred (ParamValidation): Parameter validation failed:\nUnknown parameter in Filters[0]: \"Value\"")]
    [InlineData("aws ec2 describe-snapshots --output xml", 252, "argument --output: Found invalid choice 'xml'\n")]
    [InlineData("aws ec2 create-volume --availability-zone us-east-1a --size 8 --max-items 3", 252, "Unknown options: --max-items, 3\n")]
    [InlineData("aws ec2 describe-snapshots --max-items many", 252, "argument --max-items: invalid int value: 'many'\n")]
    [InlineData("aws ec2 describe-snapshots --generate-cli-skeleton", 252, "The option --generate-cli-skeleton is not in this terminal.\n")]
    [InlineData("aws ec2 describe-snapshots --region mars-1", 255, "Could not connect to the endpoint URL")]
    [InlineData("aws ec2 describe-snapshots --region NEW_REGION", 255, "\naws: [ERROR]: Provided region_name 'NEW_REGION' doesn't match a supported format.\n")]
    [InlineData("AWS_PROFILE=work aws ec2 describe-snapshots", 255, "\naws: [ERROR]: The config profile (work) could not be found\n")]
    [InlineData("AWS_DEFAULT_OUTPUT=xml; export AWS_DEFAULT_OUTPUT; aws ec2 describe-snapshots", 252, "Found invalid choice 'xml'")]
    [InlineData("aws lambda get-function --function-name none", 254, "\naws: [ERROR]: An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: arn:aws:lambda:us-east-1:123456789012:function:none\n")]
    [InlineData("aws ec2 describe-snapshots --profile work", 255, "The config profile (work) could not be found")]
    [InlineData("aws ec2 create-snapshots", 252, "aws ec2 create-snapshots is not in this terminal.\n")]
    [InlineData("aws s3 ls", 252, "aws s3 is not in this terminal.\n")]
    [InlineData("aws ec2 wait snapshot-complete", 252, "  * snapshot-completed\n")]
    [InlineData("aws ec2 wait snapshot-completed --snapshot-ids snap-0123456789abcdef0", 255, "Waiter SnapshotCompleted failed: An error occurred (InvalidSnapshot.NotFound): The snapshot 'snap-0123456789abcdef0' does not exist\n")]
    [InlineData("ec2 describe-snapshots", 127, "bash: ec2: command not found\n")]
    [InlineData("aws ec2 describe-snapshots | grep x", 2, "syntax error")]
    [InlineData("aws ec2 describe-snapshots > x", 2, "syntax error")]
    [InlineData("echo \"open", 2, "syntax error")]
    [InlineData("for i in 1 2; do echo $i; done", 2, "syntax error")]
    [InlineData("echo `date`", 2, "syntax error")]
    [InlineData("sleep soon", 1, "invalid time interval")]
    [InlineData("false; echo $?", 0, "1\n")]
    public void What_goes_wrong(string typed, int code, string printed)
    {
        var entry = new Desk().Last(typed);
        Assert.Equal(code, entry.ExitCode);
        Assert.Contains(printed, entry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_says_what_would_be_and_does_nothing()
    {
        var entries = new Desk().Run(Volume + "aws ec2 create-snapshot --volume-id $ID --dry-run\naws ec2 describe-snapshots --owner-ids self --query 'length(Snapshots)'");
        Assert.Equal(254, entries[2].ExitCode);
        Assert.Contains("An error occurred (DryRunOperation) when calling the CreateSnapshot operation: Request would have succeeded, but DryRun flag is set.", entries[2].Output, StringComparison.Ordinal);
        Assert.Equal("0\n", entries[3].Output);
    }

    [Theory]
    [InlineData("--filters Name=volume-id,Values=vol-1,vol-2 Name=status,Values=completed", """{"Filters":[{"Name":"volume-id","Values":["vol-1","vol-2"]},{"Name":"status","Values":["completed"]}]}""")]
    [InlineData("--filters 'Name=\"tag:a,b\",Values=[x, y]'", """{"Filters":[{"Name":"tag:a,b","Values":["x","y"]}]}""")]
    [InlineData("--filters 'Name = a, Values = b\\,c , d'", """{"Filters":[{"Name":"a","Values":["b,c","d"]}]}""")]
    [InlineData("--filters '[{\"Name\": \"status\", \"Values\": [\"completed\"]}]'", """{"Filters":[{"Name":"status","Values":["completed"]}]}""")]
    [InlineData("--filters file://filters.json", """{"Filters":[{"Name":"volume-id","Values":["vol-1"]}]}""")]
    [InlineData("--owner-ids self amazon --max-results 5", """{"OwnerIds":["self","amazon"],"MaxResults":5}""")]
    [InlineData("--owner self --snapshot-ids", """{"OwnerIds":["self"]}""")]
    [InlineData("--no-dry-run --max-results=5", """{"DryRun":false,"MaxResults":5}""")]
    [InlineData("--cli-input-json '{\"OwnerIds\": [\"self\"], \"MaxResults\": 9}' --max-results 5", """{"OwnerIds":["self"],"MaxResults":5}""")]
    public void Options_become_the_operations_input(string options, string input)
    {
        Desk desk = new() { Canned = "{}" };
        desk.Run($"aws ec2 describe-snapshots {options}");
        Assert.Equal(input, desk.Inputs[0]);
    }

    [Theory]
    [InlineData("run-instances --image-id ami-1 --instance-type t3.micro --count 2", """{"ImageId":"ami-1","InstanceType":"t3.micro","MinCount":2,"MaxCount":2}""")]
    [InlineData("run-instances --image-id ami-1", """{"ImageId":"ami-1","MinCount":1,"MaxCount":1}""")]
    [InlineData("authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 0.0.0.0/0", """{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}""")]
    public void Options_that_the_command_line_adds(string command, string input)
    {
        Desk desk = new() { Canned = "{}" };
        desk.Run($"aws ec2 {command}");
        Assert.Equal(input, desk.Inputs[0]);
    }

    [Theory]
    [InlineData("A=1; B='$A'; echo $A \"$A x\" $B '$A' ${A}2", "1 1 x $A $A 12\n")]
    [InlineData("A='a  b'; echo $A; echo \"$A\"", "a b\na  b\n")]
    [InlineData("echo a \\\n  b # c", "a b\n")]
    [InlineData("echo a#b; # nothing", "a#b\n")]
    [InlineData("true && echo yes || echo no; false && echo yes || echo no", "yes\nno\n")]
    [InlineData("echo $(echo $(echo in)ner) $NONE.", "inner .\n")]
    [InlineData("A=1 true; echo \"<$A>\"; A=1 B=$A; echo $B; unset A; echo \"<$A>\"", "<>\n1\n<>\n")]
    [InlineData("echo a \\\r\n  b\r\necho c\r\n", "a b\nc\n")]
    [InlineData("export A=5; echo \"it is \\\"$A\\\"\"", "it is \"5\"\n")]
    [InlineData("echo 'two\nlines'", "two\nlines\n")]
    [InlineData("sleep 1d; date", "Tue Nov 24 16:00:05 UTC 2026\n")]
    public void A_shells_words(string script, string printed) => Assert.Equal(printed, string.Concat(new Desk().Run(script).Select(e => e.Output)));

    [Fact]
    public void A_wrong_line_costs_only_itself_and_every_line_knows_its_place()
    {
        const string Script = "# first\n\necho one\naws | x\n  echo two\n";
        var entries = new Desk().Run(Script);
        Assert.Equal([3, 4, 5], entries.Select(e => e.Line));
        Assert.Equal(["echo one", "aws | x", "echo two"], entries.Select(e => Script[e.At.Start..e.At.End]));
    }

    [Fact]
    public void Variables_of_the_environment_stand_for_options()
    {
        const string Ask = "aws ec2 describe-availability-zones --query AvailabilityZones[0].ZoneName\n";
        var entries = new Desk().Run($"AWS_REGION=eu-west-1 {Ask}AWS_DEFAULT_REGION=eu-west-1\n{Ask}export AWS_DEFAULT_REGION AWS_DEFAULT_OUTPUT=text\n{Ask}");
        Assert.Equal(["\"eu-west-1a\"\n", "", "\"us-east-1a\"\n", "", "eu-west-1a\n"], entries.Select(e => e.Output));
    }

    [Fact]
    public void The_same_script_prints_the_same()
    {
        const string Script = Volume + "aws ec2 create-snapshot --volume-id $ID\naws sts get-caller-identity";
        Assert.Equal(new Desk().Run(Script).Select(e => e.Output), new Desk().Run(Script).Select(e => e.Output));
    }

    [Fact]
    public void Help_names_what_there_is()
    {
        Assert.Contains("  ec2\n", new Desk().Last("aws help").Output, StringComparison.Ordinal);
        Assert.Contains("  create-snapshot\n", new Desk().Last("aws ec2 help").Output, StringComparison.Ordinal);
        Assert.Contains("  --volume-id <string>  (required)\n", new Desk().Last("aws ec2 create-snapshot help").Output, StringComparison.Ordinal);
    }
}
