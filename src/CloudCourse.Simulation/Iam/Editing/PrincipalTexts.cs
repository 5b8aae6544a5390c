namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>A principal in words.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal static class PrincipalTexts
{
    public static string? Markdown(string type, string text) => type switch
    {
        "AWS" => Account(text),
        "Service" => $"`{text}`: an AWS service, which asks with its own principal. Say with `aws:SourceArn` or `aws:SourceAccount` on whose behalf.",
        "Federated" => text.Contains(":saml-provider/", StringComparison.Ordinal) ? "A SAML identity provider: those whom it vouches for."
            : text.Contains('.', StringComparison.Ordinal) || text.Contains(":oidc-provider/", StringComparison.Ordinal) ? "An OIDC identity provider: those whom it vouches for. Conditions on its keys say whom." : null,
        _ => null,
    };

    private static string? Account(string text)
    {
        if (text == "*") return "`*`: everybody, strangers without credentials too. A Condition can narrow it.";
        if (text.Length == 12 && text.All(char.IsAsciiDigit)) return $"The account `{text}`: its own policies decide who of it may.";
        return text.Split(':', 6) switch
        {
            ["arn", _, "iam", _, var account, "root"] => $"The account `{account}`, not only its root user: its own policies decide who of it may.",
            ["arn", _, "iam", _, var account, var name] when name.StartsWith("role/", StringComparison.Ordinal) => $"The role `{name[5..]}` of account `{account}`, and every session of it.",
            ["arn", _, "iam", _, var account, var name] when name.StartsWith("user/", StringComparison.Ordinal) => $"The user `{name[5..]}` of account `{account}`.",
            ["arn", _, "sts", _, var account, var name] when name.Split('/') is ["assumed-role", var role, var session] => $"The session `{session}` of the role `{role}` of account `{account}`.",
            _ => null,
        };
    }
}
