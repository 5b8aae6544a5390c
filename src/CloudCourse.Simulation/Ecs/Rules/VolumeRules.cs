using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class VolumeNames() : TaskDefinitionRule("VOLUME_NAME_INVALID", Pages.Volume)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var volume in task.Volumes)
        {
            if (volume.Name is not { } name)
            {
                if (!volume.Json.Mentions("name")) yield return Refused(volume.Json.Head(), "This volume has no name, so no container can mount it: add \"name\".");
            }
            else if (!EcsName.IsValid(name.Value)) yield return Refused(name.At, $"{Quote(name.Value)} is no volume name. {EcsName.Advice}");
            else if (!seen.Add(name.Value)) yield return Refused(name.At, $"Another volume is already called {Quote(name.Value)}.");
        }
    }
}

public sealed class VolumeConfigurations() : TaskDefinitionRule("VOLUME_CONFIGURATION_CONFLICT", Pages.Volume)
{
    private static readonly string[] _kinds =
        ["host", "dockerVolumeConfiguration", "efsVolumeConfiguration", "s3filesVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"];

    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from volume in task.Volumes
        let given = _kinds.Select(k => volume.Json.InUse(k)).OfType<JsonMember>().ToList()
        where given.Count > 1
        select Refused([.. given.Select(g => g.NameAt)], $"A volume is of one kind; this one is {string.Join(" and ", given.Select(g => g.Name))}. Keep one.");
}

public sealed class EfsEncryption() : TaskDefinitionRule("EFS_TRANSIT_ENCRYPTION_REQUIRED", Pages.Efs)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from volume in task.Volumes
        let efs = volume.Json.Structure("efsVolumeConfiguration")
        where efs is not null && efs.Text("transitEncryption")?.Value != "ENABLED"
            && efs.Structure("authorizationConfig") is { } authorization
            && (authorization.Text("iam")?.Value == "ENABLED" || authorization.InUse("accessPointId") is not null)
        select Refused(efs.Text("transitEncryption")?.At ?? efs.Head(),
            "An EFS access point and IAM authorization need encryption in transit: add \"transitEncryption\": \"ENABLED\".");
}

public sealed class EfsRootDirectory() : TaskDefinitionRule("EFS_ROOT_DIRECTORY_CONFLICT", Pages.Efs)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from volume in task.Volumes
        let efs = volume.Json.Structure("efsVolumeConfiguration")
        let root = efs?.Text("rootDirectory")
        where root is not null and not { Value: "/" } && efs!.Structure("authorizationConfig")?.InUse("accessPointId") is not null
        select Refused(root.At, $"The access point has its own root directory: leave rootDirectory out or write \"/\", not {Quote(root.Value)}.");
}

public sealed class MountedVolumeExists() : TaskDefinitionRule("MOUNT_POINT_VOLUME_UNKNOWN", Pages.MountPoint)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from mount in container.Json.Structures("mountPoints")
        where !mount.Mentions("sourceVolume") || (mount.Text("sourceVolume") is { } name && task.Volumes.All(v => v.Name?.Value != name.Value))
        select mount.Text("sourceVolume") is { } source
            ? Refused(source.At, $"No volume is called {Quote(source.Value)}: add it to the task's \"volumes\", or correct the name.")
            : Refused(mount.Head(), "This mount point names no volume: add \"sourceVolume\".");
}

public sealed class MountPaths() : TaskDefinitionRule("MOUNT_POINT_PATH_INVALID", Pages.MountPoint)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (var mount in container.Json.Structures("mountPoints"))
            {
                if (mount.Text("containerPath") is not { } path)
                {
                    if (!mount.Mentions("containerPath")) yield return Refused(mount.Head(), "This mount point says nothing of where to mount: add \"containerPath\".");
                }
                else if (!seen.Add(path.Value)) yield return Refused(path.At, $"Two volumes are mounted at {Quote(path.Value)}: give each its own path.");
            }
        }
    }
}

public sealed class VolumesFromExists() : TaskDefinitionRule("VOLUMES_FROM_UNKNOWN", Pages.VolumeFrom)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from source in container.Json.Structures("volumesFrom")
        let name = source.Text("sourceContainer")
        where name is not null && task.FindContainer(name.Value) is null
        select Refused(name.At, $"No container is called {Quote(name.Value)}: volumesFrom names another container of this task.",
            $"Invalid 'volumesFrom' setting. Unknown container: '{name.Value}'.");
}
