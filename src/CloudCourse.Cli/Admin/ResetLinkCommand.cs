using System.CommandLine;
using CloudCourse.Progress;

namespace CloudCourse.Cli.Admin;

/// <summary><c>admin reset-link</c>: for a learner who forgot the password, where no mail can be sent.</summary>
internal static class ResetLinkCommand
{
    public static Command Create(AdminHost host)
    {
        Argument<string> email = new("email") { Description = "The account's e-mail address." };
        Command command = new("reset-link", "Print a link with which the account's owner sets a new password.") { email };
        command.SetAction(host.Run(async (parsed, session, _) =>
        {
            var address = parsed.GetRequiredValue(email);
            if (await session.Get<ResetLinks>().CreateAsync(address) is not { } path)
            {
                await session.Io.Error.WriteLineAsync($"No account has the address {address}.");
                return ExitCode.Failed;
            }
            await session.Io.Out.WriteLineAsync(session.Url + path);
            await session.Io.Error.WriteLineAsync("Good once, for a day. Hand it to the account's owner only.");
            return ExitCode.Done;
        }));
        return command;
    }
}
