using System.Text.RegularExpressions;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

/// <summary>In <c>awsvpc</c> and <c>host</c> modes nothing translates ports: a host port is absent or the container's.</summary>
public sealed class HostPortEqualsContainerPort() : TaskDefinitionRule("HOST_PORT_MISMATCH", Pages.PortMapping)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.NetworkMode is not { Value: "awsvpc" or "host" } mode) yield break;
        foreach (var port in task.ContainerDefinitions.SelectMany(c => c.PortMappings))
        {
            if (port is { HostPort: { Value: not 0 } host, ContainerPort: { } inside } && host.Value != inside.Value)
                yield return Refused(host.At, $"hostPort is {host.Value}; in {mode.Value} mode leave it out or use the containerPort, {inside.Value}.",
                    mode.Value == "awsvpc" ? "When networkMode=awsvpc, the host ports and container ports in port mappings must match." : null);
        }
    }
}

public sealed class ContainerPortPresent() : TaskDefinitionRule("CONTAINER_PORT_MISSING", Pages.PortMapping)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from port in container.PortMappings
        where !port.Json.Mentions("containerPort") && !port.Json.Mentions("containerPortRange")
        select Refused(port.Json.Head(), "This port mapping has no containerPort: add the port that the program in the container listens on.",
            container.Name is { } name ? $"Invalid 'containerPort' setting for container '{name.Value}'." : null);
}

public sealed class PortsInRange() : TaskDefinitionRule("PORT_OUT_OF_RANGE", Pages.PortMapping)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            foreach (var port in container.PortMappings)
            {
                if (port.ContainerPort is { Value: < 1 or > 65535 } inside)
                    yield return Refused(inside.At, $"containerPort is {inside.Value}; ports are 1 to 65535.",
                        container.Name is { } name ? $"Invalid 'containerPort' setting for container '{name.Value}'." : null);
                if (port.HostPort is { Value: < 0 or > 65535 } host)
                    yield return Refused(host.At, $"hostPort is {host.Value}; ports are 1 to 65535, and 0 lets bridge mode choose one.");
            }
        }
    }
}

/// <summary>Containers of a task share the host's ports, or in <c>awsvpc</c> mode the ports of their one network interface.</summary>
public sealed class PortsDistinct() : TaskDefinitionRule("HOST_PORT_DUPLICATE", Pages.Networking)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        var shared = task.NetworkMode is { Value: "awsvpc" or "host" };
        var taken = from container in task.ContainerDefinitions
                    from port in container.PortMappings
                    let number = port.HostPort is { Value: > 0 } ? port.HostPort : shared ? port.ContainerPort : null
                    where number is not null
                    group (Container: container, Number: number) by (number.Value, port.Protocol);
        return taken.SelectMany(g => g.Skip(1).Select(p => Refused([p.Number.At, g.First().Number.At],
            $"Port {p.Number.Value} ({g.Key.Protocol}) is taken by container {g.First().Container.Title} already, and the task's containers share their ports. Choose another for {p.Container.Title}.")));
    }
}

public sealed partial class PortRanges() : TaskDefinitionRule("PORT_RANGE_INVALID", Pages.PortMapping)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var port in task.ContainerDefinitions.SelectMany(c => c.PortMappings))
        {
            if (port.ContainerPortRange is not { } range) continue;
            var match = Syntax.Match(range.Value);
            if (!match.Success || int.Parse(match.Groups[1].ValueSpan) is not (>= 1 and var first)
                || int.Parse(match.Groups[2].ValueSpan) is not (<= 65535 and var last) || first >= last)
                yield return Refused(range.At, $"{Quote(range.Value)} is no range of ports: write the first and the last, as in \"8000-8010\", from 1 to 65535.");
            if (port.ContainerPort is not null || port.HostPort is not null)
                yield return Refused(port.Json.Head(), "containerPortRange stands alone: leave containerPort and hostPort out of this mapping.");
            if (task.NetworkMode is { Value: "host" or "none" } mode)
                yield return Refused(range.At, $"containerPortRange needs bridge or awsvpc mode, not {mode.Value}.");
        }
    }

    [GeneratedRegex(@"\A([0-9]{1,5})-([0-9]{1,5})\z")]
    private static partial Regex Syntax { get; }
}

public sealed partial class PortNames() : TaskDefinitionRule("PORT_NAME_INVALID", Pages.PortMapping)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var name in task.ContainerDefinitions.SelectMany(c => c.PortMappings).Select(p => p.Json.Text("name")).OfType<Located<string>>())
        {
            if (!Syntax.IsMatch(name.Value))
                yield return Refused(name.At, $"{Quote(name.Value)} is no port name: up to 64 lower-case letters, digits, underscores and hyphens, and no hyphen first.");
            else if (!seen.Add(name.Value))
                yield return Refused(name.At, $"Another port is already called {Quote(name.Value)}.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9_][a-z0-9_-]{0,63}\z")]
    private static partial Regex Syntax { get; }
}

public sealed class NoPortsWithoutNetwork() : TaskDefinitionRule("NETWORK_NONE_PORTS", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.NetworkMode is { Value: "none" } ? task.ContainerDefinitions : []
        let ports = container.Json.InUse("portMappings")
        where ports is not null
        select Refused(ports.NameAt, $"networkMode none has no network, so container {container.Title} can map no port: remove portMappings or choose another mode.");
}

public sealed class LinksNeedBridge() : TaskDefinitionRule("LINKS_NEED_BRIDGE", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null && task.NetworkMode is not (null or { Value: "bridge" }) ? task.ContainerDefinitions : []
        let links = container.Json.InUse("links")
        where links is not null
        select Refused(links.NameAt, $"links work in bridge mode only, not in {task.NetworkMode!.Value}: there, containers of a task reach each other at localhost.");
}

public sealed class LinkedContainersExist() : TaskDefinitionRule("LINK_UNKNOWN", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from link in container.Json.Texts("links")
        where task.FindContainer(link.Value.Split(':')[0]) is null
        select Refused(link.At, $"No container is called {Quote(link.Value.Split(':')[0])}: a link is a container's name, or name:alias.");
}

public sealed class AwsvpcParameters() : TaskDefinitionRule("AWSVPC_PARAMETER_UNSUPPORTED", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.NetworkMode is { Value: "awsvpc" } ? task.ContainerDefinitions : []
        // On Fargate, extraHosts has a finding of its own.
        from name in task.Fargate is null ? (string[])["hostname", "extraHosts"] : ["hostname"]
        let member = container.Json.InUse(name)
        where member is not null
        select Refused(member.NameAt, $"\"{name}\" does not work in awsvpc mode, where the network interface names the task: remove it.");
}

public sealed class ExternalNetworkMode() : TaskDefinitionRule("EXTERNAL_NETWORK_MODE", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.RequiresCompatibilities.FirstOrDefault(c => c.Value == "EXTERNAL") is not null && task.Fargate is null && task.NetworkMode is { Value: "awsvpc" } mode)
            yield return Refused(mode.At, "awsvpc needs a network interface in a VPC, which an EXTERNAL instance lacks: use bridge, host or none.");
    }
}
