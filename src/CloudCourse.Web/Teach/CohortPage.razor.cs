using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Accounts.Forms;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Teach;

/// <summary>One class: its gradebook and its settings. For whoever does not teach it, there is no such page.</summary>
public sealed partial class CohortPage : FormPage
{
    private GradebookView? _book;
    private GradebookSort _sort = null!;
    private IReadOnlyList<GradebookRow> _rows = [];

    [Inject] internal Gradebook Gradebook { get; set; } = null!;
    [Inject] internal Cohorts Cohorts { get; set; } = null!;
    [Inject] internal CourseLibrary Library { get; set; } = null!;
    [Inject] internal IConfiguration Configuration { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }
    [SupplyParameterFromQuery(Name = "sort")] public string? Column { get; set; }
    [SupplyParameterFromQuery(Name = "order")] public string? Order { get; set; }
    [SupplyParameterFromQuery(Name = "find")] public string? Find { get; set; }
    [SupplyParameterFromQuery(Name = "done")] public string? Done { get; set; }

    private Guid Account => Context.User.AccountId()!.Value;

    /// <summary>The address to hand out: the configured one, else the one that the instructor uses.</summary>
    private string Site => Configuration["Site:Url"] is { Length: > 0 } site ? site.TrimEnd('/') : $"{Context.Request.Scheme}://{Context.Request.Host}";

    protected override async Task OnInitializedAsync()
    {
        _sort = GradebookSort.Of(Column, Order, Find);
        _book = await Gradebook.ForCohortAsync(Id, Account, Library.Current);
        if (_book is null) Navigation.NotFound();
        else _rows = _sort.Apply(_book);
    }

    private async Task RenameAsync()
    {
        Refuse("name", CohortName.Problem(Typed("name")));
        if (IsGood) Finish(await Cohorts.RenameAsync(Id, Account, Typed("name")), "renamed");
    }

    private async Task RotateAsync() => Finish(await Cohorts.RotateCodeAsync(Id, Account) is not null, "code");

    private async Task ArchiveAsync()
    {
        var archive = Typed("archived") is not "false";
        Finish(await Cohorts.ArchiveAsync(Id, Account, archive), archive ? "closed" : "opened");
    }

    private void Finish(bool isTheirs, string done)
    {
        if (isTheirs) GoTo($"/teach/cohorts/{Id}?done={done}");
        else Navigation.NotFound();
    }

    private static string Said(string done) => done switch
    {
        "renamed" => "The class is renamed.",
        "code" => "The class has a new code. The old one opens nothing any more.",
        "closed" => "The class takes no newcomers any more.",
        "opened" => "The class takes newcomers again.",
        "removed" => "The learner is out of the class. Their work stays theirs.",
        _ => "",
    };
}
