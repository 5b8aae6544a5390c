using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

/// <summary>What happens inside a task.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"/>
public sealed class ContainerTests
{
    private readonly EcsWorld _world = new();

    private static string On(string other, string condition) => $$""" "dependsOn": [{"containerName": "{{other}}", "condition": "{{condition}}"}]""";

    private const string Check = """ "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost:9000/ || exit 1"], "interval": 10, "retries": 2}""";

    [Theory]
    [InlineData("START", 0)]
    [InlineData("HEALTHY", 20)] // ready after 15 s, checked after 10 s and 20 s
    public void A_container_waits_for_what_it_depends_on(string condition, int seconds)
    {
        _world.Push(new ContainerImage("settings", [9000], ReadyAfterSeconds: 15));
        _world.Register("web", $$"""{"name": "web", "image": "nginx", {{On("settings", condition)}}}, {"name": "settings", "image": "settings", {{Check}}}""");
        var arn = _world.Run("web");
        _world.Pass(300);
        Assert.Equal("RUNNING", _world.Task(arn).LastStatus);
        Assert.Equal(seconds, (_world.Container(arn, "web").Started - _world.Container(arn, "settings").Started)!.Value.TotalSeconds);
        Assert.Equal(("HEALTHY", "HEALTHY", "UNKNOWN"), (_world.Task(arn).HealthStatus, _world.Container(arn, "settings").Health, _world.Container(arn, "web").Health));
    }

