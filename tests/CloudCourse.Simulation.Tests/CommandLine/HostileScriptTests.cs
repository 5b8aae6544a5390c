using System.Text;
using CloudCourse.Simulation.CommandLine;

namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary>Scripts that want to take all of the server: each ends, says why, and leaves the next line its turn.</summary>
public sealed class HostileScriptTests
{
    private const string Ask = "aws ec2 describe-regions --query ";

    public static TheoryData<string, string> Bombs => new()
    {
        { Times("echo a\n", 500), $"This terminal takes {Terminal.MostLines} lines" },
        { Times("echo a;", 500), "the rest is not run" },
        { Times("$(", 5000), "syntax error" },
        { "echo " + new string('x', 1_000_000), "Argument list too long" },
        { "aws " + new string('x', 100_000), "Found invalid choice" },
        { "aws ec2 " + new string('-', 100_000), "Found invalid choice" },
        { new string('"', 99_999), "syntax error" },
        { $"A={new string('x', 20_000)}\necho {Times("$A", 20_000)}", "Argument list too long" },
        { $"A={new string('x', 20_000)}\nB={Times("$A", 20_000)}", "Argument list too long" },
        { $"A={new string('x', 15_000)}\nA=$A$A", "a variable of this terminal holds 20000 characters" },
        { $"A={new string('x', 19_000)}\nA=$({Times("echo $A;", 100)})", "too much is printed" },
        { $"A={new string('x', 10_000)}\necho {Times("$A ", 12)}", "characters more" },
        { Ask + $"'{Times("[@,@]|", 600)}@'", "more than 1000 parts" },
        { Ask + $"'{Times("[@,@]|", 150)}@'", "too large to be shown" },
        { Ask + $"'{Times("[@,@]|", 150)}@' --output table", "too large to be shown" },
        { Ask + $"'{Times("[@,@][]|", 100)}length(@)'", "more work than this terminal does" },
        { Ask + $"'{Times("{a:@,b:@}|", 90)}to_string(@)'", "text of more than" },
        { Ask + $"'{Times("[@,@]|", 60)}@==[@,@]'", "" },
        { Ask + $"'{Times("map(&", 12)}@{Times(",$)", 12).Replace("$", "`[1,2,3,4,5,6,7,8,9,10]`", StringComparison.Ordinal)}'", "more work" },
        { Ask + $"'{Times("join(`\"xxxxxxxxxxxxxxxxxxxx\"`,[", 25)}@{Times("])", 25)}'", "invalid type" },
        { Ask + $"'to_string(Regions)|{Times("[@,@,@,@]|join(@[0],@)|", 25)}@'", "text of more than" },
        { Ask + $"'{new string('(', 900)}'", "nested more deeply" },
        { Ask + $"'{new string('!', 900)}@'", "nested more deeply" },
        { Ask + $"'{Times("a.", 499)}a'", "null" },
        { Ask + "'abs(`-9223372036854775808`)'", "9.223372036854776e+18" },
        { Ask + "'Regions[-2147483648:2147483647:2147483647]'", "[" },
        { Ask + "'Regions[2147483647]|[-2147483648]'", "null" },
        { $"aws ec2 describe-regions --filters 'Name={Times("{a=", 3000)}'", "Error parsing parameter" },
        { $"aws ec2 describe-regions --filters '{new string('[', 50_000)}'", "Invalid JSON" },
        { $"aws ec2 describe-regions --cli-input-json '{Times("{\"a\":", 5000)}'", "Invalid JSON" },
        { $"aws ec2 describe-regions --region-names {Times("x ", 50_000)}", "An error occurred" },
        { $"aws ec2 describe-regions --filters 'Name=a,Values={Times("1,", 40_000)}1'", "" },
        { "\0\0\u001b[2J\u0007aws\0 x\u202e", "command not found" },
        { "echo \ud800 \udfff", "\ud800" },
        { "sleep 99999999999999999999d", "invalid time interval" },
        { "sleep 40d 40d", "40 days at most" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bombs))]
    public void It_ends_and_says_why(string script, string said)
    {
        var entries = new Desk().Run(script);
        Assert.Contains(said, string.Concat(entries.Select(e => e.Output)), StringComparison.Ordinal);
        Assert.All(entries, e => Assert.True(e.Output.Length < Terminal.LongestOutput + 200));
    }

    [Fact]
    public void A_script_makes_so_many_calls_and_no_more()
    {
        Desk desk = new();
        // Forty calls each, as nobody starts what they wait for.
        var entries = desk.Run("ID=$(aws ec2 create-volume --availability-zone us-east-1a --size 8 --query VolumeId --output text)\n" + Times(Times("aws ec2 wait volume-in-use --volume-ids $ID;", 4) + "\n", 90));
        Assert.Contains("\nThis script has made 2000 calls", entries[^1].Output, StringComparison.Ordinal);
        Assert.NotEqual(0, entries[^1].ExitCode);
        Assert.InRange(desk.Inputs.Count, 1000, 2000);
    }

    private static string Times(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
