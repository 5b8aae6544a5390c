namespace CloudCourse.Simulation.Infrastructure;

/// <summary>Which services there are in which Regions.</summary>
/// <seealso href="https://aws.amazon.com/about-aws/global-infrastructure/regional-product-services/"/>
public static class ServiceAvailability
{
    private sealed record Entry(string Name, string[] AbsentIn);

    private static readonly Lazy<Dictionary<string, Entry>> Services = new(() => FactFile.Read<Dictionary<string, Entry>>("region-services", "services"));
    private static readonly Lazy<HashSet<string>> Covered = new(() => [.. FactFile.Read<string[]>("region-services", "regionsCovered")]);

    /// <summary>Of when the list is, such as <c>2026-05</c>.</summary>
    public static string AsOf => FactFile.Read<string>("region-services", "asOf");

    /// <summary>The services that the facts know, by the name that <see cref="IsIn"/> takes.</summary>
    public static IReadOnlyCollection<string> Known => Services.Value.Keys;

    /// <summary>As people call it, such as "Amazon EC2"; null for a service that the facts do not know.</summary>
    public static string? NameOf(string service) => Services.Value.GetValueOrDefault(service)?.Name;

    /// <summary>Null when the facts do not tell, for that service or that Region.</summary>
    public static bool? IsIn(string service, string region) =>
        Services.Value.TryGetValue(service, out var entry) && Covered.Value.Contains(region) ? !entry.AbsentIn.Contains(region) : null;
}
