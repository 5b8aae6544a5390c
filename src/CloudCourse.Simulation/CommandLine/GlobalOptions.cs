using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>The options that every command takes, wherever they stand in it.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html"/>
internal sealed record GlobalOptions(string Region)
{
    private static readonly string[] Flags = ["--no-cli-pager", "--no-cli-auto-prompt", "--no-paginate", "--version", "--no-verify-ssl"];
    private static readonly string[] Values = ["--region", "--output", "--query", "--color", "--cli-binary-format", "--cli-read-timeout", "--cli-connect-timeout", "--profile"];

    /// <summary>Of AWS's command line, and not of this one.</summary>
    private static readonly string[] Absent =
        ["--debug", "--endpoint-url", "--no-sign-request", "--ca-bundle", "--cli-auto-prompt", "--cli-input-yaml", "--generate-cli-skeleton", "--starting-token", "--page-size", "--max-items", "--cli-error-format"];

    public string? Query { get; private init; }
    public string Format { get; private init; } = "json";
    public bool OnePage { get; private init; }
    public bool Version { get; private init; }

    public static (GlobalOptions Options, string[] Command, Printed? Problem) Take(string[] words, string region)
    {
        GlobalOptions options = new(region);
        List<string> rest = [];
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = words[i].StartsWith("--", StringComparison.Ordinal) && words[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var cut ? (words[i][..cut], words[i][(cut + 1)..]) : (words[i], null);
            if (Absent.Contains(name)) return (options, [], new("", $"The option {name} is not in this terminal.\n", 252, "AWS's command line has it. Leave it out here."));
            if (Flags.Contains(name))
            {
                options = name switch { "--no-paginate" => options with { OnePage = true }, "--version" => options with { Version = true }, _ => options };
                continue;
            }
            if (!Values.Contains(name))
            {
                rest.Add(words[i]);
                continue;
            }
            if (value is null && (++i >= words.Length || words[i].StartsWith("--", StringComparison.Ordinal))) return (options, [], Printed.Usage($"argument {name}: expected one argument"));
            value ??= words[i];
            switch (name)
            {
                case "--query": options = options with { Query = value }; break;
                case "--profile": return (options, [], Printed.Wrong($"The config profile ({value}) could not be found", 255, "This terminal is signed in already, without profiles."));
                case "--region":
                    if (Infrastructure.Region.Find(value) is not { Partition: "aws" })
                        return (options, [], Printed.Wrong($"Could not connect to the endpoint URL: \"https://….{value}.amazonaws.com/\"", 255, $"There is no Region {value}: write it as eu-central-1."));
                    options = options with { Region = value };
                    break;
                case "--output" when value is "json" or "text": options = options with { Format = value }; break;
                case "--output" when value is "table" or "yaml" or "yaml-stream" or "off":
                    return (options, [], new("", $"The output format {value} is not in this terminal.\n", 252, "AWS's command line has it. Here there are json and text."));
                case "--output": return (options, [], Printed.Usage($"argument --output: Found invalid choice '{value}'"));
            }
        }
        return (options, [.. rest], null);
    }
}
