using System.Security.Cryptography;
using System.Text;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Lambda.Load;

namespace CloudCourse.Labs.LambdaFunction;

/// <summary>A run with functions, laid out for people.</summary>
/// <param name="TooMuch">Why it was ended; null where it was not.</param>
internal sealed record DrawnRun(Timeline Timeline, IReadOnlyList<FunctionFigures> Functions, string? TooMuch)
{
    /// <summary>Null for a run whose files could not be read.</summary>
    public static DrawnRun? Of(CloudRun run) => run.Unreadable is not null ? null : new(RunTimeline.OfFunctions(run),
        [.. run.Ran.Select(r => r.Started.Version.Name).Distinct(StringComparer.Ordinal).Take(8).Select(f => FunctionFigures.Of(run.Ran, run.Account.History, f))], run.TooMuch);
}

/// <summary>
/// The drawings of the last runs that were graded. A page asks for its drawing right after the report, and the same run again would cost
/// the sandbox as much as the grading; whoever asks later, or after a restart, gets it run again.
/// </summary>
internal static class DrawnRuns
{
    private const int Most = 32;

    private static readonly Lock Gate = new();
    private static readonly LinkedList<(string Key, DrawnRun? Run)> Last = new();

    public static void Keep(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, DrawnRun? run)
    {
        var key = KeyOf(lab, files, seed);
        lock (Gate)
        {
            if (Find(key) is { } known) Last.Remove(known);
            Last.AddFirst((key, run));
            if (Last.Count > Most) Last.RemoveLast();
        }
    }

    public static bool TryFind(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, out DrawnRun? run)
    {
        var key = KeyOf(lab, files, seed);
        lock (Gate)
        {
            var found = Find(key);
            run = found?.Value.Run;
            return found is not null;
        }
    }

    private static LinkedListNode<(string Key, DrawnRun? Run)>? Find(string key)
    {
        for (var node = Last.First; node is not null; node = node.Next)
        {
            if (node.Value.Key == key) return node;
        }
        return null;
    }

    private static string KeyOf(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed)
    {
        StringBuilder all = new();
        foreach (var text in files.OrderBy(f => f.Path, StringComparer.Ordinal).SelectMany(f => new[] { f.Path, f.Text }).Prepend(lab.Hash).Prepend($"{lab.Id} {seed}"))
            all.Append(text.Length).Append(':').Append(text);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
