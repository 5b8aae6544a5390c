using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>The options that every command takes, wherever they stand in it, and the variables that stand for them.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html"/>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html"/>
internal sealed partial record GlobalOptions(string Region)
{
    /// <summary>Options of commands whose answers come in pages; others do not know them.</summary>
    /// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html"/>
    public static readonly string[] OfPages = ["--max-items", "--page-size", "--starting-token"];

    private static readonly string[] Flags = ["--no-cli-pager", "--no-cli-auto-prompt", "--no-paginate", "--version", "--no-verify-ssl"];
    private static readonly string[] Values = ["--region", "--output", "--query", "--color", "--cli-binary-format", "--cli-read-timeout", "--cli-connect-timeout", "--profile", .. OfPages];
    private static readonly string[] Formats = ["json", "text", "table", "yaml", "yaml-stream", "off"];

    /// <summary>Of AWS's command line, and not of this one.</summary>
    private static readonly string[] Absent =
        ["--debug", "--endpoint-url", "--no-sign-request", "--ca-bundle", "--cli-auto-prompt", "--cli-input-yaml", "--generate-cli-skeleton", "--cli-error-format"];

    public string? Query { get; private init; }
    public string Format { get; private init; } = "json";
    public bool OnePage { get; private init; }
    public bool Version { get; private init; }

    /// <summary>How many items are wanted; the rest is left for a next command. Null for all.</summary>
    public int? MaxItems { get; private init; }

    /// <summary>How many items AWS is asked for at a time; null for as many as it gives.</summary>
    public int? PageSize { get; private init; }

    /// <summary>Where an earlier command left off.</summary>
    public string? StartingToken { get; private init; }

    /// <summary>Those of <see cref="OfPages"/> that were given, with their values, as they were typed.</summary>
    public IReadOnlyList<string> Paging { get; private init; } = [];

    /// <param name="environment">Variables that the command sees.</param>
    public static (GlobalOptions Options, string[] Command, Printed? Problem) Take(string[] words, string region, IReadOnlyDictionary<string, string> environment)
    {
        GlobalOptions options = new(region);
        if ((Set(environment, "AWS_PROFILE") ?? Set(environment, "AWS_DEFAULT_PROFILE")) is { } profile) return (options, [], NoProfile(profile));
        foreach (var (option, value) in new[] { ("--region", Set(environment, "AWS_REGION") ?? Set(environment, "AWS_DEFAULT_REGION")), ("--output", Set(environment, "AWS_DEFAULT_OUTPUT")) })
        {
            if (value is null) continue;
            (options, var wrong) = options.With(option, value);
            if (wrong is not null) return (options, [], wrong);
        }
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
            (options, var problem) = options.With(name, value ?? words[i]);
            if (problem is not null) return (options, [], problem);
        }
        return (options, [.. rest], null);
    }

    private static string? Set(IReadOnlyDictionary<string, string> environment, string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static Printed NoProfile(string name) => Printed.Wrong($"The config profile ({name}) could not be found", 255, "This terminal is signed in already, without profiles.");

    private (GlobalOptions Options, Printed? Problem) With(string name, string value)
    {
        switch (name)
        {
            case "--query": return (this with { Query = value }, null);
            case "--profile": return (this, NoProfile(value));
            case "--region" when !HostLabel.IsMatch(value): return (this, Printed.Wrong($"Provided region_name '{value}' doesn't match a supported format.", 255, "Write a Region as eu-central-1."));
            case "--region":
                // Nobody answers under such a name; which service was to be asked, is not known yet.
                return Infrastructure.Region.Find(value) is { Partition: "aws" } ? (this with { Region = value }, null)
                    : (this, Printed.Wrong($"Could not connect to the endpoint URL: \"https://….{value}.amazonaws.com/\"", 255, $"There is no Region {value}: write it as eu-central-1."));
            case "--output" when Formats.Contains(value): return (this with { Format = value }, null);
            case "--output": return (this, Printed.Usage($"argument --output: Found invalid choice '{value}'", $"There are {string.Join(", ", Formats)}."));
            case "--starting-token": return (this with { StartingToken = value, Paging = [.. Paging, name, value] }, null);
            case "--max-items" or "--page-size":
                if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)) return (this, Printed.Invalid($"argument {name}: invalid int value: '{value}'"));
                if (count < 1) return (this, Printed.Invalid($"argument {name}: {count} is none; the least is 1."));
                IReadOnlyList<string> paging = [.. Paging, name, value];
                return (name == "--max-items" ? this with { MaxItems = count, Paging = paging } : this with { PageSize = count, Paging = paging }, null);
            default: return (this, null);
        }
    }

    [GeneratedRegex("^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$")]
    private static partial Regex HostLabel { get; }
}
