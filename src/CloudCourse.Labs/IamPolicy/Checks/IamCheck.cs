using CloudCourse.Course.Model;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>A check kind of IAM labs.</summary>
internal abstract class IamCheck
{
    /// <summary>Every way to fail, with what is said where the author said nothing.</summary>
    public abstract IReadOnlyDictionary<string, string> Keys { get; }

    public abstract Outcome Run(CheckDefinition check, SubmittedPolicies policies);

    /// <summary>An author's mistakes in <c>given</c> and <c>expect</c>; the lab's placeholders are filled already.</summary>
    public abstract IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab);

    /// <summary>The kinds by their names in checks.yml.</summary>
    public static IReadOnlyDictionary<string, IamCheck> Kinds { get; } = new Dictionary<string, IamCheck>
    {
        ["grammar"] = new GrammarCheck(),
        ["decision"] = new DecisionsCheck(several: false),
        ["decisions"] = new DecisionsCheck(several: true),
        ["chain"] = new ChainCheck(),
        ["compare"] = new CompareCheck(),
    };
}
