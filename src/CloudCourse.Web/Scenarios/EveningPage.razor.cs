using CloudCourse.Course.Reading;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Labs.Timelines;
using CloudCourse.Web.Playground;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Scenarios;

public sealed partial class EveningPage(CourseLibrary library, PlaygroundLimits limits, NavigationManager navigation)
{
    private AskedScenario? _asked;
    private TimelineRun? _run;
    private string? _whyNot;

    [Parameter] public required string Slug { get; set; }
    [CascadingParameter] public HttpContext Context { get; set; } = null!;

    protected override void OnParametersSet()
    {
        if (library.Current.FindScenario(Slug) is not { } scenario || ScenarioPlan.Problems(scenario).Any())
        {
            navigation.NotFound();
            return;
        }
        _asked = new(ScenarioPlan.Of(scenario), Context.Request.Query);
        _whyNot = Evening.WhyNot(_asked) ?? (limits.MayCompare(Context) ? null : "More requests came from this address than a class would send. Wait a few seconds, then load this page again.");
        if (_whyNot is null) _run = Evening.Play(_asked);
    }
}
