using CloudCourse.Web.Accounts;

namespace CloudCourse.Web.Teach;

/// <summary>What a class may be called.</summary>
internal static class CohortName
{
    /// <summary>Null, or a sentence for whoever typed it.</summary>
    public static string? Problem(string name) => name.Length == 0 ? "Write a name for the class." : AccountRules.Name(name);
}
