using CloudCourse.Course.Reading;
using CloudCourse.Labs.Scenarios;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Scenarios;

public sealed partial class ScenarioPage(CourseLibrary library, NavigationManager navigation)
{
    private AskedScenario? _asked;
    private string _lessonTitle = "";

    [Parameter] public required string Slug { get; set; }
    [CascadingParameter] public HttpContext Context { get; set; } = null!;

    protected override void OnParametersSet()
    {
        // A file that means nothing to the engine is an author's mistake, which the content check tells.
        if (library.Current.FindScenario(Slug) is not { } scenario || ScenarioPlan.Problems(scenario).Any())
        {
            navigation.NotFound();
            return;
        }
        _asked = new(ScenarioPlan.Of(scenario), Context.Request.Query);
        _lessonTitle = library.Current.FindLesson(scenario.LessonSlug)?.Title ?? "The lesson";
    }
}
