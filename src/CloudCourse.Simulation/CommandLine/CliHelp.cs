using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Short help: what there is, by name. AWS's own pages tell what each does.</summary>
internal static class CliHelp
{
    public static string All() => $"""
        aws <command> <subcommand> [options]

        Services in this terminal:
        {Columns(CliNames.Services.Keys)}
        aws <service> help tells its operations, aws <service> <operation> help their options.
        For all commands: --query (what to take from the answer), --output json, text, table or yaml, --region.
        What each does: https://docs.aws.amazon.com/cli/latest/reference/

        """;

    public static string Of(string name, string service)
    {
        var operations = SimulatedServices.Find(service)!.Operations.Select(o => o.Name).ToList();
        var waiters = Waiter.Of(service).Select(w => CliNames.Hyphens(w.Name)).ToList();
        return $"Operations of aws {name} in this terminal:\n{Columns(operations.Select(CliNames.Hyphens).Order(StringComparer.Ordinal))}"
            + (waiters.Count == 0 ? "" : $"aws {name} wait has:\n{Columns(waiters)}")
            + $"What each does: https://docs.aws.amazon.com/cli/latest/reference/{name}/\n";
    }

    public static string Of(string service, OperationModel operation)
    {
        var name = CliNames.Hyphens(operation.Name);
        StringBuilder text = new($"Options of aws {service} {name}:\n");
        foreach (var member in operation.Input.Members.OrderByDescending(m => m.Required))
            text.Append("  --").Append(CliNames.Hyphens(member.Name)).Append(Form(member.Shape)).Append(member.Required ? "  (required)" : "").Append('\n');
        return text.Append("What each means: https://docs.aws.amazon.com/cli/latest/reference/").Append(service).Append('/').Append(name).Append(".html\n").ToString();
    }

    private static string Form(ParameterShape shape) => shape switch
    {
        ScalarShape { Type: ScalarType.Boolean } => "",
        ScalarShape { Values.Count: > 0 } scalar => $" <{string.Join(" | ", scalar.Values.Take(6))}{(scalar.Values.Count > 6 ? " | …" : "")}>",
        ScalarShape scalar => $" <{scalar.Type.ToString().ToLowerInvariant()}>",
        ListShape { Item: ScalarShape } => " <value> <value> …",
        ListShape { Item: StructureShape item } => $" {Members(item)} …",
        StructureShape structure => $" {Members(structure)}",
        _ => " <key=value,…>",
    };

    private static string Members(StructureShape shape) => string.Join(',', shape.Members.Take(4).Select(m => $"{m.Name}={(m.Shape is ListShape ? "…,…" : "…")}")) + (shape.Members.Count > 4 ? ",…" : "");

    private static string Columns(IEnumerable<string> names) => string.Concat(names.Select(n => $"  {n}\n"));
}
