using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Accounts.Forms;

/// <summary>
/// A page with plain forms: no circuit, no script. A form posts to its own page; what is wrong stands by its field, and what was typed stays.
/// </summary>
public abstract class FormPage : ComponentBase
{
    private readonly Dictionary<string, string> _errors = [];

    [CascadingParameter] public required HttpContext Context { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>By field; "" is the form as a whole.</summary>
    protected IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>Nothing was refused so far.</summary>
    protected bool IsGood => _errors.Count == 0;

    /// <summary>What was typed, without spaces around; empty before the form was sent.</summary>
    protected string Typed(string field) => TypedExactly(field).Trim();

    /// <summary>For passwords, where a space counts.</summary>
    protected string TypedExactly(string field) =>
        HttpMethods.IsPost(Context.Request.Method) && Context.Request.HasFormContentType && Context.Request.Form[field] is [{ } value, ..] ? value : "";

    /// <summary>What was typed, else what to begin with.</summary>
    protected string Shown(string field, string otherwise = "") =>
        HttpMethods.IsPost(Context.Request.Method) && Context.Request.HasFormContentType && Context.Request.Form.ContainsKey(field) ? Typed(field) : otherwise;

    protected string? Error(string field) => _errors.GetValueOrDefault(field);

    /// <param name="why">Null: nothing is wrong with it.</param>
    protected void Refuse(string field, string? why)
    {
        if (why is not null) _errors.TryAdd(field, why);
    }

    protected void Refuse(IEnumerable<(string Field, string Why)> refusals)
    {
        foreach (var (field, why) in refusals) Refuse(field, why);
    }

    /// <summary>Leaves for another page of this site.</summary>
    protected void GoTo(string path) => Navigation.NavigateTo(path);
}
