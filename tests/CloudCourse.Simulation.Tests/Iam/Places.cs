using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Follows a JSON pointer through a document.</summary>
internal static class Places
{
    /// <summary>Where the pointer leads: to a value, and to the name that stands before it.</summary>
    public static IEnumerable<Location> Of(JsonValue json, string pointer)
    {
        List<(JsonValue Value, Location? Name)> here = [(json, null)];
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            here = [.. here.SelectMany(h => h.Value switch
            {
                JsonObject o => o.Members.Where(m => m.Name == name).Select(m => (m.Value, (Location?)m.NameAt)),
                JsonArray a when int.TryParse(name, out var index) && index < a.Items.Count => [(a.Items[index], null)],
                _ => [],
            })];
        }
        return here.SelectMany(h => h.Name is { } name ? new[] { h.Value.At, name } : [h.Value.At]);
    }
}
