using System.CommandLine;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;

namespace CloudCourse.Cli.Admin;

/// <summary><c>admin role add|remove</c>: who may teach.</summary>
internal static class RoleCommand
{
    public static Command Create(AdminHost host) => new("role", "Give or take away an account's role.")
    {
        Change(host, "add", "Give the account a role.", (roles, email, role, cancel) => roles.AddAsync(email, role, null, cancel),
            (email, role) => $"{email} has the role {role} now. Where they are signed in, they have to sign in again.", (email, role) => $"{email} had the role {role} already."),
        Change(host, "remove", "Take a role from the account.", (roles, email, role, cancel) => roles.RemoveAsync(email, role, null, cancel),
            (email, role) => $"{email} no longer has the role {role}.", (email, role) => $"{email} did not have the role {role}."),
    };

    private static Command Change(
        AdminHost host, string name, string description, Func<AccountRoles, string, string, CancellationToken, Task<RoleChange>> change,
        Func<string, string, string> done, Func<string, string, string> already)
    {
        Argument<string> email = new("email") { Description = "The account's e-mail address." };
        Argument<string> role = new("role") { Description = string.Join(" or ", Roles.All) + "." };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        Command command = new(name, description) { email, role };
        command.SetAction(host.Run(async (parsed, session, cancel) =>
        {
            var (address, named) = (parsed.GetRequiredValue(email), parsed.GetRequiredValue(role));
            var result = await change(session.Get<AccountRoles>(), address, named, cancel);
            if (result is RoleChange.NoSuchAccount)
            {
                await session.Io.Error.WriteLineAsync($"No account has the address {address}.");
                return ExitCode.Failed;
            }
            await session.Io.Out.WriteLineAsync(result is RoleChange.Done ? done(address, named) : already(address, named));
            return ExitCode.Done;
        }));
        return command;
    }
}
