using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>A way to mend a finding by changing the text, where how is plain.</summary>
/// <param name="Title">What it does, as a command: "Write s3:GetObject".</param>
/// <param name="IsPreferred">There is no other way that anybody would mean.</param>
public sealed record PolicyFix(string Title, IReadOnlyList<TextEdit> Edits, bool IsPreferred = true);

/// <summary>A finding and one way to mend it.</summary>
public sealed record FindingFix(Finding Finding, PolicyFix Fix);

/// <summary>
/// What an editor offers for the findings at a place. Each change is tried before it is offered: the text is looked at again, and
/// the finding has to be gone without an error in its place. So a fix stays right when a rule changes.
/// </summary>
public static class PolicyFixes
{
    /// <summary>Longer texts are no policies, and trying costs a look at the whole text.</summary>
    public const int LongestText = 64 * 1024;

    private const int Most = 20;

    private static readonly Dictionary<string, Func<FixContext, IEnumerable<PolicyFix>>> ByCode = new(StringComparer.Ordinal)
    {
        [JsonReader.SyntaxErrorCode] = SyntaxFixes.Mend,
        ["MISSING_VERSION"] = DocumentFixes.AddVersion,
        ["INVALID_VERSION"] = DocumentFixes.SetVersion,
        ["VARIABLE_UNSUPPORTED_IN_VERSION"] = DocumentFixes.SetVersion,
        ["INVALID_POLICY_ELEMENT"] = DocumentFixes.RenameElement,
        ["DATA_TYPE_MISMATCH"] = DocumentFixes.Quote,
        ["INVALID_EFFECT"] = DocumentFixes.SetEffect,
        ["MISSING_EFFECT"] = DocumentFixes.AddEffect,
        ["MISSING_RESOURCE"] = DocumentFixes.AddResource,
        ["EMPTY_SID_VALUE"] = DocumentFixes.RemoveMember,
        ["UNSUPPORTED_SID"] = DocumentFixes.CleanSid,
        ["UNIQUE_SIDS_REQUIRED"] = DocumentFixes.NumberSids,
        ["UNIQUE_SIDS_RECOMMENDED"] = DocumentFixes.NumberSids,
        ["EMPTY_OBJECT_CONDITION"] = DocumentFixes.RemoveMember,
        ["REDUNDANT_STATEMENT"] = DocumentFixes.RemoveRepeated,
        ["UNSUPPORTED_PRINCIPAL"] = DocumentFixes.RemoveMember,
        ["SCP_SYNTAX_ERROR_PRINCIPAL"] = DocumentFixes.RemoveMember,
        ["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"] = DocumentFixes.RemoveMember,
        ["RCP_SYNTAX_ERROR_PRINCIPAL"] = PrincipalFixes.Everybody,
        ["INVALID_PRINCIPAL_KEY"] = PrincipalFixes.RenameType,
        ["INVALID_PRINCIPAL_FORMAT"] = PrincipalFixes.SayType,
        ["MISMATCHED_ACTION_FOR_PRINCIPAL"] = PrincipalFixes.MatchAction,
        ["MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"] = PrincipalFixes.AddActions,
        ["INVALID_ACTION"] = ActionFixes.Rename,
        ["INVALID_SERVICE_IN_ACTION"] = ActionFixes.RenameService,
        ["REDUNDANT_ACTION"] = ActionFixes.RemoveCovered,
        ["REDUNDANT_RESOURCE"] = ActionFixes.RemoveCovered,
        ["RCP_SYNTAX_ERROR_ACTION"] = ActionFixes.Remove,
        ["UNSUPPORTED_ACTION_IN_POLICY"] = ActionFixes.Remove,
        ["REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY"] = ActionFixes.Remove,
        ["INVALID_ARN_PREFIX"] = ArnFixes.Prefix,
        ["MISSING_ARN_FIELD"] = ArnFixes.Fields,
        ["INVALID_PARTITION"] = ArnFixes.Partition,
        ["INVALID_SERVICE"] = ArnFixes.Service,
        ["INVALID_ARN_SERVICE_CASE"] = ArnFixes.Service,
        ["INVALID_ARN_REGION"] = ArnFixes.Region,
        ["MISSING_ARN_REGION"] = ArnFixes.AnyRegion,
        ["MISSING_ARN_ACCOUNT"] = ArnFixes.AnyAccount,
        ["INVALID_ARN_ACCOUNT"] = ArnFixes.Account,
        ["ARN_REGION_NOT_ALLOWED"] = ArnFixes.NoRegion,
        ["ARN_ACCOUNT_NOT_ALLOWED"] = ArnFixes.NoAccount,
        ["INVALID_CONDITION_OPERATOR"] = OperatorFixes.Rename,
        ["NULL_WITH_IF_EXISTS"] = OperatorFixes.PlainNull,
        ["NULL_WITH_QUALIFIER"] = OperatorFixes.PlainNull,
        ["TYPE_MISMATCH"] = OperatorFixes.ForKey,
        ["WILDCARD_WITHOUT_LIKE_OPERATOR"] = OperatorFixes.Like,
        ["STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"] = OperatorFixes.ForKey,
        ["MISSING_QUALIFIER"] = OperatorFixes.Qualify,
        ["FORALLVALUES_WITH_SINGLE_VALUED_KEY"] = OperatorFixes.Unqualify,
        ["FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"] = OperatorFixes.Unqualify,
        ["CONFIRM_AUDIENCE_CLAIM_TYPE"] = OperatorFixes.Unqualify,
        ["EQUIVALENT_TO_NULL_FALSE"] = OperatorFixes.IsThere,
        ["EQUIVALENT_TO_NULL_TRUE"] = OperatorFixes.IsMissing,
        ["INVALID_GLOBAL_CONDITION_KEY"] = KeyFixes.Rename,
        ["INVALID_SERVICE_CONDITION_KEY"] = KeyFixes.Rename,
        ["INVALID_CONDITION_KEY_FORMAT"] = KeyFixes.AddPrefix,
        ["UNSUPPORTED_GLOBAL_CONDITION_KEY"] = KeyFixes.Modern,
        ["DEPRECATED_GLOBAL_CONDITION_KEY"] = KeyFixes.Modern,
        ["DUPLICATE_KEYS_WITH_DIFFERENT_CASE"] = KeyFixes.Merge,
        ["INVALID_CONDITION_DATA_TYPE"] = ValueFixes.QuoteAll,
        ["TYPE_MISMATCH_BOOLEAN"] = ValueFixes.Boolean,
        ["TYPE_MISMATCH_NUMBER"] = ValueFixes.Number,
        ["TYPE_MISMATCH_DATE"] = ValueFixes.Date,
        ["TYPE_MISMATCH_IP_RANGE"] = ValueFixes.Range,
        ["IMPROVE_IP_RANGE"] = ValueFixes.Network,
        ["INVALID_REGION"] = ValueFixes.Region,
        ["MISSING_BRACE_IN_VARIABLE"] = ValueFixes.Variable,
        ["MISSING_QUOTE_IN_VARIABLE"] = ValueFixes.Variable,
        ["UNSUPPORTED_SPACE_IN_VARIABLE"] = ValueFixes.Variable,
    };

