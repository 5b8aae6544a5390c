using System.Text.Json.Nodes;
using CloudCourse.Course.Model;

namespace CloudCourse.Labs.Sort;

/// <summary>The cards beside the text, as the browser needs them: nothing of where they belong.</summary>
public static class SortForm
{
    /// <summary>As <c>form:</c> of a file names it.</summary>
    public const string Name = "sort";

    public static IReadOnlyDictionary<string, FormMaker> Forms { get; } = new Dictionary<string, FormMaker> { [Name] = Describe };

    private static JsonObject Describe(LabDefinition lab, LabFile file, int seed)
    {
        var settings = SortSettings.Read(lab);
        return new()
        {
            ["kind"] = Name,
            ["file"] = file.Path,
            ["question"] = settings.Question,
            ["columns"] = new JsonArray([.. settings.Columns.Select(c => (JsonNode)new JsonObject { ["id"] = c.Id, ["title"] = c.Title })]),
            ["cards"] = new JsonArray([.. settings.Draw(seed).Select(c => (JsonNode)new JsonObject { ["id"] = c.Card.Id, ["text"] = c.Card.Text, ["group"] = c.Group.Title })]),
        };
    }
}
