using System.CommandLine;
using CloudCourse.Cli.Admin;
using CloudCourse.Cli.Content;
using CloudCourse.Cli.Content.New;
using CloudCourse.Cli.Ecs;
using CloudCourse.Cli.Iam;
using CloudCourse.Cli.Lambda;
using CloudCourse.Cli.Sim;

namespace CloudCourse.Cli;

/// <summary>The <c>cloudcourse</c> command: every command there is, a line each.</summary>
public static class CommandLine
{
    public static RootCommand Build(CliIo io) => new("CloudCourse: check the course, run its engines from a shell, look after an installation.")
    {
        new Command("content", "Work on the course's files.")
        {
            ContentCheckCommand.Create(io),
            ContentCoverageCommand.Create(io),
            ContentNewCommand.Create(io),
        },
        new Command("iam", "Policies of AWS IAM.")
        {
            IamCommands.Evaluate(io),
            IamCommands.Validate(io),
            IamCommands.Compare(io),
            IamCommands.CheckNoNewAccess(io),
            IamCommands.CheckAccessNotGranted(io),
            IamCommands.CheckNoPublicAccess(io),
            IamCommands.Summarize(io),
        },
        new Command("ecs", "Task definitions of Amazon ECS.")
        {
            EcsValidateCommand.Create(io),
        },
        new Command("sim", "The simulated account.")
        {
            SimRunCommand.Create(io),
        },
        new Command("lambda", "Functions of AWS Lambda.")
        {
            LambdaInvokeCommand.Create(io),
        },
        AdminCommand.Create(io),
    };

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliIo io, CancellationToken cancel = default)
    {
        var parsed = Build(io).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await io.Error.WriteLineAsync(error.Message);
            var path = string.Join(' ', Path(parsed.CommandResult));
            await io.Error.WriteLineAsync($"`{path} --help` shows how it is called.");
            return ExitCode.BadUsage;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = io.Out, Error = io.Error }, cancel);
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? Path(parent).Append(command.Command.Name) : ["cloudcourse"];
}