    /// <summary>The codes for which there may be a fix.</summary>
    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <summary>Fixes for the findings whose first place touches this part of the text.</summary>
    /// <param name="start">In UTF-16 units; with <paramref name="end"/>.</param>
    /// <param name="attachedTo">What a resource policy is attached to, such as <c>AWS::S3::Bucket</c>.</param>
    public static IReadOnlyList<FindingFix> In(string text, int start, int end, PolicyType kind = PolicyType.Identity, string? attachedTo = null)
    {
        if (text.Length > LongestText) return [];
        var before = PolicyFindings.Of(text, kind, attachedTo);
        var outline = PolicyOutline.Read(text);
        List<FindingFix> fixes = [];
        foreach (var finding in before.Where(f => f.At.Start <= end && f.At.End >= start))
        {
            if (!ByCode.TryGetValue(finding.IssueCode, out var mend)) continue;
            foreach (var fix in mend(new(text, outline, finding, kind)))
            {
                if (fixes.Count == Most) return fixes;
                if (Mends(fix, finding)) fixes.Add(new(finding, fix));
            }
        }
        return fixes;

        bool Mends(PolicyFix fix, Finding finding)
        {
            var after = PolicyFindings.Of(Apply(text, fix.Edits), kind, attachedTo);
            // Behind a mistake of syntax there may be any others; the next one has to be further on.
            if (finding.IssueCode == JsonReader.SyntaxErrorCode)
                return after is not [{ IssueCode: JsonReader.SyntaxErrorCode } next] || next.At.Start > finding.At.Start + 1;
            return Count(after, f => f.IssueCode == finding.IssueCode) < Count(before, f => f.IssueCode == finding.IssueCode)
                && Count(after, f => f.Type is FindingType.Error) <= Count(before, f => f.Type is FindingType.Error);
        }
    }

    /// <param name="edits">They do not overlap; those at one place go in their order.</param>
    public static string Apply(string text, IReadOnlyList<TextEdit> edits)
    {
        System.Text.StringBuilder result = new(text.Length + 64);
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Start))
        {
            result.Append(text, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    private static int Count(IReadOnlyList<Finding> findings, Func<Finding, bool> of) => findings.Count(of);
}
