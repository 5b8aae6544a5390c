namespace CloudCourse.Course.Tests.Checking;

public sealed class ScenarioLinkCheckTests
{
    private const string Good = """
        title: A report
        summary: Once a week.
        lesson: policies
        story: It is told here.
        answer: function
        load: { anything: 1 }
        needs: {}
        options:
          - { id: function, title: A function, why: Short work., choice: { a: 1 } }
          - { id: task, title: A task, why: Long work., choice: { a: 2 } }
        """;

    private const string Question = """

          - id: report
            type: architecture
            difficulty: 1
            objectives: [read-one]
            scenario: report
            stem: What do you build?
            options:
              - { text: A function, correct: true, rationale: It fits., try: function }
              - { text: A task, correct: false, rationale: For long work., try: task }
        """;

    [Fact]
    public void A_scenario_stands_in_the_course_as_it_is_listed()
    {
        using var course = With(Good);
        var scenario = Assert.Single(course.Read().Catalog!.Scenarios);
        Assert.Equal(("report", "Reports", "policies", 2), (scenario.Slug, scenario.Group, scenario.LessonSlug, scenario.Options.Count));
        Assert.DoesNotContain(course.Check(), p => p.File.StartsWith("scenarios/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("answer: function", "answer: machine", "none of the options")]
    [InlineData("id: task", "id: function", "stands twice")]
    [InlineData("lesson: policies", "lesson: nowhere", "There is no lesson `nowhere`")]
    [InlineData("needs: {}", "", "`needs` is missing")]
    [InlineData("needs: {}", "needs: {}\nneed: 1", "There is no member `need`")]
    [InlineData("story: It is told here.", "story: See [this](/scenarios/another).", "There is no scenario `another`")]
    public void A_slip_is_told_with_its_file(string old, string by, string says)
    {
        using var course = With(Good.Replace(old, by, StringComparison.Ordinal));
        Assert.Contains(course.Check(), p => p.File == "scenarios/report.yml" && p.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("scenario: report", "scenario: reports", "There is no scenario `reports`")]
    [InlineData("try: task", "try: machine", "no option `machine`")]
    [InlineData("rationale: It fits., try: function", "rationale: It fits., try: task", "the scenario's answer is `function`")]
    [InlineData("    scenario: report\n", "", "names no `scenario`")]
    public void A_question_leads_to_what_is_there(string old, string by, string? says)
    {
        using var course = With(Good);
        var quiz = File.ReadAllText(Path.Combine(course.Folder, "iam/policies/quiz.yml")).TrimEnd();
        course.Write("iam/policies/quiz.yml", quiz + (old.Length > 0 ? Question.Replace(old, by, StringComparison.Ordinal) : Question) + "\n");
        var own = course.Check().Where(p => p.File == "iam/policies/quiz.yml").Select(p => p.Message).ToList();
        if (says is null) Assert.DoesNotContain(own, m => m.Contains("scenario", StringComparison.Ordinal) || m.Contains("try", StringComparison.Ordinal));
        else Assert.Contains(own, m => m.Contains(says, StringComparison.Ordinal));
    }

    private static SampleCourse With(string scenario)
    {
        SampleCourse course = new();
        course.Write("course.yml", File.ReadAllText(Path.Combine(course.Folder, "course.yml")).TrimEnd() + "\nscenarios:\n  - title: Reports\n    of: [report]\n");
        course.Write("scenarios/report.yml", scenario);
        return course;
    }
}
