using System.Security.Claims;
using CloudCourse.Progress.Rows;

namespace CloudCourse.Web.Accounts;

/// <summary>What the request's user says about the account that is signed in.</summary>
internal static class SignedIn
{
    extension(ClaimsPrincipal user)
    {
        /// <summary>Null where nobody is signed in.</summary>
        public Guid? AccountId() => user is { Identity.IsAuthenticated: true } && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

        public bool Teaches() => user.IsInRole(Roles.Instructor);
    }
}
