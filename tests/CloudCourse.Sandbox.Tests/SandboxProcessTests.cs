namespace CloudCourse.Sandbox.Tests;

public sealed class SandboxProcessTests
{
    /// <summary>A site that runs for months starts a process for every run: a pipe left open for each would end it.</summary>
    [Fact]
    public async Task An_ended_process_leaves_no_pipe_open()
    {
        var process = await SandboxProcess.StartAsync(RuntimeFiles.Find(null), Language.JavaScript, confined: true, TestContext.Current.CancellationToken);
        var pipes = Enumerable.Range(0, 3).Select(number => File.ResolveLinkTarget($"/proc/{process.Id}/fd/{number}", returnFinalTarget: false)!.Name).ToHashSet();
        Assert.Equal(3, pipes.Count);
        Assert.Equal(3, Held(pipes));
        await process.DisposeAsync();
        Assert.Equal(0, Held(pipes));
    }

    private static int Held(HashSet<string> pipes) => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(entry => Target(entry) is { } name && pipes.Contains(name));

    private static string? Target(string entry)
    {
        try
        {
            return File.ResolveLinkTarget(entry, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            return null; // closed by another test meanwhile
        }
    }
}
