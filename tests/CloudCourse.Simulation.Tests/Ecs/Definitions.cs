using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Tests.Ecs;

/// <summary>Two definitions without a finding; a test says only what differs from one of them.</summary>
internal static class Definitions
{
    public const string Fargate = """
        {
          "family": "shop", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "512", "memory": "1024",
          "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
          "containerDefinitions": [
            {
              "name": "web", "image": "nginx:1.29", "cpu": 256, "memory": 512,
              "portMappings": [{ "containerPort": 80 }],
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web" } }
            },
            {
              "name": "job", "image": "busybox", "essential": false, "cpu": 128, "memory": 256,
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "job" } }
            }
          ]
        }
        """;

    public const string Ec2 = """
        {
          "family": "shop", "requiresCompatibilities": ["EC2"], "networkMode": "bridge",
          "containerDefinitions": [
            { "name": "web", "image": "nginx", "memory": 512, "portMappings": [{ "containerPort": 80, "hostPort": 8080 }] },
            { "name": "job", "image": "busybox", "essential": false, "memory": 256 }
          ]
        }
        """;

    /// <param name="patch">Lines of <c>pointer = JSON</c>, or <c>pointer</c> alone to remove; <c>/c/</c> stands for <c>/containerDefinitions/</c>.</param>
    public static string With(string definition, string patch)
    {
        var root = JsonNode.Parse(definition)!;
        foreach (var line in patch.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (pointer, json) = line.Split(" = ", 2) is [var p, var j] ? (p, j) : (line, null);
            var steps = pointer.Replace("/c/", "/containerDefinitions/", StringComparison.Ordinal).Split('/')[1..];
            JsonNode at = root;
            foreach (var step in steps[..^1]) at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
            Set(at, steps[^1], json);
        }
        return root.ToJsonString();
    }

    private static void Set(JsonNode at, string step, string? json)
    {
        switch (at)
        {
            case JsonObject members when json is null: members.Remove(step); break;
            case JsonObject members: members[step] = JsonNode.Parse(json); break;
            case JsonArray list when step == "-": list.Add(JsonNode.Parse(json!)); break;
            case JsonArray list: list[int.Parse(step)] = JsonNode.Parse(json!); break;
        }
    }
}
