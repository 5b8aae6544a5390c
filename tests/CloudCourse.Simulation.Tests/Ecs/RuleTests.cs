using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Ecs.Rules;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Tests.Ecs;

public sealed class RuleTests
{
    private const string Role = "arn:aws:iam::111122223333:role/";

    /// <summary>Breaking one rule: the definition, what is changed in it, and where the finding points.</summary>
    public static TheoryData<string, string, string, string> Broken => new()
    {
        { "FAMILY_INVALID", Definitions.Fargate, """/family = "my shop" """, "/family" },
        { "FAMILY_INVALID", Definitions.Fargate, """/family = "" """, "/family" },
        { "ENUM_VALUE_UNKNOWN", Definitions.Ec2, """/networkMode = "Bridge" """, "/networkMode" },
        { "ENUM_VALUE_UNKNOWN", Definitions.Ec2, """/c/0/portMappings/0/protocol = "TCP" """, "/containerDefinitions/0/portMappings/0/protocol" },
        { "ENUM_VALUE_UNKNOWN", Definitions.Ec2, """/requiresCompatibilities/0 = "LAMBDA" """, "/requiresCompatibilities/0" },
        { "INTEGER_NOT_READABLE", Definitions.Ec2, "/c/0/cpu = 99999999999", "/containerDefinitions/0/cpu" },
        { "INTEGER_NOT_READABLE", Definitions.Ec2, "/c/0/memory = true", "/containerDefinitions/0/memory" },
        { "ROLE_ARN_INVALID", Definitions.Fargate, """/executionRoleArn = "arn:aws:iam::1111:role/execution" """, "/executionRoleArn" },
        { "ROLE_ARN_INVALID", Definitions.Fargate, """/taskRoleArn = "arn:aws:iam::111122223333:user/ana" """, "/taskRoleArn" },
        { "EPHEMERAL_STORAGE_OUT_OF_RANGE", Definitions.Fargate, """/ephemeralStorage = { "sizeInGiB": 20 }""", "/ephemeralStorage/sizeInGiB" },
        { "EPHEMERAL_STORAGE_OUT_OF_RANGE", Definitions.Fargate, """/ephemeralStorage = { "sizeInGiB": 201 }""", "/ephemeralStorage/sizeInGiB" },
        { "PLACEMENT_CONSTRAINT_INVALID", Definitions.Ec2, """/placementConstraints = [{ "type": "memberOf" }]""", "/placementConstraints/0" },
        { "PROXY_CONTAINER_UNKNOWN", Definitions.Fargate, """/proxyConfiguration = { "containerName": "envoy" }""", "/proxyConfiguration/containerName" },
        { "TAG_INVALID", Definitions.Fargate, """/tags = [{ "key": "a" }, { "key": "a" }]""", "/tags/1/key" },
        { "TAG_INVALID", Definitions.Fargate, """/tags = [{ "key": "AWS:team" }]""", "/tags/0/key" },

        { "NO_CONTAINER", Definitions.Ec2, "/containerDefinitions = []", "/containerDefinitions" },
        { "NO_ESSENTIAL_CONTAINER", Definitions.Ec2, "/c/0/essential = false", "/containerDefinitions/0/essential" },
        { "CONTAINER_NAME_INVALID", Definitions.Ec2, "/c/0/name", "/containerDefinitions/0" },
        { "CONTAINER_NAME_INVALID", Definitions.Ec2, """/c/0/name = "web server" """, "/containerDefinitions/0/name" },
        { "CONTAINER_NAME_DUPLICATE", Definitions.Ec2, """/c/1/name = "web" """, "/containerDefinitions/1/name" },
        { "CONTAINER_IMAGE_INVALID", Definitions.Ec2, "/c/0/image", "/containerDefinitions/0/name" },
        { "CONTAINER_IMAGE_INVALID", Definitions.Ec2, """/c/0/image = "nginx latest" """, "/containerDefinitions/0/image" },
        { "HEALTH_CHECK_OUT_OF_RANGE", Definitions.Ec2, """/c/0/healthCheck = { "command": ["CMD-SHELL", "true"], "interval": 4 }""", "/containerDefinitions/0/healthCheck/interval" },
        { "HEALTH_CHECK_OUT_OF_RANGE", Definitions.Ec2, """/c/0/healthCheck = { "command": ["CMD-SHELL", "true"], "retries": 11 }""", "/containerDefinitions/0/healthCheck/retries" },
        { "HEALTH_CHECK_COMMAND_INVALID", Definitions.Ec2, """/c/0/healthCheck = { "command": ["curl -f localhost"] }""", "/containerDefinitions/0/healthCheck/command/0" },
        { "HEALTH_CHECK_COMMAND_INVALID", Definitions.Ec2, """/c/0/healthCheck = { "command": [] }""", "/containerDefinitions/0/healthCheck/command" },
        { "RESTART_POLICY_INVALID", Definitions.Ec2, """/c/0/restartPolicy = { "enabled": true, "restartAttemptPeriod": 59 }""", "/containerDefinitions/0/restartPolicy/restartAttemptPeriod" },
        { "ULIMIT_INVALID", Definitions.Ec2, """/c/0/ulimits = [{ "name": "nofile", "softLimit": 9, "hardLimit": 8 }]""", "/containerDefinitions/0/ulimits/0/softLimit" },
        { "SWAP_OUT_OF_RANGE", Definitions.Ec2, """/c/0/linuxParameters = { "maxSwap": 0, "swappiness": 101 }""", "/containerDefinitions/0/linuxParameters/swappiness" },

        { "TASK_CPU_INVALID", Definitions.Fargate, """/cpu = "half" """, "/cpu" },
        { "TASK_CPU_INVALID", Definitions.Ec2, """/cpu = "64" """, "/cpu" },
        { "TASK_MEMORY_INVALID", Definitions.Fargate, """/memory = "1 GiB" """, "/memory" },
        { "CONTAINER_MEMORY_MISSING", Definitions.Ec2, "/c/0/memory", "/containerDefinitions/0/name" },
        { "CONTAINER_MEMORY_TOO_SMALL", Definitions.Ec2, "/c/0/memory = 2", "/containerDefinitions/0/memory" },
        { "CONTAINER_CPU_NEGATIVE", Definitions.Ec2, "/c/0/cpu = -1", "/containerDefinitions/0/cpu" },
        { "MEMORY_BELOW_RESERVATION", Definitions.Ec2, "/c/0/memoryReservation = 513", "/containerDefinitions/0/memory" },
        { "CONTAINER_MEMORY_EXCEEDS_TASK", Definitions.Fargate, "/c/0/memory = 2000\n/c/0/memoryReservation = 64", "/containerDefinitions/0/memory" },
        { "MEMORY_SUM_EXCEEDS_TASK", Definitions.Fargate, "/c/0/memory = 800", "/containerDefinitions/0/memory" },
        { "CPU_SUM_EXCEEDS_TASK", Definitions.Fargate, "/c/0/cpu = 400", "/containerDefinitions/0/cpu" },

        { "FARGATE_NETWORK_MODE", Definitions.Fargate, """/networkMode = "bridge" """, "/networkMode" },
        { "FARGATE_NETWORK_MODE", Definitions.Fargate, "/networkMode", "/requiresCompatibilities/0" },
        { "FARGATE_TASK_CPU_MISSING", Definitions.Fargate, "/cpu", "/requiresCompatibilities/0" },
        { "FARGATE_TASK_MEMORY_MISSING", Definitions.Fargate, "/memory", "/requiresCompatibilities/0" },
        { "FARGATE_SIZE_INVALID", Definitions.Fargate, """/memory = "1536" """, "/memory" },
        { "FARGATE_SIZE_INVALID", Definitions.Fargate, """/cpu = "3 vCPU" """, "/cpu" },
        { "FARGATE_EXECUTION_ROLE_MISSING", Definitions.Fargate, "/executionRoleArn", "/containerDefinitions/0/logConfiguration/logDriver" },
        { "FARGATE_PARAMETER_UNSUPPORTED", Definitions.Fargate, "/c/0/privileged = true", "/containerDefinitions/0/privileged" },
        { "FARGATE_PARAMETER_UNSUPPORTED", Definitions.Fargate, """/ipcMode = "task" """, "/ipcMode" },
        { "FARGATE_PARAMETER_UNSUPPORTED", Definitions.Fargate, """/placementConstraints = [{ "type": "memberOf", "expression": "x" }]""", "/placementConstraints" },
        { "FARGATE_LINUX_PARAMETER_UNSUPPORTED", Definitions.Fargate, """/c/0/linuxParameters = { "devices": [{ "hostPath": "/dev/x" }] }""", "/containerDefinitions/0/linuxParameters/devices" },
        { "FARGATE_CAPABILITY_UNSUPPORTED", Definitions.Fargate, """/c/0/linuxParameters = { "capabilities": { "add": ["NET_ADMIN"] } }""", "/containerDefinitions/0/linuxParameters/capabilities/add/0" },
        { "FARGATE_PID_MODE", Definitions.Fargate, """/pidMode = "host" """, "/pidMode" },
        { "FARGATE_LOG_DRIVER", Definitions.Fargate, """/c/0/logConfiguration/logDriver = "json-file" """, "/containerDefinitions/0/logConfiguration/logDriver" },
        { "FARGATE_VOLUME_UNSUPPORTED", Definitions.Fargate, """/volumes = [{ "name": "v", "host": { "sourcePath": "/data" } }]""", "/volumes/0/host/sourcePath" },
        { "FARGATE_STOP_TIMEOUT", Definitions.Fargate, "/c/0/stopTimeout = 121", "/containerDefinitions/0/stopTimeout" },
        { "FARGATE_WINDOWS_CPU", Definitions.Fargate, """/runtimePlatform = { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" }""", "/cpu" },
        { "WINDOWS_ARCHITECTURE", Definitions.Ec2, """/runtimePlatform = { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "ARM64" }""", "/runtimePlatform/cpuArchitecture" },
        { "WINDOWS_PARAMETER_UNSUPPORTED", Definitions.Ec2, "/runtimePlatform = { \"operatingSystemFamily\": \"WINDOWS_SERVER_2022_CORE\" }\n/c/0/privileged = true", "/containerDefinitions/0/privileged" },

        { "HOST_PORT_MISMATCH", Definitions.Fargate, "/c/0/portMappings/0/hostPort = 8080", "/containerDefinitions/0/portMappings/0/hostPort" },
        { "HOST_PORT_MISMATCH", Definitions.Ec2, """/networkMode = "host" """, "/containerDefinitions/0/portMappings/0/hostPort" },
        { "CONTAINER_PORT_MISSING", Definitions.Fargate, """/c/0/portMappings = [{ "protocol": "tcp" }]""", "/containerDefinitions/0/portMappings/0" },
        { "PORT_OUT_OF_RANGE", Definitions.Fargate, "/c/0/portMappings/0/containerPort = 65536", "/containerDefinitions/0/portMappings/0/containerPort" },
        { "PORT_OUT_OF_RANGE", Definitions.Ec2, "/c/0/portMappings/0/hostPort = -1", "/containerDefinitions/0/portMappings/0/hostPort" },
        { "HOST_PORT_DUPLICATE", Definitions.Fargate, """/c/1/portMappings = [{ "containerPort": 80 }]""", "/containerDefinitions/1/portMappings/0/containerPort" },
        { "HOST_PORT_DUPLICATE", Definitions.Ec2, """/c/1/portMappings = [{ "containerPort": 81, "hostPort": 8080 }]""", "/containerDefinitions/1/portMappings/0/hostPort" },
        { "PORT_RANGE_INVALID", Definitions.Fargate, """/c/0/portMappings/0 = { "containerPortRange": "9000" }""", "/containerDefinitions/0/portMappings/0/containerPortRange" },
        { "PORT_RANGE_INVALID", Definitions.Fargate, """/c/0/portMappings/0 = { "containerPortRange": "9010-9000" }""", "/containerDefinitions/0/portMappings/0/containerPortRange" },
        { "PORT_NAME_INVALID", Definitions.Fargate, """/c/0/portMappings/0/name = "-web" """, "/containerDefinitions/0/portMappings/0/name" },
        { "NETWORK_NONE_PORTS", Definitions.Ec2, """/networkMode = "none" """, "/containerDefinitions/0/portMappings" },
        { "LINKS_NEED_BRIDGE", Definitions.Ec2, "/networkMode = \"awsvpc\"\n/c/0/portMappings\n/c/0/links = [\"job\"]", "/containerDefinitions/0/links" },
        { "LINK_UNKNOWN", Definitions.Ec2, """/c/0/links = ["database:db"]""", "/containerDefinitions/0/links/0" },
        { "AWSVPC_PARAMETER_UNSUPPORTED", Definitions.Fargate, """/c/0/hostname = "web" """, "/containerDefinitions/0/hostname" },
        { "EXTERNAL_NETWORK_MODE", Definitions.Ec2, "/requiresCompatibilities = [\"EXTERNAL\"]\n/networkMode = \"awsvpc\"\n/c/0/portMappings", "/networkMode" },

        { "DEPENDS_ON_UNKNOWN", Definitions.Ec2, """/c/0/dependsOn = [{ "containerName": "Job", "condition": "START" }]""", "/containerDefinitions/0/dependsOn/0/containerName" },
        { "DEPENDS_ON_SELF", Definitions.Ec2, """/c/0/dependsOn = [{ "containerName": "web", "condition": "START" }]""", "/containerDefinitions/0/dependsOn/0/containerName" },
        { "DEPENDS_ON_CYCLE", Definitions.Ec2, "/c/0/dependsOn = [{ \"containerName\": \"job\", \"condition\": \"START\" }]\n/c/1/dependsOn = [{ \"containerName\": \"web\", \"condition\": \"START\" }]", "/containerDefinitions/0/dependsOn/0/containerName" },
        { "DEPENDS_ON_HEALTHY_WITHOUT_CHECK", Definitions.Ec2, """/c/0/dependsOn = [{ "containerName": "job", "condition": "HEALTHY" }]""", "/containerDefinitions/0/dependsOn/0/condition" },
        { "DEPENDS_ON_ESSENTIAL_EXIT", Definitions.Ec2, """/c/1/dependsOn = [{ "containerName": "web", "condition": "SUCCESS" }]""", "/containerDefinitions/1/dependsOn/0/condition" },

        { "VOLUME_NAME_INVALID", Definitions.Ec2, """/volumes = [{ "name": "a b" }]""", "/volumes/0/name" },
        { "VOLUME_NAME_INVALID", Definitions.Ec2, """/volumes = [{ "name": "v" }, { "name": "v" }]""", "/volumes/1/name" },
        { "VOLUME_CONFIGURATION_CONFLICT", Definitions.Ec2, """/volumes = [{ "name": "v", "host": { "sourcePath": "/a" }, "efsVolumeConfiguration": { "fileSystemId": "fs-1" } }]""", "/volumes/0/host" },
        { "EFS_TRANSIT_ENCRYPTION_REQUIRED", Definitions.Ec2, """/volumes = [{ "name": "v", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "authorizationConfig": { "iam": "ENABLED" } } }]""", "/volumes/0/efsVolumeConfiguration" },
        { "EFS_ROOT_DIRECTORY_CONFLICT", Definitions.Ec2, """/volumes = [{ "name": "v", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "rootDirectory": "/x", "transitEncryption": "ENABLED", "authorizationConfig": { "accessPointId": "fsap-1" } } }]""", "/volumes/0/efsVolumeConfiguration/rootDirectory" },
        { "MOUNT_POINT_VOLUME_UNKNOWN", Definitions.Ec2, """/c/0/mountPoints = [{ "sourceVolume": "v", "containerPath": "/v" }]""", "/containerDefinitions/0/mountPoints/0/sourceVolume" },
        { "MOUNT_POINT_PATH_INVALID", Definitions.Ec2, "/volumes = [{ \"name\": \"v\" }]\n/c/0/mountPoints = [{ \"sourceVolume\": \"v\" }]", "/containerDefinitions/0/mountPoints/0" },
        { "VOLUMES_FROM_UNKNOWN", Definitions.Ec2, """/c/0/volumesFrom = [{ "sourceContainer": "data" }]""", "/containerDefinitions/0/volumesFrom/0/sourceContainer" },

        { "SECRETS_EXECUTION_ROLE_MISSING", Definitions.Ec2, """/c/0/secrets = [{ "name": "S", "valueFrom": "parameter" }]""", "/containerDefinitions/0/secrets" },
        { "REGISTRY_CREDENTIALS_EXECUTION_ROLE_MISSING", Definitions.Ec2, """/c/0/repositoryCredentials = { "credentialsParameter": "x" }""", "/containerDefinitions/0/repositoryCredentials" },
        { "SECRET_SOURCE_INVALID", Definitions.Fargate, """/c/0/secrets = [{ "name": "S", "valueFrom": "arn:aws:s3:::bucket/key" }]""", "/containerDefinitions/0/secrets/0/valueFrom" },
        { "SECRET_NAME_CONFLICT", Definitions.Fargate, "/c/0/environment = [{ \"name\": \"S\", \"value\": \"1\" }]\n/c/0/secrets = [{ \"name\": \"S\", \"valueFrom\": \"p\" }]", "/containerDefinitions/0/secrets/0/name" },
        { "ENVIRONMENT_NAME_INVALID", Definitions.Ec2, """/c/0/environment = [{ "value": "1" }]""", "/containerDefinitions/0/environment/0" },
        { "ENVIRONMENT_FILE_INVALID", Definitions.Ec2, """/c/0/environmentFiles = [{ "type": "s3", "value": "arn:aws:s3:::bucket/app.txt" }]""", "/containerDefinitions/0/environmentFiles/0/value" },

        { "AWSLOGS_OPTIONS_MISSING", Definitions.Fargate, "/c/0/logConfiguration/options/awslogs-group", "/containerDefinitions/0/logConfiguration/options" },
        { "AWSLOGS_OPTIONS_MISSING", Definitions.Fargate, "/c/0/logConfiguration/options", "/containerDefinitions/0/logConfiguration/logDriver" },
        { "AWSLOGS_STREAM_PREFIX_MISSING", Definitions.Fargate, "/c/0/logConfiguration/options/awslogs-stream-prefix", "/containerDefinitions/0/logConfiguration/options" },
        { "FIRELENS_ROUTER_MISSING", Definitions.Fargate, """/c/0/logConfiguration = { "logDriver": "awsfirelens" }""", "/containerDefinitions/0/logConfiguration/logDriver" },
    };

