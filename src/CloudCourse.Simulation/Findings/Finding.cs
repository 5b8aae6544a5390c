namespace CloudCourse.Simulation.Findings;

/// <summary>The four types of IAM Access Analyzer's ValidatePolicyFinding, used for every service here.</summary>
/// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicyFinding.html"/>
public enum FindingType
{
    Error,
    SecurityWarning,
    Warning,
    Suggestion,
}

/// <summary>One thing to say about a submitted document, and where.</summary>
/// <param name="IssueCode">Stable name of the rule, in upper snake case.</param>
/// <param name="Details">What is there, then what to do; quotes the learner's text.</param>
/// <param name="LearnMore">AWS's page on the rule.</param>
public sealed record Finding(FindingType Type, string IssueCode, string Details, IReadOnlyList<Location> Locations, string? LearnMore = null)
{
    public Finding(FindingType type, string issueCode, string details, Location at, string? learnMore = null)
        : this(type, issueCode, details, [at], learnMore) { }

    /// <summary>Where an editor points first.</summary>
    public Location At => Locations.Count > 0 ? Locations[0] : Location.None;
}
