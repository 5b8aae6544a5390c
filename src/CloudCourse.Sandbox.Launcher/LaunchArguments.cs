using System.Globalization;

namespace CloudCourse.Sandbox.Launcher;

/// <param name="Execute">Files that may be executed (and read): the program and the loader of its libraries.</param>
/// <param name="Read">Files and folders that may be read.</param>
internal sealed record LaunchArguments(bool Probe, IReadOnlyList<string> Execute, IReadOnlyList<string> Read, int Nice, IReadOnlyList<string> Command)
{
    public static LaunchArguments Parse(string[] args)
    {
        List<string> execute = [], read = [];
        var (probe, nice) = (false, 0);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--probe": probe = true; break;
                case "--execute": execute.Add(args[++i]); break;
                case "--read": read.Add(args[++i]); break;
                case "--nice": nice = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--": return new(probe, execute, read, nice, args[(i + 1)..]);
                default: throw new ConfinementException($"unknown argument {args[i]}");
            }
        }
        return new(probe, execute, read, nice, []);
    }
}

/// <summary>Nothing was started: a wall could not be put up.</summary>
internal sealed class ConfinementException(string message) : Exception(message);
