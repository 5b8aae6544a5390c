using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class DependencyExists() : TaskDefinitionRule("DEPENDS_ON_UNKNOWN", Pages.Dependency)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from dependency in container.DependsOn
        let name = dependency.Text("containerName")
        where name is not null && task.FindContainer(name.Value) is null
        select Refused(name.At, task.ContainerDefinitions.FirstOrDefault(c => string.Equals(c.Name?.Value, name.Value, StringComparison.OrdinalIgnoreCase)) is { } near
            ? $"No container is called {Quote(name.Value)}; {near.Title} is written in another case."
            : $"No container is called {Quote(name.Value)}: dependsOn names another container of this task.");
}

public sealed class DependencyOnItself() : TaskDefinitionRule("DEPENDS_ON_SELF", Pages.Dependency)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from dependency in container.DependsOn
        let name = dependency.Text("containerName")
        where name is not null && name.Value == container.Name?.Value
        select Refused(name.At, $"Container {container.Title} waits for itself and would never start: remove this dependency.");
}

public sealed class DependencyCycle() : TaskDefinitionRule("DEPENDS_ON_CYCLE", Pages.Dependency)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        var edges = task.ContainerDefinitions.Where(c => c.Name is not null).DistinctBy(c => c.Name!.Value).ToDictionary(c => c.Name!.Value,
            c => c.DependsOn.Select(d => d.Text("containerName")).OfType<Located<string>>().Where(n => n.Value != c.Name!.Value).ToList());

        // Containers that wait for none are taken away until none is left; what remains waits in a circle, or for one.
        var waiting = edges.ToDictionary(e => e.Key, e => e.Value.Count(n => edges.ContainsKey(n.Value)));
        var waiters = edges.SelectMany(e => e.Value.Select(n => (Needed: n.Value, By: e.Key))).ToLookup(e => e.Needed, e => e.By);
        Queue<string> free = new(waiting.Where(w => w.Value == 0).Select(w => w.Key));
        while (free.TryDequeue(out var done))
        {
            foreach (var by in waiters[done])
            {
                if (--waiting[by] == 0) free.Enqueue(by);
            }
        }
        HashSet<string> reported = [];
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Name is not { } name || waiting.GetValueOrDefault(name.Value) == 0 || reported.Contains(name.Value)) continue;
            var circle = Circle(name.Value);
            if (circle.Any(reported.Contains)) continue;
            reported.UnionWith(circle);
            yield return Refused([.. circle.Select((n, i) => edges[n].First(e => e.Value == circle[(i + 1) % circle.Count]).At)],
                $"These containers wait for each other and none would start: {string.Join(" waits for ", circle.Append(circle[0]).Select(n => n.Shortened()))}. Remove one of the dependencies.");
        }

        List<string> Circle(string from)
        {
            List<string> path = [];
            for (var at = from; ;)
            {
                if (path.IndexOf(at) is >= 0 and var start) return path[start..];
                path.Add(at);
                at = edges[at].First(n => waiting.GetValueOrDefault(n.Value) > 0).Value;
            }
        }
    }
}

public sealed class HealthyNeedsHealthCheck() : TaskDefinitionRule("DEPENDS_ON_HEALTHY_WITHOUT_CHECK", Pages.Dependency)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from dependency in container.DependsOn
        let condition = dependency.Text("condition")
        where condition is { Value: "HEALTHY" } && dependency.Text("containerName") is { } name
            && task.FindContainer(name.Value) is { } needed && !needed.Json.Mentions("healthCheck")
        select Refused(condition.At, $"HEALTHY waits for a health check, and container {Quote(dependency.Text("containerName")!.Value)} has none: add a healthCheck to it, or wait for START.");
}

public sealed class ExitOfEssential() : TaskDefinitionRule("DEPENDS_ON_ESSENTIAL_EXIT", Pages.Dependency)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from dependency in container.DependsOn
        let condition = dependency.Text("condition")
        where condition is { Value: "SUCCESS" or "COMPLETE" } && dependency.Text("containerName") is { } name
            && task.FindContainer(name.Value) is { IsEssential: true }
        select Refused(condition.At,
            $"{condition.Value} waits for container {Quote(dependency.Text("containerName")!.Value)} to end, but it is essential, and the whole task ends with it: give it \"essential\": false.",
            "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
}
