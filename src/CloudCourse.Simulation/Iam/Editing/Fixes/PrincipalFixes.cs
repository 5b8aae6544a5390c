namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>Who: Principal and what goes with it.</summary>
internal static class PrincipalFixes
{
    public static IEnumerable<PolicyFix> Everybody(FixContext context)
    {
        if (context.Member is { Name: "Principal", Value: { } value }) yield return new("Write \"*\"", [FixContext.Replace(value, "*")]);
    }

    public static IEnumerable<PolicyFix> RenameType(FixContext context) => context.Write(Spelling.Nearest(context.Value, PolicyReader.PrincipalTypes));

    public static IEnumerable<PolicyFix> SayType(FixContext context)
    {
        if (context.Value.Length == 0) yield break;
        var type = context.Value.EndsWith(".amazonaws.com", StringComparison.Ordinal) && context.Value != "cognito-identity.amazonaws.com" ? "Service"
            : context.Value.Contains("-provider/", StringComparison.Ordinal) ? "Federated" : "AWS";
        yield return new($"Say that it is of type {type}", [new(context.Node!.Start, context.Node.End, $"{{\"{type}\": \"{context.Value}\"}}")]);
    }

    /// <summary>The way in which such a principal assumes a role.</summary>
    public static IEnumerable<PolicyFix> MatchAction(FixContext context)
    {
        var principals = context.Statement?.Find("Principal")?.Value as OutlineObject;
        var federated = principals?.Find("Federated")?.Texts.FirstOrDefault()?.Text;
        return context.Write(federated is null ? "sts:AssumeRole"
            : federated.Contains(":saml-provider/", StringComparison.Ordinal) ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity");
    }

    public static IEnumerable<PolicyFix> AddActions(FixContext context)
    {
        string[] needed = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
        if (context.Statement?.Find("Action") is not { Value: { } value } action) yield break;
        var all = action.Texts.Select(t => t.Text).Union(needed, StringComparer.OrdinalIgnoreCase);
        yield return new("Add the actions that are missing", [new(value.Start, value.End, $"[{string.Join(", ", all.Select(a => $"\"{a}\""))}]")]);
    }
}
