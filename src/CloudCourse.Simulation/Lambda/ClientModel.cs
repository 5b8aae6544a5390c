using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// What a client in the sandbox has to know of a service: AWS's own model as it is embedded (operations, structures, errors, paging,
/// waiters), and which operations the simulation has.
/// </summary>
public static class ClientModel
{
    private static readonly ConcurrentDictionary<string, string> Made = new(StringComparer.Ordinal);

    /// <returns>JSON on one line; <c>null</c> for a service that is not simulated.</returns>
    public static string Of(string service) => SimulatedServices.Find(service) is { } known ? Made.GetOrAdd(known.Name, _ => Make(known)) : "null";

    private static string Make(SimulatedService service)
    {
        using var document = Shapes.ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{service.Name}.json");
        JsonObject model = new() { ["service"] = service.Name, ["simulated"] = new JsonArray([.. service.Operations.Select(o => (JsonNode)o.Name)]) };
        foreach (var part in document.RootElement.EnumerateObject())
        {
            if (part.Name is "operations" or "shapes" or "errors" or "paging" or "waiters") model[part.Name] = JsonNode.Parse(part.Value.GetRawText());
        }
        return model.ToJsonString();
    }
}
