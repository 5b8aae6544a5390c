using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Tests.Ecs.Account;

/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"/>
public sealed class FargateSpotTests
{
    private const string Spot = """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]""";

    private readonly EcsWorld _world = new();

    [Theory]
    [InlineData(60, 120, 0, 60)]
    [InlineData(60, 30, 137, 30)]
    public void A_task_that_is_taken_back_gets_SIGTERM_and_as_long_as_its_stopTimeout(int needs, int timeout, int code, int seconds)
    {
        _world.Push(new ContainerImage("worker", [], StopsAfterSeconds: needs));
        _world.Register("work", $$"""{"name": "work", "image": "worker", "stopTimeout": {{timeout}}}""");
        var arn = _world.Run("work", Spot);
        _world.Pass(300);
        _world.Account.Account.Happen(new FargateSpotRunsShort("eu-west-1"));
        _world.Pass(seconds - 1);
        Assert.Equal(("STOPPING", "STOPPED"), (_world.Task(arn).LastStatus, _world.Task(arn).DesiredStatus));
        _world.Pass(20);
        Assert.Equal(("STOPPED", "SpotInterruption", "Your Spot Task was interrupted."), (_world.Task(arn).LastStatus, _world.Task(arn).StopCode, _world.Task(arn).StoppedReason));
        Assert.Equal(code, _world.Container(arn, "work").ExitCode);
        Assert.Contains(_world.Account.Account.History.OfType<Change>(), c => c.What.Contains("two minutes ahead", StringComparison.Ordinal));
    }

    [Fact]
    public void Spot_costs_70_percent_less()
    {
        _world.Register("web", """{"name": "web", "image": "nginx"}""");
        var (plain, spot) = (_world.Run("web"), _world.Run("web", Spot));
        _world.Pass(3600);
        decimal Hour(string arn) => _world.State.Bill.Running[$"{arn}/compute"].UsdPerHour;
        Assert.Equal(Hour(plain) * 0.3m, Hour(spot));
        Assert.Equal(("FARGATE_SPOT", null), (_world.Task(spot).CapacityProvider, _world.Task(plain).CapacityProvider));
    }

    [Fact]
    public void A_service_replaces_what_was_taken_back_and_keeps_its_base_on_demand()
    {
        _world.Register("web", """{"name": "web", "image": "nginx"}""");
        _world.Do("CreateService", $$"""
            {"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 8, "networkConfiguration": {{_world.Network()}},
             "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 2, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 2}]}
            """);
        _world.Pass(120);
        Assert.Equal((4, 4), Shares());
        _world.Account.Account.Happen(new FargateSpotRunsShort("eu-west-1", 3));
        Assert.Equal(3, _world.State.Ecs.Tasks.Values.Count(t => t.StopCode == "SpotInterruption"));
        _world.Pass(300);
        Assert.Equal((4, 4), Shares());

        (int, int) Shares()
        {
            var up = _world.State.Ecs.Tasks.Values.Where(t => t.IsWell).ToList();
            return (up.Count(t => t.CapacityProvider == "FARGATE"), up.Count(t => t.Spot));
        }
    }

    [Fact]
    public void Interruptions_come_by_themselves_now_and_then()
    {
        _world.Register("web", """{"name": "web", "image": "nginx"}""");
        _world.Do("CreateService", $$"""{"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 20, "networkConfiguration": {{_world.Network()}}, {{Spot}} }""");
        _world.Pass(3600 * 24 * 60);
        var taken = _world.Account.Account.History.OfType<Change>().Count(c => c.What.Contains("Fargate Spot wants", StringComparison.Ordinal));
        Assert.InRange(taken, 1, 15); // 40 months of tasks at one in ten
    }
}