    [Theory]
    [InlineData("SUCCESS", 0, "RUNNING")]
    [InlineData("COMPLETE", 3, "RUNNING")]
    [InlineData("SUCCESS", 3, "STOPPED")]
    public void An_init_container_has_to_end_first_and_for_SUCCESS_well(string condition, int code, string status)
    {
        _world.Push(new ContainerImage("migrate", [], ExitsAfterSeconds: 20, ExitCode: code));
        _world.Register("web", $$"""{"name": "web", "image": "nginx", {{On("migrate", condition)}}}, {"name": "migrate", "image": "migrate", "essential": false}""");
        var arn = _world.Run("web");
        _world.Pass(45);
        Assert.Equal(("PENDING", "PENDING"), (_world.Task(arn).LastStatus, _world.Container(arn, "web").Status));
        _world.Pass(120);
        Assert.Equal(status, _world.Task(arn).LastStatus);
        Assert.Equal(code, _world.Container(arn, "migrate").ExitCode);
        if (status == "RUNNING") return;
        Assert.Equal(("EssentialContainerExited", "Essential container in task exited"), (_world.Task(arn).StopCode, _world.Task(arn).StoppedReason));
        Assert.Equal(143, _world.Container(arn, "web").ExitCode);
        Assert.Contains("SUCCESS of migrate", _world.Container(arn, "web").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_waits_gives_up_when_the_startTimeout_of_the_other_is_over()
    {
        _world.Push(new ContainerImage("settings", [9000], ReadyAfterSeconds: 100));
        _world.Register("web", $$"""{"name": "web", "image": "nginx", {{On("settings", "HEALTHY")}}}, {"name": "settings", "image": "settings", "startTimeout": 60, "healthCheck": {"command": ["CMD-SHELL", "curl localhost:9000"], "interval": 10, "startPeriod": 200} }""");
        var arn = _world.Run("web");
        _world.Pass(94);
        Assert.Equal("PENDING", _world.Task(arn).LastStatus);
        _world.Pass(60);
        Assert.Equal(("STOPPED", 143), (_world.Task(arn).LastStatus, _world.Container(arn, "web").ExitCode));
        Assert.Contains("startTimeout of 60 s", _world.Container(arn, "web").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "STOPPED")]
    [InlineData("false", "RUNNING")]
    public void A_task_ends_with_an_essential_container_only(string essential, string status)
    {
        _world.Push(new ContainerImage("reporter", [], ExitsAfterSeconds: 30, ExitCode: 139));
        _world.Register("web", $$"""{"name": "web", "image": "nginx"}, {"name": "reporter", "image": "reporter", "essential": {{essential}}}""");
        var arn = _world.Run("web");
        _world.Pass(200);
        Assert.Equal(status, _world.Task(arn).LastStatus);
        Assert.Equal(139, _world.Container(arn, "reporter").ExitCode);
        Assert.Equal(status == "STOPPED" ? 0 : null, _world.Container(arn, "web").ExitCode);
    }

    [Theory]
    [InlineData(5, 0, 30, 0, 5)]
    [InlineData(5, 143, 30, 143, 5)]   // the signal ends it: 128 + 15
    [InlineData(60, 0, 30, 137, 30)]   // too slow: SIGKILL, 128 + 9
    [InlineData(60, 0, 90, 0, 60)]
    [InlineData(null, 0, 10, 137, 10)] // takes no notice of SIGTERM
    public void A_container_ends_by_SIGTERM_or_after_its_stopTimeout_by_SIGKILL(int? needs, int stops, int timeout, int code, int seconds)
    {
        _world.Push(new ContainerImage("program", [], StopsAfterSeconds: needs, StopExitCode: stops));
        _world.Register("web", $$"""{"name": "web", "image": "program", "stopTimeout": {{timeout}}}""");
        var arn = _world.Run("web");
        _world.Pass(60);
        _world.Do("StopTask", $$"""{"cluster": "shop", "task": "{{arn}}"}""");
        _world.Pass(seconds - 1);
        Assert.Equal("STOPPING", _world.Task(arn).LastStatus);
        _world.Pass(12);
        Assert.Equal(("STOPPED", "UserInitiated"), (_world.Task(arn).LastStatus, _world.Task(arn).StopCode));
        Assert.Equal(code, _world.Container(arn, "web").ExitCode);
    }

    [Fact]
    public void A_container_that_others_depend_on_ends_after_them()
    {
        _world.Register("web", $$"""{"name": "web", "image": "nginx", {{On("cache", "START")}}}, {"name": "cache", "image": "redis"}""");
        var arn = _world.Run("web");
        _world.Pass(60);
        _world.Do("StopTask", $$"""{"cluster": "shop", "task": "{{arn}}"}""");
        _world.Pass(7);
        Assert.Equal(("STOPPED", "RUNNING"), (_world.Container(arn, "web").Status, _world.Container(arn, "cache").Status));
        _world.Pass(30);
        Assert.Equal("STOPPED", _world.Task(arn).LastStatus);
    }

    [Theory]
    [InlineData("http://localhost:9000", "START", 0, null)]
    [InlineData("http://localhost:9000", "START", 15, "refused")]
    [InlineData("http://localhost:9000", "HEALTHY", 15, null)]
    [InlineData("http://127.0.0.1:9000", "HEALTHY", 15, null)]
    [InlineData("http://localhost:9001", "HEALTHY", 15, "refused")]
    [InlineData("http://settings:9000", "HEALTHY", 15, "no host name")] // containers of a task share localhost, and have no names
    [InlineData(null, "HEALTHY", 0, "not set")]
    public void A_program_finds_its_sidecar_at_localhost_once_it_listens(string? url, string condition, int ready, string? says)
    {
        _world.Push(new ContainerImage("settings", [9000], ReadyAfterSeconds: ready), new ContainerImage("shop", [8080], ConnectsTo: "SETTINGS_URL"));
        var environment = url is null ? "" : $$""", "environment": [{"name": "SETTINGS_URL", "value": "{{url}}"}]""";
        _world.Register("web", $$"""{"name": "web", "image": "shop", {{On("settings", condition)}} {{environment}}}, {"name": "settings", "image": "settings", {{Check}}}""");
        var arn = _world.Run("web");
        _world.Pass(300);
        Assert.Equal(says is null ? "RUNNING" : "STOPPED", _world.Task(arn).LastStatus);
        Assert.Equal(says is null ? null : 1, _world.Container(arn, "web").ExitCode);
        if (says is not null) Assert.Contains(_world.Account.Account.History.OfType<Change>(), c => c.What.StartsWith("The container web", StringComparison.Ordinal) && c.What.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"]""", "HEALTHY")]
    [InlineData("""["CMD", "wget", "-q", "http://127.0.0.1:8080/"]""", "UNHEALTHY")] // not in the image
    [InlineData("""["CMD-SHELL", "curl -f http://localhost/ || exit 1"]""", "UNHEALTHY")] // port 80
    [InlineData("""["CMD-SHELL", "exit 0"]""", "HEALTHY")]
    [InlineData("""["CMD-SHELL", "exit 1"]""", "UNHEALTHY")]
    public void A_health_check_finds_what_its_command_can_find(string command, string health)
    {
        _world.Push(new ContainerImage("shop", [8080], Commands: ["curl", "sh"]));
        _world.Register("web", $$"""{"name": "web", "image": "shop", "healthCheck": {"command": {{command}}, "interval": 5, "retries": 3} }""");
        var arn = _world.Run("web");
        _world.Pass(37);
        Assert.Equal("UNKNOWN", _world.Task(arn).HealthStatus);
        _world.Pass(20);
        Assert.Equal(health, _world.Task(arn).HealthStatus);
        Assert.Equal("RUNNING", _world.Task(arn).LastStatus); // what was run by itself stays
    }

    [Theory]
    [InlineData(0, true)]   // checks after 10 s and 20 s fail, the program is ready after 25 s
    [InlineData(15, false)] // only the one after 20 s counts
    public void Failures_in_the_startPeriod_do_not_count_and_checks_go_on(int period, bool wasUnhealthy)
    {
        _world.Push(new ContainerImage("shop", [9000], ReadyAfterSeconds: 25));
        _world.Register("web", $$"""{"name": "web", "image": "shop", "healthCheck": {"command": ["CMD-SHELL", "curl localhost:9000"], "interval": 10, "retries": 2, "startPeriod": {{period}} } }""");
        var arn = _world.Run("web");
        _world.Pass(120);
        Assert.Equal("HEALTHY", _world.Task(arn).HealthStatus);
        Assert.Equal(wasUnhealthy, _world.Account.Account.History.OfType<Change>().Any(c => c.To == "UNHEALTHY"));
    }

    [Fact]
    public void A_check_of_another_containers_port_fails_when_that_container_has_ended()
    {
        _world.Push(new ContainerImage("settings", [9000], ExitsAfterSeconds: 60));
        _world.Register("web", $$"""{"name": "settings", "image": "settings", "essential": false}, {"name": "web", "image": "nginx", {{Check}}}""");
        var arn = _world.Run("web");
        _world.Pass(60);
        Assert.Equal("HEALTHY", _world.Task(arn).HealthStatus);
        _world.Pass(120);
        Assert.Equal(("UNHEALTHY", "RUNNING"), (_world.Task(arn).HealthStatus, _world.Task(arn).LastStatus));
    }

    [Fact]
    public void A_service_replaces_what_its_health_check_gives_up()
    {
        _world.Push(new ContainerImage("shop", [8080], Healthy: false));
        _world.Register("web", """{"name": "web", "image": "shop", "healthCheck": {"command": ["CMD-SHELL", "check"], "interval": 5}}""");
        _world.Do("CreateService", $$"""{"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE", "networkConfiguration": {{_world.Network()}}}""");
        _world.Pass(120);
        Assert.Contains(_world.State.Ecs.Tasks.Values, t => t is { StopCode: "ServiceSchedulerInitiated", StoppedReason: "Task failed container health checks" });
        Assert.True(_world.State.Ecs.Services.Values.Single().Deployments[0].Failed > 0);
    }

    private const string Trust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}""";

    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"/>
    [Theory]
    [InlineData("ecr:*, logs:*, secretsmanager:GetSecretValue", null)]
    [InlineData("ecr:GetAuthorizationToken, logs:*, secretsmanager:GetSecretValue", "CannotPullContainerError")]
    [InlineData("logs:*, secretsmanager:GetSecretValue", "ResourceInitializationError: unable to pull secrets or registry auth")]
    [InlineData("ecr:*, secretsmanager:GetSecretValue", "ResourceInitializationError: failed to validate logger args")]
    [InlineData("ecr:*, logs:PutLogEvents, secretsmanager:GetSecretValue", "ResourceInitializationError: failed to validate logger args")]
    [InlineData("ecr:*, logs:*", "ResourceInitializationError: unable to pull secrets or registry auth")]
    public void What_the_execution_role_lacks_stops_the_task_before_it_starts(string actions, string? reason)
    {
        _world.Push(new ContainerImage("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop", [8080]));
        _world.Account.Do("iam", "CreateRole", $$"""{"RoleName": "execution", "AssumeRolePolicyDocument": "{{Trust}}"}""");
        _world.Account.Do("iam", "PutRolePolicy", $$$"""{"RoleName": "execution", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"{{{actions.Replace(", ", "\\\",\\\"", StringComparison.Ordinal)}}}\"],\"Resource\":\"*\"}}"}""");
        _world.Register("web", """
            {"name": "web", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop:7",
             "secrets": [{"name": "KEY", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf"}],
             "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "shop", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}}}
            """, """ "executionRoleArn": "arn:aws:iam::111122223333:role/execution", """);
        var arn = _world.Run("web");
        _world.Pass(120);
        Assert.Equal(reason is null ? "RUNNING" : "STOPPED", _world.Task(arn).LastStatus);
        if (reason is null) return;
        Assert.Equal("TaskFailedToStart", _world.Task(arn).StopCode);
        Assert.StartsWith(reason, _world.Task(arn).StoppedReason, StringComparison.Ordinal);
        Assert.Contains("assumed-role/execution/", _world.Task(arn).StoppedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_ECS_may_not_assume_is_refused_at_once()
    {
        _world.Account.Do("iam", "CreateRole", $$"""{"RoleName": "wrong", "AssumeRolePolicyDocument": "{{Trust.Replace("ecs-tasks", "ec2", StringComparison.Ordinal)}}"}""");
        _world.Register("web", """{"name": "web", "image": "nginx"}""", """ "taskRoleArn": "arn:aws:iam::111122223333:role/wrong", """);
        Assert.Equal("ClientException", _world.Refused("RunTask", $$"""{"cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": {{_world.Network()}}}"""));
        _world.Do("CreateService", $$"""{"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE", "networkConfiguration": {{_world.Network()}}}""");
        Assert.Contains("ECS was unable to assume the role", _world.State.Ecs.Services.Values.Single().Events[0].Message, StringComparison.Ordinal);
    }
}
