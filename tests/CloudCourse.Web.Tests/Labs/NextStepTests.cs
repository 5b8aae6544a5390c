using CloudCourse.Course.Reading;
using CloudCourse.Web.Labs;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Labs;

public sealed class NextStepTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("read-one-bucket", "/labs/list-two-buckets")]
    [InlineData("under-a-boundary", "/quizzes/roles")]
    [InlineData("no-such-lab", null)]
    public void After_a_lab_comes_the_next_lab_then_the_quiz(string slug, string? href) =>
        Assert.Equal(href, NextStep.After(site.Services.GetRequiredService<CourseLibrary>().Current, slug)?.Href);
}
