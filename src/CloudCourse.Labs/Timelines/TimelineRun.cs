using CloudCourse.Simulation.Cloud.Timelines;

namespace CloudCourse.Labs.Timelines;

/// <summary>A timeline with a name, to be shown by itself or beside others that began at the same time.</summary>
/// <param name="Id">Letters, digits and hyphens; no other run of the page has it.</param>
public sealed record TimelineRun(string Id, string Title, Timeline Timeline);
