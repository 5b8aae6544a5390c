using System.Text;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Reading;
using CloudCourse.Web.Labs;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Labs;

public sealed class SubmittedFilesTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("""[{"path":"policy.json","text":"{}"}]""", null)]
    [InlineData("""[{"path":"policy.json","text":null}]""", "policy.json is missing")]
    [InlineData("""[{"path":"Policy.json","text":"{}"}]""", "policy.json is missing")]
    [InlineData("""[{"path":"policy.json","text":"{}"},{"path":"other","text":""}]""", "fewer files")]
    [InlineData("[]", "policy.json is missing")]
    [InlineData("[null]", "policy.json is missing")]
    [InlineData("null", "policy.json is missing")]
    [InlineData("{", "did not arrive in one piece")]
    [InlineData("\"text\"", "did not arrive in one piece")]
    public void What_a_browser_sends_becomes_the_labs_files_or_a_sentence(string json, string? problem)
    {
        var (files, said) = SubmittedFiles.Read(Lab, Encoding.UTF8.GetBytes(json));
        if (problem is null) Assert.Equal([new SubmittedFile("policy.json", "{}")], files);
        else Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_the_limit_says_the_limit()
    {
        var (files, said) = SubmittedFiles.Match(Lab, [new SubmittedFile("policy.json", new('ä', 140 * 1024))]);
        Assert.Null(files);
        Assert.Contains("256 KB", said, StringComparison.Ordinal);
    }

    private Course.Model.LabDefinition Lab => site.Services.GetRequiredService<CourseLibrary>().Current.FindLab("read-one-bucket")!;
}
