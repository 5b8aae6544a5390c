using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Ecs;

/// <summary>An account's ECS. All by ARN, which tells the Region.</summary>
public sealed record EcsState
{
    public Table<Cluster> Clusters { get; init; } = Table<Cluster>.Empty;
    public Table<TaskRevision> Revisions { get; init; } = Table<TaskRevision>.Empty;

    /// <summary>The highest revision of each family, by <c>Region/family</c>.</summary>
    public Table<string> Latest { get; init; } = Table<string>.Empty;
    public Table<EcsTask> Tasks { get; init; } = Table<EcsTask>.Empty;
    public Table<EcsService> Services { get; init; } = Table<EcsService>.Empty;

    /// <summary>Images beyond the public ones, by name: what the account's own registry holds.</summary>
    public Table<ContainerImage> Images { get; init; } = Table<ContainerImage>.Empty;
}

public sealed record Cluster(string Arn, string Name, string Region, bool Active);

/// <summary>One revision of a family of task definitions.</summary>
/// <param name="Text">The registered JSON.</param>
public sealed record TaskRevision(string Arn, string Family, int Revision, string Region, string Text, bool Active, DateTimeOffset Registered)
{
    private readonly Lazy<TaskDefinition> _definition = new(() => RegisterTaskDefinition.Check(Text).Task!);

    public TaskDefinition Definition => _definition.Value;

    public string Name => $"{Family}:{Revision}";
}

/// <summary>What the simulation knows about a container image: enough to run it as a black box.</summary>
/// <param name="Name">As a task definition names it, without a tag where any tag will do.</param>
/// <param name="ListensOn">TCP ports on which it answers once it runs.</param>
/// <param name="NeedsMiB">Memory below which it is killed.</param>
/// <param name="ExitsAfterSeconds">It ends by itself after so long; null for what runs on.</param>
/// <param name="Healthy">What its health check finds.</param>
public sealed record ContainerImage(string Name, IReadOnlyList<int> ListensOn, int NeedsMiB = 16, int? ExitsAfterSeconds = null, int ExitCode = 0, bool Healthy = true)
{
    private static readonly ContainerImage[] Public =
    [
        new("nginx", [80]),
        new("public.ecr.aws/nginx/nginx", [80]),
        new("httpd", [80]),
        new("public.ecr.aws/docker/library/httpd", [80]),
        new("redis", [6379], 32),
        new("public.ecr.aws/docker/library/redis", [6379], 32),
        new("amazon/amazon-ecs-sample", [80]),
        new("hello-world", [], 16, 1),
        new("busybox", [], 16, 1),
        new("public.ecr.aws/docker/library/busybox", [], 16, 1),
        new("public.ecr.aws/aws-observability/aws-for-fluent-bit", [24224], 32),
    ];

    /// <summary>The image of that name: the account's own first, then those that everybody can pull. Null when there is none.</summary>
    public static ContainerImage? Find(EcsState ecs, string image)
    {
        var plain = image.Split('@')[0];
        var slash = plain.LastIndexOf('/');
        var colon = plain.IndexOf(':', Math.Max(slash, 0));
        var untagged = colon < 0 ? plain : plain[..colon];
        return ecs.Images.Find(image) ?? ecs.Images.Find(untagged) ?? Public.FirstOrDefault(p => p.Name == untagged || $"docker.io/library/{p.Name}" == untagged || $"library/{p.Name}" == untagged);
    }
}
