using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>The learner's documents, one a file, the policies that the lab attaches beside them, and the account they are all in.</summary>
/// <param name="Files">By path, in the lab's order.</param>
/// <param name="Account">As the lab declares it and the learner's files change it.</param>
internal sealed record SubmittedPolicies(IReadOnlyList<PolicyFile> Files, IReadOnlyList<PlacedPolicy> Attached, LabAccount Account, FileFinding? Unreadable)
{
    /// <summary>Every policy, the learner's first.</summary>
    public IEnumerable<PlacedPolicy> All => Files.Where(f => f.Policy is not null).Select(f => new PlacedPolicy(f.Policy!, f.Place)).Concat(Attached);

    public PolicyFile? FileOf(string policyName) => Files.FirstOrDefault(f => f.Path == policyName);

    public PolicyPlace? PlaceOf(string policyName) => FileOf(policyName)?.Place ?? Attached.FirstOrDefault(a => a.Policy.Name == policyName)?.Place;

    public static SubmittedPolicies Read(LabDefinition lab, IReadOnlyList<SubmittedFile> submitted)
    {
        var account = LabAccountReader.Read(lab);
        List<PolicyFile> files = [];
        foreach (var file in lab.Files)
        {
            var text = submitted.FirstOrDefault(f => f.Path == file.Path)?.Text ?? "";
            var read = PolicyFile.Read(file.Path, text, account);
            if (read.SyntaxError is { } error) return new(files, [], account, new(file.Path, error));
            account = read.Account;
            files.Add(read.File!);
        }
        var attached = account.Attached.Select(a => new PlacedPolicy(a.Place.Attach(PolicyReader.Read(a.Policy.GetRawText(), a.Name).Policy!), a.Place));
        return new(files, [.. attached], account, null);
    }
}

/// <summary>A policy and where it is attached.</summary>
internal sealed record PlacedPolicy(Policy Policy, PolicyPlace Place);

/// <param name="Policy">Null for a file of type <see cref="PolicyUse.Account"/>.</param>
/// <param name="AccountFindings">What is wrong with such a file.</param>
internal sealed record PolicyFile(string Path, PolicyPlace Place, Policy? Policy, LineMap Lines, IReadOnlyList<Finding> AccountFindings)
{
    /// <summary>Everything there is to say about the document.</summary>
    public IReadOnlyList<Finding> Findings => Policy is null ? AccountFindings : PolicyFindings.Of(Policy, Place.Grammar);

    /// <summary>The file and the account after it, or why the text is no JSON.</summary>
    public static (PolicyFile? File, LabAccount Account, Finding? SyntaxError) Read(string path, string text, LabAccount account)
    {
        var place = account.PlaceOf(path);
        if (place.Type is PolicyUse.Account)
        {
            var json = JsonReader.Read(text);
            if (json.Value is null) return (null, account, json.SyntaxError);
            var (changed, findings) = AccountFile.Read(account, json);
            return (new(path, place, null, new(text), findings), changed, null);
        }
        var reading = PolicyReader.Read(text, path);
        return reading.Policy is { } policy ? (new(path, place, place.Attach(policy), new(text), []), account, null) : (null, account, reading.SyntaxError);
    }
}
