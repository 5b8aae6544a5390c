using System.Collections.Concurrent;
using System.Text.Json;

namespace CloudCourse.Simulation.Shapes;

/// <summary>The operations of one AWS service, with what they take and give.</summary>
public sealed class ServiceModel
{
    private static readonly ConcurrentDictionary<string, ServiceModel> Loaded = new(StringComparer.Ordinal);

    private readonly Dictionary<string, OperationModel> _operations = new(StringComparer.Ordinal);

    private ServiceModel(string service)
    {
        using var document = ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{service}.json");
        Dictionary<string, StructureShape> known = new(StringComparer.Ordinal);
        // The document goes when this ends, so every structure is read now, though its members wait until all are known.
        var shapes = document.RootElement.GetProperty("shapes").EnumerateObject().ToDictionary(s => s.Name, s => s.Value.Clone(), StringComparer.Ordinal);
        foreach (var operation in document.RootElement.GetProperty("operations").EnumerateObject())
        {
            _operations[operation.Name] = new(operation.Name, Structure(operation.Value[0]), Structure(operation.Value[1]));
        }

        StructureShape Structure(JsonElement reference) => reference.ValueKind is JsonValueKind.Null
            ? new(() => []) : Named(reference.GetString()![1..]);

        StructureShape Named(string name)
        {
            if (!known.TryGetValue(name, out var shape)) known[name] = shape = (StructureShape)ParameterShape.Parse(shapes[name], Named);
            return shape;
        }
    }

    /// <param name="service">The prefix of the service's IAM actions: <c>ec2</c>, <c>ecs</c>, <c>elasticloadbalancing</c>…</param>
    /// <exception cref="InvalidOperationException">There is no model of that service.</exception>
    public static ServiceModel Of(string service) => Loaded.GetOrAdd(service, s => new(s));

    /// <summary>Operations that AWS has in that service beside those of the model, by name alone.</summary>
    public static IReadOnlyList<string> OtherOperations(string service)
    {
        using var others = ParameterShape.Embedded("CloudCourse.Simulation.Shapes.other-operations.json");
        return others.RootElement.TryGetProperty(service, out var names) ? names.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    public IReadOnlyCollection<OperationModel> Operations => _operations.Values;

    public OperationModel? Find(string operation) => _operations.GetValueOrDefault(operation);
}

public sealed record OperationModel(string Name, StructureShape Input, StructureShape Output);
