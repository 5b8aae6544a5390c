using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam;

/// <summary>A statement's principal held against the caller.</summary>
internal sealed class PrincipalTrace(PrincipalElement element, RequestPrincipal caller, PrincipalMatch match) : ElementTrace(match.Match)
{
    public override string Element => element.Negated ? "NotPrincipal" : "Principal";
    public override string Seen => caller.Name;
    public override Location At => match.By?.At ?? element.Member.Value.At;

    public override string Why => match switch
    {
        { NeedsCanonicalId: true } => "the request does not say the caller's canonical user id",
        { IsBounded: true } => $"{caller.Name} has a permissions boundary, and a Deny with NotPrincipal spares nobody who has one",
        { By: { } by } => $"{caller.Name} fits \"{by.Value}\"",
        _ when !element.Negated => $"{caller.Name} is none of the principals listed",
        { Match: Match.No } => $"{caller.Name} is excluded",
        { Lacking: PrincipalChain.None } => $"{caller.Name} is none of the principals excluded",
        _ => $"{caller.Name} is excluded in part only: {Lacking} is not listed",
    };

    private string Lacking => string.Join(" and ", Names.Where(n => match.Lacking.HasFlag(n.Part)).Select(n => n.Name));

    private static readonly (PrincipalChain Part, string Name)[] Names =
        [(PrincipalChain.Account, "its account"), (PrincipalChain.Role, "its role"), (PrincipalChain.Itself, "the caller itself")];
}
