using CloudCourse.Sandbox.Launcher;

// [--execute path]… [--read path]… [--nice n] -- program argument…    confine this process, then become that program
// --probe                                                             say whether this kernel can confine at all
try
{
    var arguments = LaunchArguments.Parse(args);
    Confinement.Apply(arguments);
    if (arguments.Probe) return 0;
    Confinement.Become(arguments.Command);
}
catch (ConfinementException refused)
{
    Console.Error.WriteLine(refused.Message);
}
return 126;
