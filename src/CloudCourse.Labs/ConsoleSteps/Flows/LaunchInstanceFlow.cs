using System.Text;

namespace CloudCourse.Labs.ConsoleSteps.Flows;

/// <summary>EC2, Instances, Launch an instance.</summary>
internal static class LaunchInstanceFlow
{
    /// <summary>Where the learner sits: an address that is kept for documentation.</summary>
    private const string MyAddress = "203.0.113.25/32";
    private const string Anywhere = "0.0.0.0/0";
    private const string NoKey = ConsoleAccount.Without;

    public static ConsoleFlow Flow { get; } = new()
    {
        Name = "launch-instance",
        Title = "Launch an instance",
        Crumbs = ["EC2", "Instances"],
        Button = "Launch instance",
        Source = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-launch-parameters.html",
        Differs = "There it is one page, from the name down to the advanced details, with the summary at its side; here each of its parts has a page.",
        Pages =
        [
            new("name", "Name, image and type",
                new("Name and tags", new ConsoleField("name", "Name", FieldKind.Text) { Help = "Optional: a tag with the key Name, shown in the list of instances." }),
                new("Application and OS Images (Amazon Machine Image)", new ConsoleField("image", "Amazon Machine Image (AMI)", FieldKind.Select) { Account = "images", Default = "ami-0a1b2c3d4e5f60001", Required = "Choose an image." }),
                new("Instance type", new ConsoleField("type", "Instance type", FieldKind.Select) { Account = "instanceTypes", Default = "t3.micro", Required = "Choose an instance type." })
                {
                    Note = "Older guides take t2.micro, because it was free. For accounts made since 15 July 2025 it is not among the types that are free tier eligible; t3.micro is. Image and type must be of the same architecture.",
                }),
            new("key", "Key pair (login)", new ConsoleSection("Key pair (login)",
                new ConsoleField("key", "Key pair name", FieldKind.Select) { Account = "keyPairsOrNone", Required = "Choose a key pair, or go on without one." })
            {
                Note = "A key pair is for signing in by SSH, through port 22. The button Connect of the console uses that port too; Session Manager does not.",
            }),
            new("network", "Network settings",
                new("Network",
                    new ConsoleField("subnet", "Subnet", FieldKind.Select) { Account = "subnets", None = "No preference (default subnet in any Availability Zone)" },
                    new ConsoleField("publicIp", "Auto-assign public IP", FieldKind.Radio)
                    {
                        Default = "enable",
                        Options = [new("enable", "Enable", "Without one nobody on the internet finds the instance. It costs 0.005 USD an hour."), new("disable", "Disable")],
                    }),
                new("Firewall (security groups)",
                    new ConsoleField("firewall", "Firewall", FieldKind.Radio) { Default = "create", Options = [new("create", "Create security group"), new("select", "Select existing security group")] },
                    new ConsoleField("groupName", "Security group name", FieldKind.Text)
                    {
                        When = IsNewGroup,
                        Default = "launch-wizard-1",
                        Required = "Enter a name for the security group.",
                        Problem = name => name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase) ? "A name must not begin with sg-." : name.Length > 255 ? "A name has up to 255 characters." : null,
                    },
                    new ConsoleField("ssh", "Allow SSH traffic", FieldKind.Flag) { When = IsNewGroup, Default = "true", Help = "Port 22: for whoever administers the instance." },
                    new ConsoleField("sshFrom", "SSH traffic from", FieldKind.Radio)
                    {
                        When = a => a.Flag("ssh"),
                        Default = Anywhere,
                        Options = [new(Anywhere, "Anywhere", "0.0.0.0/0: the whole internet."), new(MyAddress, "My IP", $"{MyAddress}: the address that you have now.")],
                    },
                    new ConsoleField("https", "Allow HTTPS traffic from the internet", FieldKind.Flag) { When = IsNewGroup, Help = "Port 443." },
                    new ConsoleField("http", "Allow HTTP traffic from the internet", FieldKind.Flag) { When = IsNewGroup, Help = "Port 80." },
                    new ConsoleField("groups", "Common security groups", FieldKind.Many) { Account = "securityGroups", When = a => a.Text("firewall") == "select", Required = "Choose a security group." })
                {
                    Note = "A security group has rules that allow, and no others: what no rule lets in stays out. The page ticks SSH from anywhere for you.",
                }),
            new("storage", "Configure storage", new ConsoleSection("Root volume",
                new ConsoleField("size", "Size in GiB", FieldKind.Number) { Default = "8", Required = "Enter a size.", Problem = size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 16_384 ? null : "A volume has 1 to 16,384 GiB." },
                new ConsoleField("volume", "Volume type", FieldKind.Select) { Account = "volumeTypes", Default = "gp3", Required = "Choose a type." },
                new ConsoleField("encrypted", "Encrypted", FieldKind.Flag))),
            new("advanced", "Advanced details", new ConsoleSection("Advanced details",
                new ConsoleField("profile", "IAM instance profile", FieldKind.Select) { Account = "instanceProfiles", None = "None" },
                new ConsoleField("userData", "User data", FieldKind.Code) { Help = "A script for the first boot, run by root. It begins with a line such as #!/bin/bash. Everybody who may describe the instance can read it: write no secrets.", Problem = Script }))
            {
                Lead = "On AWS's page these details are folded. Who never opens them gets an instance with no role and no program.",
            },
            new("review", "Summary", new ConsoleSection("Number of instances",
                new ConsoleField("count", "Number of instances", FieldKind.Number) { Default = "1", Required = "Enter a number.", Problem = n => n.TrimStart('0') is { Length: 1 or 2 } ? null : "This lab launches 1 to 99." })),
        ],
        Calls = Write,
        Result = (answers, run) =>
        {
            var launch = run.Calls.Last(c => c.Operation == "RunInstances").Result?.Output?["Instances"]?.AsArray() ?? [];
            return new("Successfully initiated launch of instance.", [("Instances", string.Join(", ", launch.Select(i => i!["InstanceId"]!.GetValue<string>()))), ("State", "pending")],
                "It runs in a moment; that it runs says nothing about the program on it. Status checks and a request with a browser do.");
        },
    };

    private static bool IsNewGroup(ConsoleAnswers a) => a.Text("firewall") == "create";

    private static string? Script(string text) => Encoding.UTF8.GetByteCount(text) > 16 * 1024 ? "User data may have 16 KB." : null;

    private static void Write(CallWriter to)
    {
        var answers = to.Answers;
        var network = to.Run.Account.State.Ec2.Regions.Find(to.Run.Region);
        var vpc = network?.Subnets.Find(to.Run.Names.Fill(answers.Text("subnet")).Text ?? "")?.VpcId ?? network?.Vpcs.Values.FirstOrDefault(v => v.IsDefault)?.Id;
        if (IsNewGroup(answers))
        {
            to.Call("ec2", "CreateSecurityGroup", "groupName", "consoleGroup", ("GroupName", to.Text("groupName")), ("Description", to.Of("groupName", $"{answers.Text("groupName")} created by the launch page")), ("VpcId", vpc is null ? null : to.Of("subnet", vpc)));
            List<(string Field, int Port, string From)> rules = [];
            if (answers.Flag("ssh")) rules.Add(("ssh", 22, answers.Text("sshFrom")));
            if (answers.Flag("https")) rules.Add(("https", 443, Anywhere));
            if (answers.Flag("http")) rules.Add(("http", 80, Anywhere));
            if (rules.Count > 0)
            {
                to.Call("ec2", "AuthorizeSecurityGroupIngress", rules[0].Field, ("GroupId", to.Of("groupName", "${consoleGroup.GroupId}")),
                    ("IpPermissions", to.Array("firewall", [.. rules.Select(r => to.Object(r.Field, ("IpProtocol", to.Of(r.Field, "tcp")), ("FromPort", to.Of(r.Field, r.Port)), ("ToPort", to.Of(r.Field, r.Port)),
                        ("IpRanges", to.Array(r.Field, to.Object(r.Field, ("CidrIp", to.Of(r.Field == "ssh" ? "sshFrom" : r.Field, r.From)))))))])));
            }
        }
        var root = ConsoleAccount.RootDevice(to.Run, answers.Text("image")) ?? "/dev/xvda";
        to.MainCall("ec2", "RunInstances", "type",
            ("ImageId", to.Text("image")), ("InstanceType", to.Text("type")), ("MinCount", to.Number("count")), ("MaxCount", to.Number("count")),
            ("KeyName", answers.Text("key") == NoKey ? null : to.Text("key")),
            ("NetworkInterfaces", to.Array("subnet", to.Object("subnet", ("DeviceIndex", to.Of("subnet", 0)), ("SubnetId", to.Given("subnet")), ("AssociatePublicIpAddress", to.Of("publicIp", answers.Text("publicIp") == "enable")),
                ("Groups", IsNewGroup(answers) ? to.Array("groupName", to.Of("groupName", "${consoleGroup.GroupId}")) : to.Array("groups", [.. answers.List("groups")]))))),
            ("BlockDeviceMappings", to.Array("size", to.Object("size", ("DeviceName", to.Of("image", root)), ("Ebs", to.Object("size", ("VolumeSize", to.Number("size")), ("VolumeType", to.Text("volume")), ("Encrypted", answers.Flag("encrypted") ? to.Flag("encrypted") : null)))))),
            ("IamInstanceProfile", answers.Text("profile").Length == 0 ? null : to.Object("profile", ("Name", to.Text("profile")))),
            ("UserData", answers.Text("userData").Trim().Length == 0 ? null : to.Of("userData", Convert.ToBase64String(Encoding.UTF8.GetBytes(answers.Text("userData"))))),
            ("MetadataOptions", to.Object("type", ("HttpTokens", to.Of("type", "required")))),
            ("TagSpecifications", answers.Text("name").Trim().Length == 0 ? null : to.Array("name", to.Object("name", ("ResourceType", to.Of("name", "instance")), ("Tags", to.Array("name", to.Object("name", ("Key", to.Of("name", "Name")), ("Value", to.Text("name")))))))));
    }
}
