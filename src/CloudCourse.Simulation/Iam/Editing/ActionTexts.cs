using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>An action in words.</summary>
internal static class ActionTexts
{
    public static string Level(AccessLevel level) => level is AccessLevel.PermissionsManagement ? "Permissions management" : level.ToString();

    /// <summary>What a level is, for somebody who meets it for the first time.</summary>
    public static string Meaning(AccessLevel level) => level switch
    {
        AccessLevel.List => "shows what resources there are, not what is in them",
        AccessLevel.Read => "reads what is in a resource, and changes nothing",
        AccessLevel.Write => "creates, changes or deletes",
        AccessLevel.PermissionsManagement => "changes who may do what: allow it to few",
        _ => "changes only the tags of a resource",
    };

    /// <summary>On what it works, and what else its caller needs; Markdown.</summary>
    public static string Short(CatalogAction action)
    {
        var on = action.Targets.Count == 0
            ? "Names no resource: allow it on `*`."
            : $"On {StatementActions.Few([.. action.Targets.Select(t => t.Type.Name + (t.Required ? " (required)" : ""))], 4)}.";
        return action.DependentActions.Count == 0 ? on : $"{on} Needs {StatementActions.Few([.. action.DependentActions.Select(a => $"`{a}`")])} too.";
    }
}
