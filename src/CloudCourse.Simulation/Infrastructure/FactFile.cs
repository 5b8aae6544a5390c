using System.Reflection;
using System.Text.Json;

namespace CloudCourse.Simulation.Infrastructure;

/// <summary>Reads the facts beside this: JSON with <c>source</c> and <c>asOf</c> at the head.</summary>
internal static class FactFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <param name="name">The file's name without its ending.</param>
    /// <param name="member">The member that holds the facts.</param>
    public static T Read<T>(string name, string member)
    {
        using var document = Open(name);
        return document.RootElement.GetProperty(member).Deserialize<T>(Options) ?? throw new InvalidOperationException($"{name}.json has no {member}.");
    }

    /// <summary>Of when a part of the facts is.</summary>
    public static string AsOf(string name, string part)
    {
        using var document = Open(name);
        return document.RootElement.GetProperty("asOf").GetProperty(part).GetString()!;
    }

    public static JsonDocument Open(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"CloudCourse.Simulation.Infrastructure.Facts.{name}.json")
            ?? throw new InvalidOperationException($"There is no fact file {name}.json.");
        return JsonDocument.Parse(stream);
    }
}
