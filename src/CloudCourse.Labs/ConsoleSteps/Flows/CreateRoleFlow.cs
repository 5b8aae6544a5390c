using System.Text.RegularExpressions;

namespace CloudCourse.Labs.ConsoleSteps.Flows;

/// <summary>IAM, Roles, Create role.</summary>
internal static partial class CreateRoleFlow
{
    public static ConsoleFlow Flow { get; } = new()
    {
        Name = "create-role",
        Title = "Create role",
        Crumbs = ["IAM", "Roles"],
        Button = "Create role",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
        Pages =
        [
            new("trust", "Select trusted entity",
                new("Trusted entity type",
                    new ConsoleField("trusted", "Trusted entity type", FieldKind.Radio)
                    {
                        Default = "service",
                        Options =
                        [
                            new("service", "AWS service", "A service such as EC2 or Lambda acts with the role, for you."),
                            new("account", "AWS account", "Users and roles of this or another account take the role."),
                            new("web", "Web identity", "People and programs with a token of a web identity provider."),
                            new("saml", "SAML 2.0 federation", "People of a company's directory."),
                            new("custom", "Custom trust policy", "You write who may take the role."),
                        ],
                        Problem = kind => kind is "web" or "saml" ? "The account of this lab has no identity provider that could be chosen here. Choose another type." : null,
                    })
                {
                    Note = "This page writes the role's trust policy: who may take the role. What the role may then do comes on the next page, and is another document.",
                },
                new("Use case",
                    new ConsoleField("useCase", "Service or use case", FieldKind.Select)
                    {
                        When = a => a.Text("trusted") == "service",
                        Required = "Choose the service that acts with the role.",
                        Options =
                        [
                            new("ec2.amazonaws.com", "EC2", "programs on EC2 instances call AWS services"),
                            new("lambda.amazonaws.com", "Lambda", "Lambda functions call AWS services"),
                            new("ecs-tasks.amazonaws.com", "Elastic Container Service Task", "containers of ECS tasks call AWS services"),
                            new("scheduler.amazonaws.com", "EventBridge Scheduler", "schedules call their targets"),
                        ],
                    }) { When = a => a.Text("trusted") == "service" },
                new("An AWS account",
                    new ConsoleField("whichAccount", "Account", FieldKind.Radio)
                    {
                        When = a => a.Text("trusted") == "account",
                        Default = "this",
                        Options = [new("this", "This account", "Its users and roles, as far as their own policies let them."), new("another", "Another AWS account", "The same of another one.")],
                    },
                    new ConsoleField("accountId", "Account ID", FieldKind.Text)
                    {
                        When = a => a.Text("whichAccount") == "another",
                        Required = "Enter the other account's ID.",
                        Help = "Twelve digits.",
                        Problem = id => id.Length == 12 && id.All(char.IsAsciiDigit) ? null : "An account ID has twelve digits.",
                    },
                    new ConsoleField("mfa", "Require MFA", FieldKind.Flag) { When = a => a.Text("trusted") == "account", Help = "Only who signed in with MFA may take the role." }) { When = a => a.Text("trusted") == "account" },
                new("Custom trust policy",
                    new ConsoleField("trustPolicy", "Trust policy", FieldKind.Code)
                    {
                        When = a => a.Text("trusted") == "custom",
                        Required = "Write a trust policy.",
                        Default = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": {},\n      \"Action\": \"sts:AssumeRole\"\n    }\n  ]\n}",
                    }) { When = a => a.Text("trusted") == "custom" }),

            new("permissions", "Add permissions", new ConsoleSection("Permissions policies", new ConsoleField("policies", "Policies", FieldKind.Many) { Account = "policies" })
            {
                Note = "Customer managed policies are this account's own. AWS managed ones fit many, so most of them allow more than one job needs.",
            }) { Lead = "What whoever takes the role may then do. Nothing may be chosen too; the role can then do nothing." },

            new("review", "Name, review, and create",
                new ConsoleSection("Role details",
                    new ConsoleField("roleName", "Role name", FieldKind.Text)
                    {
                        Required = "Enter a role name.",
                        Help = "Up to 64 characters: A-Z, a-z, 0-9, and + = , . @ _ - (hyphen).",
                        Problem = name => RoleNames.IsMatch(name) ? null : "A role name has up to 64 of these characters: A-Z, a-z, 0-9, and + = , . @ _ - (hyphen).",
                    },
                    new ConsoleField("description", "Description", FieldKind.Text)
                    {
                        Help = "Optional.",
                        Problem = words => words.Length <= 1000 ? null : "A description has up to 1,000 characters.",
                    })),
        ],
        Calls = Write,
        Result = (answers, run) =>
        {
            var name = answers.Text("roleName");
            List<(string, string)> facts = [("Role", name), ("ARN", run.Account.State.Iam.Roles.Find(name)?.Arn ?? ""), ("Trust policy", Trust(answers, run.Account.Options.AccountId))];
            if (IsForEc2(answers)) facts.Add(("Instance profile", name));
            return new($"Role {name} created.", facts, IsForEc2(answers)
                ? "For EC2 the console made an instance profile of the same name and put the role into it. The command line does not do that by itself."
                : "There is no instance profile: the console makes one for the use case EC2 only.");
        },
    };

    private static bool IsForEc2(ConsoleAnswers answers) => answers.Text("useCase") == "ec2.amazonaws.com";

    private static void Write(CallWriter to)
    {
        var (answers, name) = (to.Answers, to.Text("roleName"));
        to.MainCall("iam", "CreateRole", "roleName", ("RoleName", name), ("Description", to.Given("description")),
            ("AssumeRolePolicyDocument", to.Of(answers.Text("trusted") switch { "service" => "useCase", "custom" => "trustPolicy", _ => "trusted" }, Trust(answers, to.Run.Account.Options.AccountId))));
        foreach (var policy in answers.List("policies")) to.Call("iam", "AttachRolePolicy", "policies", ("RoleName", name), ("PolicyArn", policy));
        if (!IsForEc2(answers)) return;
        to.Call("iam", "CreateInstanceProfile", "useCase", ("InstanceProfileName", name));
        to.Call("iam", "AddRoleToInstanceProfile", "useCase", ("InstanceProfileName", name), ("RoleName", name));
    }

    private static string Trust(ConsoleAnswers answers, string account) => answers.Text("trusted") switch
    {
        "service" => Policy($$"""{"Service":"{{answers.Text("useCase")}}"}""", ""),
        "account" => Policy($$"""{"AWS":"arn:aws:iam::{{(answers.Text("whichAccount") == "another" ? answers.Text("accountId") : account)}}:root"}""",
            answers.Flag("mfa") ? ""","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}""" : ""),
        _ => answers.Text("trustPolicy"),
    };

    private static string Policy(string principal, string condition) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"{{condition}}}]}""";

    [GeneratedRegex(@"\A[A-Za-z0-9+=,.@_-]{1,64}\z")]
    private static partial Regex RoleNames { get; }
}
