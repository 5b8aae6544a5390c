using System.Text.Json;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Tables too long for attributes: a file of JSON lines beside the test, built into it.</summary>
internal static class JsonLines
{
    public static IEnumerable<JsonElement> Of(string file)
    {
        var assembly = typeof(JsonLines).Assembly;
        using StreamReader reader = new(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith(file, StringComparison.Ordinal)))!);
        List<JsonElement> lines = [];
        while (reader.ReadLine() is { } line) lines.Add(JsonElement.Parse(line));
        return lines;
    }
}
