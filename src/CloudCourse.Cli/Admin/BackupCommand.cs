using System.CommandLine;
using CloudCourse.Progress;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Cli.Admin;

/// <summary><c>admin backup</c>: a consistent copy of a SQLite database while the site runs.</summary>
internal static class BackupCommand
{
    public static Command Create(AdminHost host)
    {
        Argument<string> file = new("file") { Description = "Where the copy goes; must not exist yet." };
        Command command = new("backup", "Copy a SQLite database while the site runs. (SQL Server makes its own backups.)") { file };
        command.SetAction(host.Run(async (parsed, session, cancel) =>
        {
            var to = Path.GetFullPath(parsed.GetRequiredValue(file));
            await using var db = await session.Get<IDbContextFactory<ProgressContext>>().CreateDbContextAsync(cancel);
            await session.Get<ProgressDatabase>().BackupAsync(db, to, cancel);
            await session.Io.Out.WriteLineAsync($"{to}: {new FileInfo(to).Length} bytes.");
            return ExitCode.Done;
        }, migrate: false));
        return command;
    }
}
