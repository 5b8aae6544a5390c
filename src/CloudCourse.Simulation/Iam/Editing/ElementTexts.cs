namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>The elements of a policy in words.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
internal static class ElementTexts
{
    private const string Pages = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements";

    private static readonly Dictionary<string, (string Short, string Long, string Page)> Texts = new(StringComparer.Ordinal)
    {
        ["Version"] = ("which policy language", "The version of the policy language, not of your policy. `2012-10-17` is the current one; without it, or with `2008-10-17`, policy variables such as `${aws:username}` are plain text.", "_version"),
        ["Id"] = ("a name for the policy", "A name for the whole policy. Some services ask for one; it decides nothing.", "_id"),
        ["Statement"] = ("what is allowed and denied", "The statements, each by itself: one Deny that fits stops a request, else one Allow that fits lets it through, else it is denied.", "_statement"),
        ["Sid"] = ("a name for the statement", "A name for this statement, once in a policy. It decides nothing; in IAM policies it has letters and digits only.", "_sid"),
        ["Effect"] = ("Allow or Deny", "`Allow` lets matching requests through; `Deny` stops them whatever else allows them. Without any statement that fits, a request is denied.", "_effect"),
        ["Principal"] = ("who", "Who is meant: accounts, roles, users, services or identity providers. Policies on resources and of roles have it; a policy of a user, group or role does not.", "_principal"),
        ["NotPrincipal"] = ("everybody but these", "Everybody but those named. With Allow it lets strangers in; with Deny it is safer to write `Principal: \"*\"` and a condition on `aws:PrincipalArn`.", "_notprincipal"),
        ["Action"] = ("which operations", "The operations that the statement is about: `service:Action`, with `*` for any run of characters. Letter case does not matter.", "_action"),
        ["NotAction"] = ("every operation but these", "Every operation but those named, of every service, also of services yet to come. With Allow that is nearly everything.", "_notaction"),
        ["Resource"] = ("on which resources", "The ARNs that the statement is about, with `*` and `?`. Each action works on resources of certain types: an ARN of another type never fits.", "_resource"),
        ["NotResource"] = ("on every resource but these", "Every resource but those named. With Allow that reaches what does not exist yet.", "_notresource"),
        ["Condition"] = ("only when", "When the statement holds. Operators, and keys within an operator, must all be true; of several values of one key any may fit.", "_condition"),
    };

    private static readonly Dictionary<string, (string Short, string Long)> Principals = new(StringComparer.Ordinal)
    {
        ["AWS"] = ("accounts, roles, users", "Accounts, users, roles and their sessions, by ARN. An account (its id, or the ARN that ends in `:root`) means that the account decides with its own policies who of it may. `*` is everybody."),
        ["Service"] = ("AWS services", "AWS services by their principal, such as `lambda.amazonaws.com`."),
        ["Federated"] = ("identity providers", "Identity providers: the ARN of a SAML or OIDC provider, or the domain of a well-known one."),
        ["CanonicalUser"] = ("an account by its canonical id", "An account by the long id that Amazon S3 uses."),
    };

    public static IEnumerable<string> PrincipalTypes => Principals.Keys;

    public static string Short(string name) => Texts.TryGetValue(name, out var text) ? text.Short : Principals.TryGetValue(name, out var type) ? type.Short : "";

    public static string? Markdown(string name) => Texts.TryGetValue(name, out var text) ? $"**{name}**: {text.Long}\n\n[AWS on {name}]({Pages}{text.Page}.html)" : null;

    public static string? PrincipalMarkdown(string type) => Principals.TryGetValue(type, out var text) ? $"**{type}**: {text.Long}\n\n[AWS on Principal]({Pages}_principal.html)" : null;
}
