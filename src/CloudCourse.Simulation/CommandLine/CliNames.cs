using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>How AWS's command line writes the names of the API, and what it calls the services.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html"/>
public static partial class CliNames
{
    /// <summary>The model of each service, which is the prefix of its IAM actions, by its name on the command line.</summary>
    public static IReadOnlyDictionary<string, string> Services { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apigatewayv2"] = "apigateway",
        ["application-autoscaling"] = "application-autoscaling",
        ["autoscaling"] = "autoscaling",
        ["cloudwatch"] = "cloudwatch",
        ["dynamodb"] = "dynamodb",
        ["dynamodbstreams"] = "dynamodbstreams",
        ["ec2"] = "ec2",
        ["ecs"] = "ecs",
        ["elbv2"] = "elasticloadbalancing",
        ["events"] = "events",
        ["iam"] = "iam",
        ["kinesis"] = "kinesis",
        ["lambda"] = "lambda",
        ["logs"] = "logs",
        ["s3api"] = "s3",
        ["scheduler"] = "scheduler",
        ["secretsmanager"] = "secretsmanager",
        ["sns"] = "sns",
        ["sqs"] = "sqs",
        ["ssm"] = "ssm",
        ["sts"] = "sts",
    };

    /// <summary>A name of the API as the command line writes it: <c>DescribeDBInstances</c> is <c>describe-db-instances</c>.</summary>
    public static string Hyphens(string name)
    {
        name = PluralAcronym.Replace(name, m => $"-{m.Value.ToLowerInvariant()}");
        return SmallThenCapital.Replace(BeforeWord.Replace(name, "$1-$2"), "$1-$2").ToLowerInvariant().TrimStart('-');
    }

    [GeneratedRegex("[A-Z]{2,}s$")]
    private static partial Regex PluralAcronym { get; }

    [GeneratedRegex("([^-])([A-Z][a-z]+)")]
    private static partial Regex BeforeWord { get; }

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex SmallThenCapital { get; }
}
