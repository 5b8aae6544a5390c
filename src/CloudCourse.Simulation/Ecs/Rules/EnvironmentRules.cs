using System.Text.RegularExpressions;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class SecretsNeedExecutionRole() : TaskDefinitionRule("SECRETS_EXECUTION_ROLE_MISSING", Pages.SensitiveData)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Json.Mentions("executionRoleArn") ? [] : task.ContainerDefinitions
        from member in new[] { container.Json.InUse("secrets"), container.LogConfiguration?.InUse("secretOptions") }
        where member is not null
        select Refused(member.NameAt, "ECS fetches secrets with the execution role. Add \"executionRoleArn\" at the top level.",
            member.Name == "secrets" ? "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'." : null);
}

public sealed class RegistryCredentialsNeedExecutionRole() : TaskDefinitionRule("REGISTRY_CREDENTIALS_EXECUTION_ROLE_MISSING", Pages.PrivateRegistry)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Json.Mentions("executionRoleArn") ? [] : task.ContainerDefinitions
        let credentials = container.Json.InUse("repositoryCredentials")
        where credentials is not null
        select Refused(credentials.NameAt, "ECS reads the registry's password with the execution role. Add \"executionRoleArn\" at the top level.",
            "Private repository authentication requires that the task definition specify a value for executionRoleArn.");
}

public sealed partial class SecretSource() : TaskDefinitionRule("SECRET_SOURCE_INVALID", Pages.Secret)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from secret in container.Json.Structures("secrets").Concat(container.LogConfiguration?.Structures("secretOptions") ?? [])
        let source = secret.Text("valueFrom")
        where source is not null && !Arn.IsMatch(source.Value) && !ParameterName.IsMatch(source.Value)
        select Refused(source.At, $"{Quote(source.Value)} is not a secret: valueFrom takes the ARN of a Secrets Manager secret, or the ARN or name of a Systems Manager parameter. Never the secret itself.");

    [GeneratedRegex(@"\Aarn:aws(-[a-z]+)*:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:\S+|ssm:[a-z0-9-]+:[0-9]{12}:parameter/\S+)\z")]
    private static partial Regex Arn { get; }

    [GeneratedRegex(@"\A(?!arn:)[a-zA-Z0-9_./-]{1,1011}\z")]
    private static partial Regex ParameterName { get; }
}

public sealed class SecretNamesDistinct() : TaskDefinitionRule("SECRET_NAME_CONFLICT", Pages.SensitiveData)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            var taken = container.Json.Structures("environment").Select(e => e.Text("name")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var name in container.Json.Structures("secrets").Select(s => s.Text("name")).OfType<Located<string>>())
            {
                if (!taken.Add(name.Value))
                    yield return Refused(name.At, $"{Quote(name.Value)} is already set in this container's environment or secrets: a variable has one source.",
                        $"The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{name.Value}'.");
            }
        }
    }
}

public sealed class EnvironmentNames() : TaskDefinitionRule("ENVIRONMENT_NAME_INVALID", Pages.KeyValuePair)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from variable in container.Json.Structures("environment")
        where !variable.Mentions("name") || variable.Text("name") is { Value.Length: 0 }
        select Refused(variable.Text("name")?.At ?? variable.Head(), "An environment variable needs a name: { \"name\": …, \"value\": … }.");
}

/// <summary>ECS takes both and the container gets the last: seldom what was meant.</summary>
public sealed class EnvironmentNamesDistinct() : TaskDefinitionRule("ENVIRONMENT_DUPLICATE", Pages.KeyValuePair)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from twice in container.Json.Structures("environment").Select(e => e.Text("name")).OfType<Located<string>>()
            .GroupBy(n => n.Value, StringComparer.Ordinal).SelectMany(g => g.Skip(1))
        select Advise(FindingType.Warning, twice.At, $"{Quote(twice.Value)} is set twice in container {container.Title}: keep one.");
}

public sealed partial class SecretInEnvironment() : TaskDefinitionRule("SECRET_IN_ENVIRONMENT", Pages.SensitiveData)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from variable in container.Json.Structures("environment")
        let name = variable.Text("name")
        where name is not null && Secretive.IsMatch(name.Value) && variable.Text("value") is { Value.Length: > 0 }
        select Advise(FindingType.SecurityWarning, name.At,
            $"{Quote(name.Value)} looks like a secret, and everybody who may describe the task definition can read it. Move it to \"secrets\", with a valueFrom in Secrets Manager or Parameter Store.");

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive { get; }
}

public sealed partial class EnvironmentFiles() : TaskDefinitionRule("ENVIRONMENT_FILE_INVALID", Pages.EnvironmentFile)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var container in task.ContainerDefinitions)
        {
            var files = container.Json.Structures("environmentFiles");
            if (files.Count > 10) yield return Refused(files[10].Head(), $"Container {container.Title} names {files.Count} environment files; at most 10 are allowed.");
            foreach (var file in files.Select(f => f.Text("value")).OfType<Located<string>>().Where(f => !S3Object.IsMatch(f.Value)))
                yield return Refused(file.At, $"{Quote(file.Value)} is no environment file: write the ARN of an S3 object that ends in .env, as in arn:aws:s3:::bucket/app.env.");
        }
    }

    [GeneratedRegex(@"\Aarn:aws(-[a-z]+)*:s3:::[^/\s]+/\S*\.env\z")]
    private static partial Regex S3Object { get; }
}
