using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>
/// What has to succeed before a task's first container starts: images, secrets, log streams. Each is asked for with the execution role, on EC2 without one with the
/// instance's; the IAM engine decides. Secrets, log groups and repositories themselves are not simulated: those that are named are taken to be there.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html"/>
internal static partial class ImagePull
{
    public static TimeSpan Takes(AccountState state, EcsTask task)
    {
        if (!IsOnline(state, task)) return TaskLifecycle.PullGivesUp;
        var kept = task.ContainerInstanceArn is { } arn && state.Ecs.Instances.Find(arn) is { } host ? host.Images : [];
        return task.Containers.All(c => kept.Contains(c.Image)) ? TaskLifecycle.PulledAlready : TaskLifecycle.Pulling;
    }

    /// <summary>On EC2 the agent pulls, over the instance's own network.</summary>
    private static bool IsOnline(AccountState state, EcsTask task) =>
        task.InstanceId is not { } id ? Routing.IsOnline(state.Ec2.Regions[task.Region], task.SubnetId, task.HasPublicIp)
        : state.Ec2.Regions[task.Region] is var ec2 && ec2.Instances.Find(id) is { } host && Routing.IsOnline(ec2, host.SubnetId, host.PublicIp is not null);

    public static void Keep(Turn turn, EcsTask task)
    {
        if (task.ContainerInstanceArn is not { } arn || turn.State.Ecs.Instances.Find(arn) is not { } host) return;
        var images = host.Images.Union(task.Containers.Select(c => c.Image)).ToList();
        if (images.Count > host.Images.Count) turn.State = turn.State with { Ecs = turn.State.Ecs with { Instances = turn.State.Ecs.Instances.Put(arn, host with { Images = images }) } };
    }

    /// <summary>Why the task cannot start, in AWS's words as far as they are known; null when it can.</summary>
    public static string? Problem(Turn turn, EcsTask task)
    {
        var state = turn.State;
        var definition = state.Ecs.Revisions[task.RevisionArn].Definition;
        var role = Who(state, task, definition);
        return Secrets(turn, task, definition, role) ?? task.Containers.Select(c => Image(turn, task, c, role)).FirstOrDefault(p => p is not null)
            ?? definition.ContainerDefinitions.Select(c => Logs(turn, task, c, role)).FirstOrDefault(p => p is not null);
    }

    private static Caller? Who(AccountState state, EcsTask task, TaskDefinition definition)
    {
        if (definition.ExecutionRoleArn is { } role) return Caller.Session(state.AccountId, EcsCalls.LastPart(role.Value), task.Id);
        if (task.InstanceId is not { } id || state.Ec2.Regions[task.Region].Instances.Find(id)?.InstanceProfileArn is not { } profile) return null;
        return state.Iam.InstanceProfiles.Values.FirstOrDefault(p => p.Arn == profile)?.Role is { } name ? Caller.Session(state.AccountId, name, id) : null;
    }

    /// <summary>AWS's sentence of refusal; null when it is allowed. Everything that binds the role has a say: its policies, its boundary, the organization's.</summary>
    internal static string? Denied(Turn turn, string region, Caller? who, string action, string resource)
    {
        if (who is null) return "NoCredentialProviders: no valid providers in chain";
        var decided = Authorizer.Decide(turn, who, region, new(action, resource));
        return decided.IsAllowed ? null : $"AccessDeniedException: {Authorizer.Sentence(who, decided)}";
    }

    private static string? Secrets(Turn turn, EcsTask task, TaskDefinition definition, Caller? who)
    {
        foreach (var secret in definition.ContainerDefinitions.SelectMany(c => c.Json.Structures("secrets").Concat(c.LogConfiguration?.Structures("secretOptions") ?? [])))
        {
            if (secret.Text("valueFrom")?.Value is not { } from) continue;
            var manager = from.Contains(":secretsmanager:", StringComparison.Ordinal);
            // A secret's ARN may go on with the JSON key, the version's stage and its id.
            var arn = manager ? string.Join(':', from.Split(':').Take(7)) : from.StartsWith("arn:", StringComparison.Ordinal) ? from : $"arn:aws:ssm:{task.Region}:{turn.AccountId}:parameter/{from.TrimStart('/')}";
            if (Denied(turn, task.Region, who, manager ? "secretsmanager:GetSecretValue" : "ssm:GetParameters", arn) is { } denied)
                return $"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret{(manager ? " from asm" : "s from ssm")}: {denied}";
        }
        return null;
    }

    private static string? Image(Turn turn, EcsTask task, TaskContainer container, Caller? who)
    {
        var reference = container.Image.Contains('/') ? container.Image : $"docker.io/library/{container.Image}";
        if (Private.Match(container.Image) is { Success: true } ecr)
        {
            if (Denied(turn, task.Region, who, "ecr:GetAuthorizationToken", "*") is { } noToken)
                return task.LaunchType == "FARGATE"
                    ? $"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: {noToken}"
                    : $"CannotPullECRContainerError: {noToken}";
            var repository = $"arn:aws:ecr:{ecr.Groups["region"].Value}:{ecr.Groups["account"].Value}:repository/{ecr.Groups["name"].Value}";
            foreach (var action in (string[])["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            {
                if (Denied(turn, task.Region, who, action, repository) is { } noImage) return $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: {noImage}";
            }
        }
        if (!IsOnline(turn.State, task))
            return $"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {reference}: failed to do request: dial tcp: i/o timeout. The {(task.InstanceId is null ? "task" : "instance")} has no way to the internet: that takes a public address, and a route from its subnet.";
        return ContainerImage.Find(turn.State.Ecs, container.Image) is not null ? null
            : $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: not found. The simulation has the images that the lab names, and a few public ones.";
    }

    private static string? Logs(Turn turn, EcsTask task, ContainerDefinition container, Caller? who)
    {
        if (container.LogDriver?.Value != "awslogs" || container.LogOptions?.Text("awslogs-group")?.Value is not { } group) return null;
        var arn = $"arn:aws:logs:{container.LogOptions.Text("awslogs-region")?.Value ?? task.Region}:{turn.AccountId}:log-group:{group}";
        var creates = container.LogOptions.Text("awslogs-create-group")?.Value == "true";
        var denied = (creates ? Denied(turn, task.Region, who, "logs:CreateLogGroup", arn) : null) ?? Denied(turn, task.Region, who, "logs:CreateLogStream", $"{arn}:log-stream:{container.LogOptions.Text("awslogs-stream-prefix")?.Value ?? "ecs"}/{container.Name!.Value}/{task.Id}");
        return denied is null ? null : $"ResourceInitializationError: failed to validate logger args: create stream has been retried 1 time(s): failed to create Cloudwatch log stream: {denied}";
    }

    [GeneratedRegex(@"\A(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com/(?<name>[^:@]+)")]
    private static partial Regex Private { get; }
}
