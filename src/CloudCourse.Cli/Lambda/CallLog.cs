using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Lambda;

/// <summary>Keeps what a handler called, and what it was answered.</summary>
internal sealed class CallLog(ICallAnswerer answers) : ICallAnswerer
{
    /// <summary>What the answers' writer takes, less the members around it.</summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 50 };

    /// <summary><c>{service, operation, region, input, output | error}</c>, in order.</summary>
    public JsonArray Calls { get; } = [];

    public async ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel)
    {
        var answer = await answers.AnswerAsync(request, elapsedMs, cancel);
        JsonObject call = [];
        if (Read(request) is JsonObject asked)
        {
            foreach (var member in new[] { "service", "operation", "region", "input" }) call[member] = asked[member]?.DeepClone();
        }
        else call["unreadable"] = true;
        if (Read(answer) is JsonObject said)
        {
            if (said["error"] is { } error) call["error"] = error.DeepClone();
            else call["output"] = said["output"]?.DeepClone();
        }
        Calls.Add(call);
        return answer;
    }

    public string Model(string request) => answers.Model(request);

    /// <summary>Null for what cannot be written: nested too deeply, or with half a character in it, which comes to light only on writing.</summary>
    private static JsonNode? Read(string json)
    {
        try
        {
            var read = JsonNode.Parse(json, documentOptions: Reading);
            if (json.Contains("\\u", StringComparison.Ordinal)) _ = read?.ToJsonString();
            return read;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
