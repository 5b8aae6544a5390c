using System.CommandLine;
using CloudCourse.Progress;

namespace CloudCourse.Cli.Admin;

/// <summary><c>admin setup-link</c>: a link that makes its holder an instructor, once.</summary>
internal static class SetupLinkCommand
{
    public static Command Create(AdminHost host)
    {
        Command command = new("setup-link", "Print a one-time link that makes its holder an instructor. Earlier unused links become void.");
        command.SetAction(host.Run(async (_, session, cancel) =>
        {
            var token = await session.Get<SetupLinks>().CreateAsync(cancel);
            await session.Io.Out.WriteLineAsync(session.Url + SetupLinks.PathOf(token));
            await session.Io.Error.WriteLineAsync($"Good once, for {SetupLinks.ValidFor.Days} days.");
            return ExitCode.Done;
        }));
        return command;
    }
}
