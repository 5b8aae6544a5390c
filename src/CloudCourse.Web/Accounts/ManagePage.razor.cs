using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Web.Accounts.Forms;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CloudCourse.Web.Accounts;

/// <summary>What the owner of an account can do with it.</summary>
public sealed partial class ManagePage : FormPage
{
    private const string Wrong = "This is not your password. After five wrong ones an account takes none for five minutes.";

    private Account _account = null!;
    private IReadOnlyList<string> _classes = [];

    [Inject] internal AccountSessions Sessions { get; set; } = null!;
    [Inject] internal UserManager<Account> Accounts { get; set; } = null!;
    [Inject] internal Learners Learners { get; set; } = null!;
    [Inject] internal Cohorts Cohorts { get; set; } = null!;
    [Inject] internal PersonalData Data { get; set; } = null!;
    [Inject] internal CurrentLearner Current { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "done")] public string? Done { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var id = Context.User.AccountId() ?? throw new InvalidOperationException("The page asks for an account, and there is none.");
        _account = await Accounts.FindByIdAsync(id.ToString()) ?? throw new InvalidOperationException("The account was deleted while its page was opened.");
        if (await Current.FindAsync() is { } learner) _classes = await Cohorts.NamesForLearnerAsync(learner.Id);
    }

    private async Task RenameAsync()
    {
        var name = Typed("name");
        Refuse("name", AccountRules.Name(name));
        if (!IsGood) return;
        _account.DisplayName = name;
        Refuse((await Accounts.UpdateAsync(_account)).Errors.Select(AccountRules.Refusal));
        if (!IsGood) return;
        await Learners.RenameAsync((await Learners.ForAccountAsync(_account.Id)).Id, name);
        GoTo("/account/manage?done=name");
    }

    private async Task ChangePasswordAsync()
    {
        var password = TypedExactly("password");
        Refuse("password", AccountRules.Password(password, _account.Email ?? ""));
        if (!IsGood) return;
        if (!await IsOwnAsync("current")) return;
        Refuse((await Accounts.ChangePasswordAsync(_account, TypedExactly("current"), password)).Errors.Select(AccountRules.Refusal));
        if (!IsGood) return;
        await Sessions.StayAsync(_account);
        GoTo("/account/manage?done=password");
    }

    private async Task DeleteAsync()
    {
        if (!await IsOwnAsync("confirm")) return;
        await Data.DeleteAsync(_account.Id);
        await Sessions.LeaveAsync(Context);
        GoTo("/account/sign-in?done=deleted");
    }

    /// <summary>Whoever finds a browser left signed in has not the password, and cannot try many.</summary>
    private async Task<bool> IsOwnAsync(string field)
    {
        var isOwn = await Sessions.CheckAsync(_account.Email ?? "", TypedExactly(field)) is { } found && found.Id == _account.Id;
        if (!isOwn) Refuse(field, Wrong);
        return isOwn;
    }
}