    /// <summary>Advice: it registers all the same.</summary>
    public static TheoryData<string, string, string, string> Advised => new()
    {
        { "ENVIRONMENT_DUPLICATE", Definitions.Ec2, """/c/0/environment = [{ "name": "A", "value": "1" }, { "name": "A", "value": "2" }]""", "/containerDefinitions/0/environment/1/name" },
        { "SECRET_IN_ENVIRONMENT", Definitions.Ec2, """/c/0/environment = [{ "name": "DB_PASSWORD", "value": "1" }]""", "/containerDefinitions/0/environment/0/name" },
        { "NO_LOG_CONFIGURATION", Definitions.Fargate, "/c/0/logConfiguration", "/containerDefinitions/0/name" },
    };

    /// <summary>Near the rules' edges, and right.</summary>
    public static TheoryData<string, string> Allowed => new()
    {
        { Definitions.Fargate, """/cpu = ".5 vCPU" """ },
        { Definitions.Fargate, """/memory = "1GB" """ },
        { Definitions.Fargate, "/c/0/portMappings/0/hostPort = 80" },
        { Definitions.Fargate, "/c/0/portMappings/0/hostPort = 0" },
        { Definitions.Fargate, "/c/0/privileged = false" },
        { Definitions.Fargate, """/c/0/linuxParameters = { "initProcessEnabled": true, "capabilities": { "add": ["SYS_PTRACE"], "drop": ["ALL"] } }""" },
        { Definitions.Fargate, """/pidMode = "task" """ },
        { Definitions.Fargate, """/ephemeralStorage = { "sizeInGiB": 21 }""" },
        { Definitions.Fargate, "/c/0/memory = 1024\n/c/0/memoryReservation = 768" },
        { Definitions.Fargate, """/requiresCompatibilities = ["EC2", "FARGATE"]""" },
        { Definitions.Fargate, """/c/1/portMappings = [{ "containerPort": 80, "protocol": "udp" }]""" },
        { Definitions.Fargate, "/volumes = [{ \"name\": \"v\" }]\n/c/0/mountPoints = [{ \"sourceVolume\": \"v\", \"containerPath\": \"/v\" }]" },
        { Definitions.Fargate, """/c/0/secrets = [{ "name": "S", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/s" }]""" },
        { Definitions.Fargate, $"/taskRoleArn = \"{Role}path/name\"" },
        { Definitions.Ec2, "/c/0/portMappings/0/hostPort = 0" },
        { Definitions.Ec2, "/c/0/memory\n/memory = \"1024\"" },
        { Definitions.Ec2, """/c/0/links = ["job:j"]""" },
        { Definitions.Ec2, """/c/0/dependsOn = [{ "containerName": "job", "condition": "COMPLETE" }]""" },
        { Definitions.Ec2, "/c/1/healthCheck = { \"command\": [\"CMD\", \"true\"] }\n/c/0/dependsOn = [{ \"containerName\": \"job\", \"condition\": \"HEALTHY\" }]" },
        { Definitions.Ec2, "/c/0/memoryReservation = 512" },
        { Definitions.Ec2, """/c/0/image = "nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" """ },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_rule_is_the_only_error(string code, string definition, string patch, string pointer)
    {
        var registration = RegisterTaskDefinition.Check(Definitions.With(definition, patch));
        var errors = registration.Errors.ToList();
        Assert.All(errors, e => Assert.Equal((code, RefusedBy.Service), (e.Finding.IssueCode, e.RefusedBy)));
        Assert.Equal(pointer, errors.FirstOrDefault()?.Finding.At.Pointer);
        Assert.Equal(RefusedBy.Service, registration.RefusedBy);
    }

    [Theory, MemberData(nameof(Advised))]
    public void Advice_stops_nothing(string code, string definition, string patch, string pointer)
    {
        var registration = RegisterTaskDefinition.Check(Definitions.With(definition, patch));
        Assert.True(registration.Registers);
        Assert.Equal((code, RefusedBy.Nobody, pointer), registration.Findings.Select(f => (f.Finding.IssueCode, f.RefusedBy, f.Finding.At.Pointer)).Single());
    }

    [Theory, MemberData(nameof(Allowed))]
    public void What_AWS_takes_has_no_finding(string definition, string patch) =>
        Assert.Equal([], RegisterTaskDefinition.Check(Definitions.With(definition, patch)).Findings.Select(f => f.Finding.Details));

    [Theory]
    [InlineData(Definitions.Fargate)]
    [InlineData(Definitions.Ec2)]
    public void The_definitions_themselves_have_no_finding(string definition) => Assert.Empty(RegisterTaskDefinition.Check(definition).Findings);

    [Fact]
    public void Every_rule_has_a_code_of_its_own_and_a_page_of_AWS()
    {
        Assert.Equal(TaskDefinitionRules.All.Count, TaskDefinitionRules.All.Select(r => r.IssueCode).Distinct().Count());
        Assert.All(TaskDefinitionRules.All, r => Assert.Matches("^[A-Z0-9]+(_[A-Z0-9]+)*$", r.IssueCode));
        Assert.All(TaskDefinitionRules.All, r => Assert.StartsWith("https://docs.aws.amazon.com/AmazonECS/", r.LearnMore));
    }

    [Fact]
    public void Every_rule_is_in_the_list_and_has_a_case()
    {
        var written = typeof(TaskDefinitionRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(TaskDefinitionRule)) && !t.IsAbstract);
        Assert.Equal(written.OrderBy(t => t.Name).Select(t => t.Name), TaskDefinitionRules.All.Select(r => r.GetType().Name).Order());

        var cases = Broken.Concat(Advised).Select(row => row.Data.Item1).ToHashSet();
        Assert.Equal([], TaskDefinitionRules.All.Select(r => r.IssueCode).Where(c => !cases.Contains(c)));
    }

    [Fact]
    public void All_problems_are_found_at_once_with_what_the_service_would_say()
    {
        var registration = RegisterTaskDefinition.Check(Definitions.With(Definitions.Fargate, "/networkMode\n/cpu\n/executionRoleArn\n/c/0/image"));
        Assert.Equal(["CONTAINER_IMAGE_INVALID", "FARGATE_EXECUTION_ROLE_MISSING", "FARGATE_NETWORK_MODE", "FARGATE_TASK_CPU_MISSING"],
            registration.Errors.Select(e => e.Finding.IssueCode).Distinct().Order());
        Assert.StartsWith("An error occurred (ClientException) when calling the RegisterTaskDefinition operation: ", registration.AwsPrints);
    }
}
