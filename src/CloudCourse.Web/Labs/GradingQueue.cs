using System.Collections.Concurrent;
using System.Threading.Channels;
using CloudCourse.Course.Grading;
using CloudCourse.Labs;
using CloudCourse.Progress;

namespace CloudCourse.Web.Labs;

/// <summary>
/// Grades stored submissions. A submission is in the database before it comes here,
/// so a server that dies while grading finds it again at its next start.
/// </summary>
public sealed partial class GradingQueue(
    Submissions submissions, LabRevisions revisions, LabGrading grading, ILogger<GradingQueue> log) : BackgroundService
{
    /// <summary>
    /// Far more than cores: a handler's grading mostly waits for its turn in the sandbox, which is fair among learners and has
    /// its own limit, and it must not keep a policy from being graded at once.
    /// </summary>
    private const int Workers = 64;

    private readonly Channel<Ticket> _waiting = Channel.CreateUnbounded<Ticket>();
    private readonly ConcurrentDictionary<Guid, Watch> _watched = new();

    /// <summary>Grades the learner's kept submission and answers its report; the grading goes on when the caller leaves.</summary>
    public async Task<GradeReport> GradeAsync(Guid learner, Guid submissionId, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var watch = _watched.GetOrAdd(submissionId, _ => new());
        if (progress is not null) watch.Progress += progress.Report;
        if (watch.TryQueue()) await _waiting.Writer.WriteAsync(new(learner, submissionId), cancel);
        try
        {
            return await watch.Report.Task.WaitAsync(cancel);
        }
        finally
        {
            if (progress is not null) watch.Progress -= progress.Report;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield(); // the server answers requests before old submissions are looked for
        try
        {
            foreach (var left in await submissions.PendingAsync(most: 10_000, stopping))
            {
                if (_watched.GetOrAdd(left.Id, _ => new()).TryQueue()) await _waiting.Writer.WriteAsync(new(left.LearnerId, left.Id), stopping);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogRecoveryFault(e);
        }
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stopping)));
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var ticket in _waiting.Reader.ReadAllAsync(stopping))
        {
            var watch = _watched.GetOrAdd(ticket.Submission, _ => new());
            try
            {
                watch.Report.TrySetResult(await GradeOneAsync(ticket, watch, stopping));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                watch.Report.TrySetCanceled(stopping); // still pending in the database: graded at the next start
                return;
            }
            catch (Exception e)
            {
                LogFault(e, ticket.Submission);
                watch.Report.TrySetException(e);
            }
            finally
            {
                _watched.TryRemove(ticket.Submission, out _);
            }
        }
    }

    private async Task<GradeReport> GradeOneAsync(Ticket ticket, Watch watch, CancellationToken stopping)
    {
        var mayBegin = await submissions.BeginGradingAsync(ticket.Submission, stopping);
        var found = await submissions.FindAsync(ticket.Learner, ticket.Submission, stopping)
            ?? throw new InvalidOperationException($"Submission {ticket.Submission} is not in the database.");
        if (!mayBegin && found.Report is { } standing) return standing; // graded meanwhile, or given up

        var submission = found.Submission;
        var lab = await revisions.FindAsync(submission.LabHash, stopping)
            ?? throw new InvalidOperationException($"The lab of submission {submission.Id} (hash {submission.LabHash}) was not kept.");
        var (report, took) = await grading.GradeAsync(
            submission.Id, lab, submission.Files, submission.Seed, includeHidden: true, new Forward(watch), stopping);
        return (await submissions.RecordAsync(report, took, stopping)).Report ?? report;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Submission} could not be graded; it stays pending")]
    private partial void LogFault(Exception e, Guid submission);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submissions left from an earlier run could not be looked for")]
    private partial void LogRecoveryFault(Exception e);

    private readonly record struct Ticket(Guid Learner, Guid Submission);

    /// <summary>Those who wait for one submission in this process.</summary>
    private sealed class Watch
    {
        private int _queued;

        public event Action<GradingProgress>? Progress;

        public TaskCompletionSource<GradeReport> Report { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryQueue() => Interlocked.Exchange(ref _queued, 1) == 0;

        public void Tell(GradingProgress progress) => Progress?.Invoke(progress);
    }

    private sealed class Forward(Watch watch) : IProgress<GradingProgress>
    {
        public void Report(GradingProgress value) => watch.Tell(value);
    }
}
