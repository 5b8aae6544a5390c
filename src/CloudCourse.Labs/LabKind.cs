using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.CommandLine;

namespace CloudCourse.Labs;

/// <summary>A kind of lab: how it is graded, and the component that draws its evidence.</summary>
/// <param name="Name">As <c>kind:</c> in lab.yml.</param>
/// <param name="Title">For people: "IAM policy".</param>
/// <param name="Panel">A component with one parameter, <c>Check</c> (a <see cref="Course.Grading.CheckResult"/>), that draws its evidence.</param>
/// <param name="PolicyOf">
/// Which of a lab's files, by their path, are IAM policies and of which type: the editor then helps with them. Null where no file is one.
/// </param>
/// <param name="View">
/// A component with two parameters, <c>Lab</c> (the learner's variant) and <c>Files</c> (the <see cref="Course.Grading.SubmittedFile"/>s as they stand in the
/// editor), that draws what the text means while it is written; rendered as the text changes, so it is quick and never throws for what a learner can
/// write. Null where a kind has none.
/// </param>
/// <param name="Run">
/// A component that draws a whole run of the files, with four parameters: <c>Lab</c> (the learner's variant), <c>Files</c>, <c>Seed</c> and <c>Cancel</c>;
/// rendered once after each Run or Submit, and stored nowhere, since the same lab, files and seed give the same run. It may hold a
/// <c>cc-timeline</c>: the lab's page then loads js/timeline.js. Null where a kind has none.
/// </param>
/// <param name="RunsHandlers">Grading runs learners' code in the sandbox, which not every machine has, and which takes a hundred times longer than a pure check.</param>
/// <param name="Console">Pages that stand in place of a file's text, which they fill. Null where a kind has none.</param>
/// <param name="Forms">What <c>form:</c> of a file may name, with what makes it. Null where a kind has none.</param>
/// <param name="Transcript">What the script of a lab with a terminal prints, for the learner's variant, its files and seed. Null where a kind has no terminal.</param>
public sealed record LabKind(
    string Name, string Title, IGrader Grader, Type Panel, Func<LabDefinition, string, EditedPolicy?>? PolicyOf = null, Type? View = null, Type? Run = null,
    IReadOnlyDictionary<string, FormMaker>? Forms = null, bool RunsHandlers = false, LabConsole? Console = null,
    Func<LabDefinition, IReadOnlyList<SubmittedFile>, int, CancellationToken, TerminalTranscript>? Transcript = null);

/// <summary>
/// The form beside a file of JSON, described for the browser: sections and fields with their places in the JSON, and what there is to
/// choose from in this learner's world. <c>client/src/form</c> tells its members.
/// </summary>
public delegate JsonObject FormMaker(LabDefinition lab, LabFile file, int seed);

/// <summary>
/// Pages to click through, whose answers are a file of the lab. The browser keeps the file and sends it with every click (<c>POST /api/labs/{slug}/console</c>); nothing is
/// kept here.
/// </summary>
/// <param name="Page">A component with one parameter, <c>Model</c>.</param>
/// <param name="Click">What a click makes of the files. Quick, pure, and never throws for what a learner can write.</param>
public sealed record LabConsole(Type Page, Func<LabDefinition, IReadOnlyList<Course.Grading.SubmittedFile>, int, string, ConsoleSteps.ConsoleTurn> Click);

/// <summary>An IAM policy in the editor.</summary>
/// <param name="Type">As in <c>iam validate</c>: identity, resource, trust…</param>
/// <param name="ResourceType">What a resource policy is attached to, by CloudFormation's name.</param>
public sealed record EditedPolicy(string Type, string? ResourceType = null);
