using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>The linter finds no error in the documents, each taken as what it is.</summary>
internal sealed class GrammarCheck : IamCheck
{
    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string> { ["errors"] = "{file}, line {line}: {details}" };

    public override Outcome Run(CheckDefinition check, SubmittedPolicies policies)
    {
        var only = RequestReader.Text(check.Given, "file");
        var found = policies.Files.Where(f => only is null || f.Path == only)
            .SelectMany(f => f.Findings.Where(x => x.Type is FindingType.Error).Select(x => (File: f, Finding: x))).ToList();
        IamEvidence evidence = new([], [.. found.Select(f => new IamFinding(f.Finding.Type, f.Finding.IssueCode, Outcome.Clip(f.Finding.Details),
            f.File.Lines.Of(f.Finding.At.Start).Line, policies.Files.Count > 1 ? f.File.Path : null))]);
        if (found is not [var (file, first), ..]) return Outcome.Passed(evidence);
        return new("errors",
            [("file", file.Path), ("line", Outcome.Number(file.Lines.Of(first.At.Start).Line)), ("details", first.Details), ("count", Outcome.Number(found.Count))],
            evidence, [.. found.SelectMany(f => f.Finding.Locations.Take(1).Select(at => Outcome.Place(f.File, at)))]);
    }

    public override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab)
    {
        if (check.Given.ValueKind is not JsonValueKind.Object) yield break;
        foreach (var member in check.Given.EnumerateObject().Where(m => m.Name != "file")) yield return $"`given` has no member `{member.Name}`; it has file";
        if (RequestReader.Text(check.Given, "file") is { } file && lab.Files.All(f => f.Path != file)) yield return $"`{file}` is not a file of this lab";
    }
}
