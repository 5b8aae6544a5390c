using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.SecretsManager;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ssm;

/// <summary>A parameter's tags.</summary>
internal static class ParameterTags
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("AddTagsToResource", c => [SsmCalls.On(c, "AddTagsToResource", c.Need("ResourceId"))], c =>
        {
            var parameter = Named(c);
            var tags = parameter.Tags.SetItems(SecretCalls.ReadTags(c));
            if (tags.Count > 50) throw Turn.Error("TooManyTagsError", "The number of tags exceeds the limit of 50.", null, 400, c.At("Tags"));
            SsmCalls.Put(c, parameter with { Tags = tags });
            return [];
        }),
        new("RemoveTagsFromResource", c => [SsmCalls.On(c, "RemoveTagsFromResource", c.Need("ResourceId"))], c =>
        {
            var parameter = Named(c);
            SsmCalls.Put(c, parameter with { Tags = parameter.Tags.RemoveRange(c.Texts("TagKeys").Select(t => t.Value)) });
            return [];
        }),
        new("ListTagsForResource", c => [SsmCalls.On(c, "ListTagsForResource", c.Need("ResourceId"))], c => new()
        {
            ["TagList"] = new Array([.. Named(c).Tags.Select(t => new Output { ["Key"] = t.Key, ["Value"] = t.Value })]),
        }),
    ];

    private static Parameter Named(Call call) => call.Need("ResourceType") != "Parameter"
        ? throw Turn.Error(AwsError.NotSimulated, "The simulation has parameters only.", "ResourceType is Parameter.", 501, call.At("ResourceType"))
        : SsmCalls.Find(call, call.Need("ResourceId")) ?? throw Turn.Error("InvalidResourceId", "The resource ID isn't valid. Verify that you entered the correct ID and try again.", null, 400, call.At("ResourceId"));
}
