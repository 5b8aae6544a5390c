using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>The learner's policies, one a file, and the ones that the lab attaches beside them.</summary>
/// <param name="Files">By path, in the lab's order.</param>
internal sealed record SubmittedPolicies(IReadOnlyList<PolicyFile> Files, IReadOnlyList<Policy> Attached, FileFinding? Unreadable)
{
    public IReadOnlyList<Policy> All => [.. Files.Select(f => f.Policy), .. Attached];

    public PolicyFile? FileOf(string policyName) => Files.FirstOrDefault(f => f.Path == policyName);

    public static SubmittedPolicies Read(LabDefinition lab, IReadOnlyList<SubmittedFile> submitted)
    {
        List<PolicyFile> files = [];
        foreach (var file in lab.Files)
        {
            var text = submitted.FirstOrDefault(f => f.Path == file.Path)?.Text ?? "";
            var reading = PolicyReader.Read(text, file.Path);
            if (reading.Policy is null) return new(files, [], new(file.Path, reading.SyntaxError!));
            files.Add(new(file.Path, reading.Policy, new LineMap(text)));
        }
        return new(files, [.. AttachedBy(lab).Select(a => PolicyReader.Read(a.Text, a.Name).Policy).OfType<Policy>()], null);
    }

    /// <summary>Policies of <c>settings.attached</c>, which the learner has and does not edit.</summary>
    public static IEnumerable<(string Name, string Text)> AttachedBy(LabDefinition lab)
    {
        if (lab.Settings.ValueKind is not JsonValueKind.Object || !lab.Settings.TryGetProperty("attached", out var list) || list.ValueKind is not JsonValueKind.Array) yield break;
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty("name", out var name) && entry.TryGetProperty("policy", out var policy))
                yield return (name.ToString(), policy.GetRawText());
        }
    }
}

internal sealed record PolicyFile(string Path, Policy Policy, LineMap Lines);
