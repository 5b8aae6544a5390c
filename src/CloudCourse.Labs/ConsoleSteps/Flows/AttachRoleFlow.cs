using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Labs.ConsoleSteps.Flows;

/// <summary>EC2, Instances, Actions, Security, Modify IAM role.</summary>
internal static class AttachRoleFlow
{
    /// <summary>The choice that takes the role away.</summary>
    private const string NoRole = ConsoleAccount.Without;

    public static ConsoleFlow Flow { get; } = new()
    {
        Name = "attach-role",
        Title = "Modify IAM role",
        Crumbs = ["EC2", "Instances"],
        Button = "Update IAM role",
        Source = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html",
        Differs = "For an instance that has a role, AWS's console makes one call, ReplaceIamInstanceProfileAssociation; the simulated account takes the two that come to the same.",
        Pages =
        [
            new("instance", "Choose an instance", new ConsoleSection("Instances",
                new ConsoleField("instance", "Instance", FieldKind.Radio) { Account = "instances", Required = "Choose an instance." })
            {
                Note = "The role is changed on a running or a stopped instance. It need not be launched anew, as older guides say.",
            }) { Onward = "Actions, Security, Modify IAM role" },
            new("role", "Modify IAM role", new ConsoleSection("IAM role",
                new ConsoleField("role", "IAM role", FieldKind.Select) { Account = "instanceProfilesOrNone", None = "Choose IAM role", Required = "Choose an IAM role, or \"No IAM Role\"." })
            {
                Note = "The list is called roles and holds instance profiles: containers of one role each. Who has made the role without a profile does not find it here.",
            }) { Lead = "An instance has one role at most. What is chosen here replaces what it had." },
        ],
        Calls = to =>
        {
            var (answers, instance) = (to.Answers, InstanceOf(to));
            var wanted = answers.Text("role");
            if (instance?.InstanceProfileArn is not null || wanted == NoRole)
                to.Call("ec2", "DisassociateIamInstanceProfile", "role", ("AssociationId", to.Of("instance", $"iip-assoc-{instance?.Id["i-".Length..] ?? "none"}")));
            if (wanted != NoRole)
                to.MainCall("ec2", "AssociateIamInstanceProfile", "role", ("InstanceId", to.Text("instance")), ("IamInstanceProfile", to.Object("role", ("Name", to.Text("role")))));
        },
        Result = (answers, run) =>
        {
            var id = run.Names.Fill(answers.Text("instance")).Text ?? answers.Text("instance");
            var profile = run.Account.State.Iam.InstanceProfiles.Find(answers.Text("role"));
            return profile is null ? new("The role was detached.", [("Instance", id), ("IAM role", "none")], "Programs on the instance get no new credentials. Those that they have work until they expire.")
                : new("The role was attached.", [("Instance", id), ("Instance profile", profile.Name), ("Its role", profile.Role ?? "none")], "The programs on the instance find credentials at the metadata address, and get new ones before they expire. Nothing has to be restarted.");
        },
    };

    private static Instance? InstanceOf(CallWriter to) =>
        to.Run.Names.Fill(to.Answers.Text("instance")).Text is { } id ? to.Run.Account.State.Ec2.Regions.Find(to.Run.Region)?.Instances.Find(id) : null;
}
