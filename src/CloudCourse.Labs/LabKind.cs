namespace CloudCourse.Labs;

/// <summary>A kind of lab: how it is graded, and the component that draws its evidence.</summary>
/// <param name="Name">As <c>kind:</c> in lab.yml.</param>
/// <param name="Title">For people: "IAM policy".</param>
/// <param name="Panel">A component with one parameter, <c>Check</c> (a <see cref="Course.Grading.CheckResult"/>), that draws its evidence.</param>
public sealed record LabKind(string Name, string Title, IGrader Grader, Type Panel);
