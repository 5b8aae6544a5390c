namespace CloudCourse.Simulation.Ecs;

/// <summary>What the simulation knows about a container image: enough to run it as a black box.</summary>
/// <param name="Name">As a task definition names it, without a tag where any tag will do.</param>
/// <param name="ListensOn">TCP ports on which it answers once it runs.</param>
/// <param name="NeedsMiB">Memory below which it is killed.</param>
/// <param name="ExitsAfterSeconds">It ends by itself after so long; null for what runs on.</param>
/// <param name="Healthy">What its health check finds, where the check's command does not tell by itself.</param>
/// <param name="ReadyAfterSeconds">From its start until it answers on its ports.</param>
/// <param name="StopsAfterSeconds">How long it takes to end after SIGTERM; null for a program that takes no notice and is killed.</param>
/// <param name="StopExitCode">With which it ends after SIGTERM: 0 where the program handles it, 143 (128 + 15) where the signal ends it.</param>
/// <param name="ConnectsTo">The environment variable that holds a URL which it connects to as it starts; without an answer there it ends with exit code 1.</param>
/// <param name="Commands">The programs in it that a health check can call; null where that does not matter: any.</param>
public sealed record ContainerImage(
    string Name, IReadOnlyList<int> ListensOn, int NeedsMiB = 16, int? ExitsAfterSeconds = null, int ExitCode = 0, bool Healthy = true,
    int ReadyAfterSeconds = 0, int? StopsAfterSeconds = 5, int StopExitCode = 0, string? ConnectsTo = null, IReadOnlyList<string>? Commands = null)
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
