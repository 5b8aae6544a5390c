using System.CommandLine;

namespace CloudCourse.Cli.Admin;

/// <summary><c>admin</c>: what the operator of an installation does from a shell, where they need no account.</summary>
public static class AdminCommand
{
    public static Command Create(CliIo io)
    {
        AdminHost host = new(io);
        return new Command("admin", "Look after an installation: first instructor, forgotten passwords, roles, backup.")
        {
            host.Provider,
            host.Connection,
            host.Url,
            SetupLinkCommand.Create(host),
            ResetLinkCommand.Create(host),
            RoleCommand.Create(host),
            BackupCommand.Create(host),
        };
    }
}
