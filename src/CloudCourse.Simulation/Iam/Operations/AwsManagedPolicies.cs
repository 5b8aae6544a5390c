using System.Collections.Concurrent;
using System.Text.Json;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>The managed policies of AWS's own that the simulation holds: those that beginners meet.</summary>
/// <seealso href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html"/>
public static class AwsManagedPolicies
{
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Load);
    private static readonly ConcurrentDictionary<string, ManagedPolicy?> Read = new(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Arns => Texts.Value.Keys;

    public static ManagedPolicy? Find(string arn) => Read.GetOrAdd(arn, static a =>
    {
        if (!Texts.Value.TryGetValue(a, out var text)) return null;
        var name = a[(a.LastIndexOf('/') + 1)..];
        return new(name, a[a.IndexOf('/', StringComparison.Ordinal)..(a.LastIndexOf('/') + 1)], $"ANPA{name}", a, DateTimeOffset.UnixEpoch, PolicyDocument.Read(text, name)!);
    });

    private static Dictionary<string, string> Load()
    {
        using var document = ParameterShape.Embedded("CloudCourse.Simulation.Iam.Facts.managed-policies.json");
        return document.RootElement.GetProperty("policies").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText(), StringComparer.Ordinal);
    }
}
