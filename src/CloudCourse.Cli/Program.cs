using CloudCourse.Cli;

return await CommandLine.RunAsync(args, CliIo.OfProcess());
