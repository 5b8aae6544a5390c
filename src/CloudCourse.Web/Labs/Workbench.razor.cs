using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Progress;
using CloudCourse.Web.Labs.Results;
using CloudCourse.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace CloudCourse.Web.Labs;

/// <summary>
/// The interactive part of a lab page. The text lives in the browser and is saved by plain HTTP (client/src/drafts.js);
/// the circuit only runs, submits and shows, so a lost circuit loses nothing that was typed.
/// </summary>
public sealed partial class Workbench(
    CourseLibrary library, LabSession session, IJSRuntime js, AuthenticationStateProvider visitor, ILogger<Workbench> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private LabDefinition? _lab;
    private LabKind? _kind;
    private IReadOnlyList<EditorFile> _files = [];
    private IReadOnlyList<AttemptView> _attempts = [];
    private MarkupString _instructions, _debrief;
    private int _hintsShown;
    private SolutionAccess _solution = new(false, false, 1);
    private Guid? _pending;

    private ElementReference _root;
    private IJSObjectReference? _module, _editor;
    private DotNetObjectReference<Workbench>? _self;
    private bool _ready;

    private Work? _work;
    private string _busyWords = "", _announcement = "";
    private string? _problem;
    private bool _isSomebodyElse;
    private GradeReport? _report;
    private IReadOnlyList<SubmittedFile> _reportFiles = [];
    private bool _reportIsGraded, _focusReport, _drawRun;
    private string? _noRun;
    private ReportView? _reportView;
    private byte[]? _beforeReset;

    /// <summary>Handed over by the static page, sealed by Data Protection; a browser cannot change it.</summary>
    [Parameter, EditorRequired] public required Guid LearnerId { get; set; }

    /// <summary>
    /// Who was signed in when the page was made; null for a guest. The seal alone names a learner to whoever holds the page: on a
    /// shared machine that may be the next one.
    /// </summary>
    [Parameter, EditorRequired] public required Guid? AccountId { get; set; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    private bool Busy => _work is not null;

    private bool HasForm => _files.Any(f => f.Form is not null);

    /// <summary>What stands beside the text, and the text.</summary>
    private (string Both, string Form, string Text) FormWords => _files.FirstOrDefault(f => f.Form is not null)?.Form switch
    {
        "terminal" => ("Terminal and file", "Terminal", "File"),
        "sort" => ("Cards and text", "Cards", "Text"),
        _ => ("Form and text", "Form", "Text"),
    };

    private NextStep? Next => NextStep.After(library.Current, Slug);

    protected override async Task OnInitializedAsync()
    {
        _isSomebodyElse = (await visitor.GetAuthenticationStateAsync()).User.AccountId() != AccountId;
        if (_isSomebodyElse) return;
        if (await session.OpenAsync(LearnerId, Slug, _leaving.Token) is not { } opened) return;
        _lab = opened.Lab;
        _kind = opened.Kind;
        _files = opened.Files;
        _instructions = LabMarkdown.Block(_lab.Instructions);
        _debrief = LabMarkdown.Block(_lab.Debrief);
        await RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        var standing = await session.StandingAsync(LearnerId, _lab!, _leaving.Token);
        (_attempts, _hintsShown, _solution, _pending) = (standing.Attempts, standing.HintsShown, standing.Solution, standing.Pending);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _lab is not null && _kind is not null)
        {
            _self = DotNetObjectReference.Create(this);
            try
            {
                _module = await js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["js/monaco/workbench.js"]);
            }
            catch (JSException missing)
            {
                LogFault(missing, Slug);
                _problem = "The editor did not load; the network may have failed on the way. Reload the page. Your draft is kept.";
                StateHasChanged();
                return;
            }
            _editor = await _module.InvokeAsync<IJSObjectReference>("start", _root, _self, new
            {
                learner = LearnerId,
                activity = _lab.Id,
                slug = _lab.Slug,
                label = $"{_lab.Title}: editor",
                files = _files,
            });
            _ready = true;
            StateHasChanged();
            if (_pending is { } pending) await WaitAsync(pending);
        }
        if (_focusReport && _reportView is not null)
        {
            _focusReport = false;
            await _reportView.FocusAsync();
        }
        if (_drawRun && _editor is not null && _report is not null)
        {
            _drawRun = false;
            // By plain HTTP: a picture of a run is larger than a circuit should carry, or keep.
            await _editor.InvokeVoidAsync("showRun", _report.Status is GradeStatus.Graded && _noRun is null ? _reportFiles.Select(f => new { path = f.Path, text = f.Text }) : null, _noRun);
        }
    }

    private Task RunAsync() => WorkAsync("Running the visible checks", canCancel: true, async work =>
    {
        if (!session.MayRun(LearnerId))
        {
            _problem = "That is many runs in a short time. Wait half a minute; your work is kept.";
            return;
        }
        if (await ReadFilesAsync() is not { } files) return;
        Show(await session.RunAsync(LearnerId, _lab!, files, work.Progress, work.Cancel), files, graded: false);
    });

    private Task SubmitAsync() => WorkAsync("Grading", canCancel: false, async work =>
    {
        if (!session.MaySubmit(LearnerId))
        {
            _problem = "That is many submissions in a short time. Wait half a minute; your work is kept.";
            return;
        }
        if (await ReadFilesAsync() is not { } files) return;
        if (await session.IsGradingAsync(LearnerId, _lab!, work.Cancel))
        {
            _problem = "What you submitted before is still being graded. Wait for its result, then submit again; your work is kept.";
            return;
        }
        var report = await session.SubmitAsync(LearnerId, _lab!, files, idempotencyKey: Guid.NewGuid().ToString("N"), work.Progress, work.Cancel);
        await RefreshAsync();
        Show(report, files, graded: true);
    });

    /// <summary>The page was opened again while a submission was being graded: its result is shown when it comes.</summary>
    private async Task WaitAsync(Guid pending)
    {
        await WorkAsync("Grading what you submitted before", canCancel: false, async work =>
        {
            var report = await session.WaitAsync(LearnerId, pending, work.Progress, work.Cancel);
            await RefreshAsync();
            if (await session.SubmissionAsync(LearnerId, pending, work.Cancel) is { } found) Show(report, found.Submission.Files, graded: true);
        });
        StateHasChanged();
    }

    /// <summary>One thing at a time: buttons are disabled meanwhile, and whatever goes wrong is told, never thrown at the circuit.</summary>
    private async Task WorkAsync(string words, bool canCancel, Func<Work, Task> act)
    {
        if (_work is not null || _editor is null) return;
        using var work = new Work(this, canCancel, _leaving.Token);
        (_work, _busyWords, _problem) = (work, words, null);
        try
        {
            await act(work);
        }
        catch (OperationCanceledException)
        {
            _problem = _leaving.IsCancellationRequested ? null : "Stopped. Nothing was recorded.";
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone; its draft is saved by its own script.
        }
        catch (Exception e)
        {
            LogFault(e, Slug);
            _problem = "That did not work: something failed on our side or on the way. Your text is kept; try again. What was already submitted is graded all the same.";
        }
        finally
        {
            _work = null;
        }
    }

    private void CancelRun() => _work?.Stop();

    private void Show(GradeReport report, IReadOnlyList<SubmittedFile> files, bool graded)
    {
        (_report, _reportFiles, _reportIsGraded, _focusReport) = (report, files, graded, true);
        (_drawRun, _noRun) = (_kind?.Run is not null, null);
        _announcement = report.Status is GradeStatus.Graded ? $"{report.Score} of {report.OutOf} points" : report.Message ?? "";
    }

    private async Task<IReadOnlyList<SubmittedFile>?> ReadFilesAsync()
    {
        if (!await _editor!.InvokeAsync<bool>("isStill", _leaving.Token))
        {
            _problem = "Somebody signed out, or in, in another tab of this browser, so nothing was run or recorded. Copy your text if you need it, then reload the page.";
            return null;
        }
        if (await ReadBytesAsync() is not { } bytes)
        {
            _problem = SubmittedFiles.TooMuch;
            return null;
        }
        var (files, problem) = SubmittedFiles.Read(_lab!, bytes);
        _problem = problem;
        return files;
    }

    /// <summary>The files as the editor has them; null where they are more than any lab takes.</summary>
    private async Task<byte[]?> ReadBytesAsync()
    {
        await using var reference = await _editor!.InvokeAsync<IJSStreamReference>("files", _leaving.Token);
        var most = SubmittedFiles.MaxWireBytes(_lab!);
        if (reference.Length > most) return null;
        await using var stream = await reference.OpenReadStreamAsync(most, _leaving.Token);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, _leaving.Token);
        return memory.ToArray();
    }

    private async Task ResetAsync()
    {
        _beforeReset = await ReadBytesAsync();
        await _editor!.InvokeVoidAsync("reset");
    }

    private async Task UndoResetAsync()
    {
        if (_beforeReset is { } before) await ReplaceAsync(JsonSerializer.Deserialize<SubmittedFile[]>(before, CourseJson.Options)!);
        _beforeReset = null;
    }

    /// <summary>As one edit, so that the editor's undo brings the old text back; the old text also goes to the earlier versions.</summary>
    private ValueTask ReplaceAsync(IEnumerable<SubmittedFile> files) =>
        _editor!.InvokeVoidAsync("replaceFiles", files.Select(f => new { path = f.Path, text = f.Text }));

    private async Task<IReadOnlyList<DraftHistoryEntry>> EarlierAsync(string file)
    {
        await _editor!.InvokeVoidAsync("saveNow", _leaving.Token);
        return await session.EarlierAsync(LearnerId, _lab!, file, _leaving.Token);
    }

    private async Task BringBackAsync(SubmittedFile earlier) => await ReplaceAsync([earlier]);

    private async Task RevealAsync(FileLocation place) =>
        await _editor!.InvokeVoidAsync("reveal", place.File, place.Start, place.End, place.Pointer);

    private async Task RevealHintAsync() => _hintsShown = await session.RevealHintAsync(LearnerId, _lab!, _leaving.Token);

    private async Task<LabSolution?> ShowSolutionAsync()
    {
        var solution = await session.SolutionAsync(LearnerId, _lab!, _leaving.Token);
        if (solution is not null) await RefreshAsync();
        return solution;
    }

    private async Task UseSolutionAsync(LabSolution solution) =>
        await ReplaceAsync(solution.Files.Select(f => new SubmittedFile(f.Key, f.Value)));

    private async Task OpenAttemptAsync(Guid submission)
    {
        if (await session.SubmissionAsync(LearnerId, submission, _leaving.Token) is { Report: { } report } found)
        {
            Show(report, found.Submission.Files, graded: true);
            if (found.Submission.LabHash != _lab!.Hash) _noRun = "This attempt was made with an earlier version of the lab. Its report stands; its run cannot be shown any more.";
        }
    }

    private async Task RestoreAttemptAsync(Guid submission)
    {
        if (await session.SubmissionAsync(LearnerId, submission, _leaving.Token) is not { } found) return;
        _beforeReset = await ReadBytesAsync();
        await ReplaceAsync(found.Submission.Files);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            if (_editor is not null)
            {
                await _editor.InvokeVoidAsync("dispose");
                await _editor.DisposeAsync();
            }
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and its editor with it.
        }
        _self?.Dispose();
        _leaving.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The workbench of lab {Lab} failed")]
    private partial void LogFault(Exception e, string lab);

    /// <summary>A Run or a Submit that is under way.</summary>
    private sealed class Work : IDisposable
    {
        private readonly CancellationTokenSource _stop;

        public Work(Workbench page, bool canCancel, CancellationToken leaving)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            CanCancel = canCancel;
            Progress = new Reporter(page);
        }

        public bool CanCancel { get; }
        public CancellationToken Cancel => _stop.Token;
        public IProgress<GradingProgress> Progress { get; }

        public void Stop() => _stop.Cancel();

        public void Dispose() => _stop.Dispose();

        private sealed class Reporter(Workbench page) : IProgress<GradingProgress>
        {
            public void Report(GradingProgress value) => _ = page.InvokeAsync(() =>
            {
                page._busyWords = value switch
                {
                    { QueuePlace: 1 } => "Waiting: you are next",
                    { QueuePlace: { } place } => $"Waiting: {place} in the queue",
                    { ChecksTotal: > 0 } => $"Checking {Math.Min(value.ChecksDone + 1, value.ChecksTotal)} of {value.ChecksTotal}",
                    _ => page._busyWords,
                };
                page.StateHasChanged();
            });
        }
    }
}

/// <summary>One file as the editor starts with it. Written to the browser in camelCase.</summary>
/// <param name="PolicyType">Set where the file is an IAM policy, with which the editor then helps.</param>
/// <param name="ResourceType">What a resource policy is attached to.</param>
/// <param name="Form">The form beside it, which the page's script asks for.</param>
public sealed record EditorFile(
    string Path, string Language, string Text, int Revision, string Starter, string? PolicyType = null, string? ResourceType = null, string? Form = null);
