using CloudCourse.Simulation.Ecs.Rules;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Ecs;

/// <summary>Checks a text as <c>aws ecs register-task-definition --cli-input-json</c> would: first as the client, then as ECS.</summary>
public static class RegisterTaskDefinition
{
    public const string DuplicateMember = "DUPLICATE_MEMBER";
    public const string MoreFindings = "MORE_FINDINGS";

    /// <summary>More than anybody reads; a pasted file must not answer with a megabyte of findings.</summary>
    public const int MaxFindings = 300;

    /// <summary>RegisterTaskDefinition's whole input, with the known values of enumerations and the least lengths.</summary>
    public static StructureShape Input { get; } = ParameterShape.LoadInput("CloudCourse.Simulation.Ecs.Facts.register-task-definition.json");

    /// <summary>Never throws for any text.</summary>
    public static Registration Check(string text)
    {
        var reading = JsonReader.Read(text);
        if (reading.Value is null) return new(null, [new(reading.SyntaxError!, RefusedBy.Client)]);

        var client = ParameterValidation.Check(reading.Value, Input, "RegisterTaskDefinition").Take(MaxFindings + 1).Select(OfClient).ToList();
        List<EcsFinding> duplicates = [.. reading.Duplicates.Take(MaxFindings + 1).Select(Duplicate)];
        if (reading.Value is not JsonObject json) return new(null, Limit([.. client, .. duplicates]));

        var task = new TaskDefinition(json);
        var rules = TaskDefinitionRules.All.SelectMany(r => r.Check(task).Take(MaxFindings + 1)).ToList();
        return new(task, Limit([
            .. client,
            .. InOrder(rules.Where(f => f.RefusedBy is RefusedBy.Service)),
            .. duplicates,
            .. InOrder(rules.Where(f => f.RefusedBy is RefusedBy.Nobody))]));
    }

    private static IEnumerable<EcsFinding> InOrder(IEnumerable<EcsFinding> findings) => findings.OrderBy(f => f.Finding.At.Start);

    private static EcsFinding OfClient(ParameterProblem problem) => new(
        new(FindingType.Error, problem.IssueCode, $"{problem.Advice}{EcsFinding.ClientSays}{problem.AwsMessage}", problem.At, ClientsPage),
        RefusedBy.Client, ParameterValidation.AwsCode, problem.AwsMessage);

    private const string ClientsPage = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#API_RegisterTaskDefinition_RequestSyntax";

    private static EcsFinding Duplicate(JsonMember member) => new(new(FindingType.Warning, DuplicateMember,
        $"\"{member.Name.Shortened()}\" stands here a second time. The AWS CLI keeps the last value and drops the others without a word: keep one.",
        member.NameAt, "https://datatracker.ietf.org/doc/html/rfc8259#section-4"), RefusedBy.Nobody);

    private static List<EcsFinding> Limit(List<EcsFinding> findings)
    {
        if (findings.Count <= MaxFindings) return findings;
        var left = findings.Count - MaxFindings;
        // An error among those left out must still count.
        var type = findings.Skip(MaxFindings).Any(f => f.Finding.Type is FindingType.Error) ? FindingType.Error : FindingType.Warning;
        EcsFinding more = new(new(type, MoreFindings, $"At least {left} more findings are not shown. Mend these first.", findings[MaxFindings].Finding.At),
            findings[MaxFindings].RefusedBy);
        return [.. findings[..MaxFindings], more];
    }
}
