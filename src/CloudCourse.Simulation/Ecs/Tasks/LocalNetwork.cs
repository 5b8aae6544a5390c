using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>
/// What a program in a container reaches by its environment's URL. In awsvpc and host modes the containers of a task share one network: each finds the others at
/// localhost, and no container has a host name. In bridge mode localhost is the container alone.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html"/>
internal static class LocalNetwork
{
    private static readonly string[] Here = ["localhost", "127.0.0.1"];

    public static bool IsHere(string host) => Here.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether something answers on a port of localhost, as seen from a container.</summary>
    public static bool Answers(EcsTask task, TaskContainer from, int port) =>
        task.Containers.Any(c => c.ListensOn.Contains(port) && (c.Name == from.Name || task.NetworkMode is "awsvpc" or "host"));

    public static string? Url(AccountState state, EcsTask task, TaskContainer container) =>
        ContainerImage.Find(state.Ecs, container.Image)?.ConnectsTo is { } variable
            ? state.Ecs.Revisions[task.RevisionArn].Definition.FindContainer(container.Name)!.Json.Structures("environment").LastOrDefault(e => e.Text("name")?.Value == variable)?.Text("value")?.Value
            : null;

    /// <summary>What the program says as it gives up; null when it is connected.</summary>
    public static string? Unreachable(AccountState state, EcsTask task, TaskContainer container)
    {
        if (ContainerImage.Find(state.Ecs, container.Image)?.ConnectsTo is not { } variable) return null;
        if (Url(state, task, container) is not { } url) return $"its environment variable {variable} is not set";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return $"{variable} is \"{url.Shortened()}\", which is no URL";
        if (!IsHere(uri.Host))
        {
            return task.Find(uri.Host) is not null
                ? $"cannot resolve host \"{uri.Host}\": a container's name is no host name here"
                : $"cannot reach \"{uri.Host.Shortened()}\" from here";
        }
        return Answers(task, container, uri.Port) ? null : $"connection to {uri.Host}:{uri.Port} refused: nothing listens there yet";
    }
}
