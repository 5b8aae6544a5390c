using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// What a client in the sandbox has to know of a service: AWS's own model as it is embedded (operations, structures, errors, paging,
/// waiters), which operations the simulation has, and how AWS's others are called.
/// </summary>
public static class ClientModel
{
    private static readonly ConcurrentDictionary<string, string> Made = new(StringComparer.Ordinal);

    /// <summary>HTTP statuses of success other than 200, from AWS's API references.</summary>
    private static readonly Dictionary<string, (int Status, string Operations)[]> Statuses = new()
    {
        ["s3"] = [(204, "DeleteObject DeleteBucket DeleteBucketPolicy DeleteBucketTagging DeleteObjectTagging DeleteBucketEncryption DeleteBucketWebsite DeleteBucketLifecycle DeleteBucketCors DeletePublicAccessBlock AbortMultipartUpload PutBucketPolicy PutBucketTagging")],
        ["lambda"] =
        [
            (201, "CreateFunction PublishVersion CreateAlias AddPermission CreateFunctionUrlConfig"),
            (202, "CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping PutProvisionedConcurrencyConfig"),
            (204, "DeleteFunction DeleteAlias RemovePermission DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig DeleteFunctionUrlConfig DeleteProvisionedConcurrencyConfig TagResource UntagResource"),
        ],
        ["apigateway"] = [(201, "CreateApi CreateRoute CreateIntegration CreateStage CreateDeployment"), (204, "DeleteApi DeleteRoute DeleteIntegration DeleteStage")],
    };

    /// <returns>JSON on one line; <c>null</c> for a service that is not simulated.</returns>
    public static string Of(string service) => SimulatedServices.Find(service) is { } known ? Made.GetOrAdd(known.Name, _ => Make(known)) : "null";

    /// <param name="request"><c>{"service"}</c>, as the sandbox said it.</param>
    internal static string Answer(string request)
    {
        try
        {
            using var document = JsonDocument.Parse(request, new() { MaxDepth = 8 });
            return document.RootElement.GetProperty("service").GetString() is { } service ? Of(service) : "null";
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "null";
        }
    }

    private static string Make(SimulatedService service)
    {
        using var document = Shapes.ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{service.Name}.json");
        JsonObject model = new() { ["service"] = service.Name, ["simulated"] = new JsonArray([.. service.Operations.Select(o => (JsonNode)o.Name)]) };
        foreach (var part in document.RootElement.EnumerateObject())
        {
            if (part.Name is "operations" or "shapes" or "errors" or "paging" or "waiters") model[part.Name] = JsonNode.Parse(part.Value.GetRawText());
        }
        using var others = Shapes.ParameterShape.Embedded("CloudCourse.Simulation.Shapes.other-operations.json");
        model["others"] = others.RootElement.TryGetProperty(service.Name, out var names) ? names.GetString() : "";
        // The SDK for Python holds requests against them before it sends them; the one for JavaScript does not.
        using var minima = Shapes.ParameterShape.Embedded("CloudCourse.Simulation.Shapes.minima.json");
        if (minima.RootElement.TryGetProperty(service.Name, out var least)) model["least"] = JsonNode.Parse(least.GetRawText());
        if (Statuses.GetValueOrDefault(service.Name) is { } statuses)
        {
            JsonObject known = [];
            foreach (var (status, operations) in statuses)
            {
                foreach (var operation in operations.Split(' ')) known[operation] = status;
            }
            model["statuses"] = known;
        }
        return model.ToJsonString();
    }
}
