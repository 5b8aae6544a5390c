using System.Threading.Channels;
using CloudCourse.Course.Reading;

namespace CloudCourse.Web.Authoring;

/// <summary>Reads the course again when a file of it was saved.</summary>
internal sealed partial class ContentWatcher(CourseLibrary library, TimeProvider clock, ILogger<ContentWatcher> log) : BackgroundService
{
    // An editor saves a file in several steps, and a branch is changed in many files.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One is enough to know: what comes while the course is read is read again.
        var saved = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using FileSystemWatcher watcher = new(library.Folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += Note;
        watcher.Created += Note;
        watcher.Deleted += Note;
        watcher.Renamed += Note;
        // Too many at once for the system's list: something has changed, whatever it was.
        watcher.Error += (_, _) => saved.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;

        try
        {
            while (await saved.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Quiet, clock, stoppingToken);
                saved.Reader.TryRead(out _);
                var isRead = library.Reload();
                foreach (var problem in library.Problems) Log.Problem(log, problem.ToString());
                Log.Read(log, library.Revision, isRead ? "the course" : "nothing that can be taught; the course stays as it was");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        void Note(object sender, FileSystemEventArgs change)
        {
            // Editors' own files, which begin with a dot or end with a tilde, are none of the course's.
            if (Path.GetFileName(change.Name) is { Length: > 0 } name && (name[0] == '.' || name[^1] == '~')) return;
            saved.Writer.TryWrite(true);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A part of the course is left out: {Problem}")]
        public static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "Files were saved; revision {Revision} is {What}")]
        public static partial void Read(ILogger logger, int revision, string what);
    }
}
