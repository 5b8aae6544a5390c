using CloudCourse.Course.Reading;
using CloudCourse.Simulation.CommandLine;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Cli.Content;

/// <summary>
/// Whether an <c>aws</c> command is one: its service, operation and options are held against AWS's own models, whose names the command line writes in lower case with hyphens.
/// What a value must look like is not looked at.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html"/>
internal static class AwsCommands
{
    private static IReadOnlyDictionary<string, string> Models => CliNames.Services;

    // Commands that stand for no operation, with the command line's own reference pages as their only model.
    private static readonly Dictionary<string, string[]> OwnCommands = new(StringComparer.Ordinal)
    {
        ["s3"] = ["cp", "ls", "mb", "mv", "presign", "rb", "rm", "sync", "website"],
        ["configure"] = ["add-model", "export-credentials", "get", "import", "list", "list-profiles", "set", "sso", "sso-session"],
        ["sso"] = ["login", "logout"],
        ["logs"] = ["tail", "start-live-tail"],
        ["ecs"] = ["deploy"],
    };

    private static readonly string[] GlobalOptions =
    [
        "--debug", "--endpoint-url", "--no-verify-ssl", "--no-paginate", "--output", "--query", "--profile", "--region", "--version", "--color", "--no-sign-request", "--ca-bundle",
        "--cli-read-timeout", "--cli-connect-timeout", "--cli-binary-format", "--no-cli-pager", "--cli-auto-prompt", "--no-cli-auto-prompt", "--cli-input-json", "--cli-input-yaml",
        "--generate-cli-skeleton", "--starting-token", "--page-size", "--max-items",
    ];

    // Options that the command line adds to an operation's members.
    private static readonly Dictionary<string, string[]> OwnOptions = new(StringComparer.Ordinal)
    {
        ["ec2 run-instances"] = ["--count", "--associate-public-ip-address", "--no-associate-public-ip-address", "--secondary-private-ip-addresses", "--secondary-private-ip-address-count"],
        ["ec2 authorize-security-group-ingress"] = ["--protocol", "--port", "--cidr", "--source-group", "--group-owner"],
        ["ec2 authorize-security-group-egress"] = ["--protocol", "--port", "--cidr", "--source-group", "--group-owner"],
        ["ec2 revoke-security-group-ingress"] = ["--protocol", "--port", "--cidr", "--source-group", "--group-owner"],
        ["ec2 revoke-security-group-egress"] = ["--protocol", "--port", "--cidr", "--source-group", "--group-owner"],
        ["lambda create-function"] = ["--zip-file", "--code"],
    };

    // Required of the API, filled in by the command line.
    private static readonly string[] FilledIn = ["MinCount", "MaxCount", "ClientToken", "ClientRequestToken", "IdempotencyToken", "Code"];

    /// <returns>What is wrong, each with its line within the script.</returns>
    public static IEnumerable<(int Line, string Message)> Check(string script)
    {
        var commands = ShellCommands.Of(script, out var unclosed);
        if (unclosed > 0) yield return (unclosed, "A quotation begins here and never ends.");
        foreach (var command in commands)
        {
            if (command.Words is not ["aws", ..]) continue;
            if (Complaint([.. command.Words.Skip(1)]) is { } message) yield return (command.Line, message);
        }
    }

    private static string? Complaint(string[] words)
    {
        // Options of all commands may stand before the service.
        while (words is [['-', ..], ..]) words = words[(words is [_] or [_, ['-', ..], ..] || words[0].Contains('=') || words[0] is "--version" or "--debug" ? 1 : 2)..];
        if (words is [] or ["help", ..]) return null;
        if (words is [var service, var name, ..])
        {
            if (OwnCommands.TryGetValue(service, out var own) && own.Contains(name)) return null;
            if (Models.TryGetValue(service, out var model)) return name is "wait" or "help" ? null : OfOperation(service, model, name, words[2..]);
            if (own is not null) return $"`aws {service} {name}` is no command; `aws {service}` has {string.Join(", ", own)}.";
        }
        return words[0] is "configure" ? null
            : Spelling.Nearest(words[0], Models.Keys.Concat(OwnCommands.Keys)) is { } like
            ? $"`aws {words[0]}` is no service that the models know; `{like}` is near."
            : $"`aws {words[0]}` is no service that the models know, so nobody can check this: write it as `text`, or take the service into the models.";
    }

    private static string? OfOperation(string service, string modelName, string name, IReadOnlyList<string> rest)
    {
        var model = ServiceModel.Of(modelName);
        var operation = model.Operations.FirstOrDefault(o => CliNames.Hyphens(o.Name) == name);
        var others = ServiceModel.OtherOperations(modelName);
        if (operation is null)
        {
            if (others.Any(o => CliNames.Hyphens(o) == name)) return null; // AWS has it; what it takes, the models do not hold.
            return Spelling.Nearest(name, model.Operations.Select(o => o.Name).Concat(others).Select(CliNames.Hyphens)) is { } like
                ? $"`aws {service} {name}` is no command; `{like}` is near." : $"`aws {service} {name}` is no command of that service.";
        }
        var members = operation.Input.Members.ToDictionary(m => "--" + CliNames.Hyphens(m.Name), StringComparer.Ordinal);
        var options = rest.Where(w => w.StartsWith("--", StringComparison.Ordinal)).Select(w => w.Split('=')[0]).ToList();
        var own = OwnOptions.GetValueOrDefault($"{service} {name}") ?? [];
        foreach (var option in options.Where(o => !members.ContainsKey(o) && !IsNegated(o) && !GlobalOptions.Contains(o) && !own.Contains(o)))
        {
            return (members.Keys.FirstOrDefault(m => m.StartsWith(option, StringComparison.Ordinal)) ?? Spelling.Nearest(option, members.Keys.Concat(own))) is { } like
                ? $"`aws {service} {name}` has no option `{option}`; `{like}` is near." : $"`aws {service} {name}` has no option `{option}`.";
        }
        if (options.Exists(o => o.StartsWith("--cli-input", StringComparison.Ordinal) || o is "--generate-cli-skeleton")) return null;
        var missing = members.Where(m => m.Value.Required && !FilledIn.Contains(m.Value.Name, StringComparer.OrdinalIgnoreCase) && !options.Contains(m.Key)).Select(m => m.Key).ToList();
        return missing.Count == 0 ? null : $"`aws {service} {name}` needs {string.Join(", ", missing.Select(m => $"`{m}`"))}.";

        bool IsNegated(string option) => option.StartsWith("--no-", StringComparison.Ordinal) && members.ContainsKey("--" + option["--no-".Length..]);
    }
}
