using Microsoft.AspNetCore.Identity;

namespace CloudCourse.Progress.Rows;

/// <summary>Who can sign in. What they did in the course hangs on their <see cref="Learner"/>.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }
}

/// <summary>The roles that an account may have; a learner needs none.</summary>
public static class Roles
{
    public const string Instructor = "Instructor";
    public const string Administrator = "Administrator";

    public static IReadOnlyList<string> All { get; } = [Instructor, Administrator];
}
