using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>Stages, and what is deployed to them.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html"/>
internal static class StageOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateStage", c => [c.On("POST", $"/apis/{c.Api().Id}/stages")], Create),
        new("UpdateStage", c => [c.On("PATCH", $"/apis/{c.Api().Id}/stages/{Find(c).Name}")], Update),
        new("DeleteStage", c => [c.On("DELETE", $"/apis/{c.Api().Id}/stages/{Find(c).Name}")], Delete),
        new("GetStage", c => [c.On("GET", $"/apis/{c.Api().Id}/stages/{Find(c).Name}")], c => Describe(Find(c))),
        new("GetStages", c => [c.On("GET", $"/apis/{c.Api().Id}/stages")], c => c.Page(c.Api().Stages.Values, s => s.Name, Describe)),
        new("CreateDeployment", c => [c.On("POST", $"/apis/{c.Api().Id}/deployments")], Deploy),
        new("GetDeployment", c => [c.On("GET", $"/apis/{c.Api().Id}/deployments/{FindDeployment(c).Id}")], c => Describe(FindDeployment(c))),
        new("GetDeployments", c => [c.On("GET", $"/apis/{c.Api().Id}/deployments")], c => c.Page(c.Api().Deployments.Values, d => d.Id, Describe)),
    ];

    private static ApiStage Find(Call call) => call.Api().Stages.Find(call.Need("StageName")) ?? throw ApiCalls.NotFound("Invalid stage identifier specified", call.At("StageName"));

    private static ApiDeployment FindDeployment(Call call, string member = "DeploymentId") =>
        call.Api().Deployments.Find(call.Need(member)) ?? throw ApiCalls.NotFound($"Unable to find Deployment by ID {call.Need(member).Shortened()}", call.At(member));

    private static Output Create(Call call)
    {
        var api = call.Api();
        var name = call.Need("StageName");
        if (name is not "$default" && (name.Length is 0 or > 128 || !name.All(l => char.IsAsciiLetterOrDigit(l) || l is '-' or '_'))) throw ApiCalls.Bad("Invalid stage name specified", "$default, or letters, digits, hyphens and underscores.", call.At("StageName"));
        if (api.Stages.Has(name)) throw Turn.Error("ConflictException", "Stage already exists", null, 409, call.At("StageName"));
        var stage = Set(call, new(name, false, null, "", call.Now, call.Now, null, null));
        api = Kept(call, api, stage);
        call.Turn.Note("apigateway", api.Id, $"{api.Name} has the stage {name}: https://{api.Host}{(name is "$default" ? "" : $"/{name}")}.");
        return Describe(api.Stages[name]);
    }

    private static ApiStage Set(Call call, ApiStage stage)
    {
        stage = stage with
        {
            AutoDeploy = call.Input.Last("AutoDeploy") is null ? stage.AutoDeploy : call.Flag("AutoDeploy"),
            Description = call.Text("Description") ?? stage.Description,
            Updated = call.Now,
        };
        if (call.Text("DeploymentId") is not null)
        {
            if (stage.AutoDeploy) throw ApiCalls.Bad("Deployment ID cannot be set on a Stage with AutoDeploy enabled", at: call.At("DeploymentId"));
            stage = stage with { DeploymentId = FindDeployment(call).Id };
        }
        if (call.Structure("StageVariables") is { } variables)
        {
            stage = stage with { Variables = stage.Variables.Clear() };
            foreach (var (key, member) in variables.AsDictionary()) stage = stage with { Variables = stage.Variables.SetItem(key, ((JsonString)member.Value).Value) };
        }
        if (call.Structure("DefaultRouteSettings") is { } settings)
        {
            var perSecond = settings.Last("ThrottlingRateLimit")?.Value is JsonNumber number && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate : stage.PerSecond;
            var burst = (int?)settings.Integer("ThrottlingBurstLimit")?.Value ?? stage.Burst;
            if (perSecond < 0 || burst < 0) throw ApiCalls.Bad("Throttling limits must not be negative", at: settings.Head());
            stage = stage with { PerSecond = perSecond, Burst = burst, Bucket = (burst ?? 0, call.Now) };
        }
        return stage;
    }

    /// <summary>With what is there now, where the stage wants every change.</summary>
    private static HttpApi Kept(Call call, HttpApi api, ApiStage stage)
    {
        api = api with { Stages = api.Stages.Put(stage.Name, stage) };
        if (stage is { AutoDeploy: true, DeploymentId: null }) return call.Changed(api);
        call.Turn.Put(api);
        return api;
    }

    private static Output Update(Call call)
    {
        var api = call.Api();
        var before = Find(call);
        var stage = Set(call, before);
        if (stage.AutoDeploy && !before.AutoDeploy) stage = stage with { DeploymentId = null };
        api = Kept(call, api, stage);
        call.Turn.Note("apigateway", api.Id, $"The stage {stage.Name} of {api.Name} was changed.");
        return Describe(api.Stages[stage.Name]);
    }

    private static Output Delete(Call call)
    {
        var api = call.Api();
        var stage = Find(call);
        call.Turn.Put(api with { Stages = api.Stages.Remove(stage.Name) });
        call.Turn.Note("apigateway", api.Id, $"{api.Name} has no stage {stage.Name} any more.");
        return [];
    }

    private static Output Deploy(Call call)
    {
        var api = call.Api();
        ApiDeployment deployment = new(call.Id(6), call.Now, false, call.Text("Description") ?? "", api.Routes, api.Integrations);
        if (api.Routes.Count == 0) throw ApiCalls.Bad("At least one route is required before deploying the Api.", at: call.Input.Head());
        api = api with { Deployments = api.Deployments.Put(deployment.Id, deployment) };
        if (call.Text("StageName") is not null)
        {
            var stage = Find(call);
            if (stage.AutoDeploy) throw ApiCalls.Bad("Deployments cannot be created for a Stage with AutoDeploy enabled", "It has every change already.", call.At("StageName"));
            api = api with { Stages = api.Stages.Put(stage.Name, stage with { DeploymentId = deployment.Id, Updated = call.Now }) };
        }
        call.Turn.Put(api);
        call.Turn.Note("apigateway", api.Id, $"{api.Name} was deployed ({deployment.Id}).");
        return Describe(deployment);
    }

    private static Output Describe(ApiDeployment deployment)
    {
        Output output = new() { ["AutoDeployed"] = deployment.IsAutomatic, ["CreatedDate"] = ApiCalls.Time(deployment.Created), ["DeploymentId"] = deployment.Id, ["DeploymentStatus"] = "DEPLOYED" };
        if (deployment.Description.Length > 0) output["Description"] = deployment.Description;
        return output;
    }

    private static Output Describe(ApiStage stage)
    {
        Output route = new() { ["DetailedMetricsEnabled"] = false };
        if (stage.Burst is { } burst) route["ThrottlingBurstLimit"] = burst;
        if (stage.PerSecond is { } rate) route["ThrottlingRateLimit"] = rate;
        Output output = new()
        {
            ["AutoDeploy"] = stage.AutoDeploy,
            ["CreatedDate"] = ApiCalls.Time(stage.Created),
            ["DefaultRouteSettings"] = route,
            ["LastUpdatedDate"] = ApiCalls.Time(stage.Updated),
            ["RouteSettings"] = new Output(),
            ["StageName"] = stage.Name,
            ["StageVariables"] = ApiCalls.Map(stage.Variables),
            ["Tags"] = new Output(),
        };
        if (stage.DeploymentId is { } id) output["DeploymentId"] = id;
        if (stage.Description.Length > 0) output["Description"] = stage.Description;
        return output;
    }
}
