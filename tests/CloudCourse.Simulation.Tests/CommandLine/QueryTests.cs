namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary><c>--query</c> and the two output formats, by https://jmespath.org/specification.html</summary>
public sealed class QueryTests
{
    private const string Answer = """
        {"Volumes": [
          {"VolumeId": "vol-1", "Size": 8, "State": "in-use", "Encrypted": false, "Tags": [{"Key": "Name", "Value": "root"}]},
          {"VolumeId": "vol-2", "Size": 200, "State": "available", "Encrypted": true, "Tags": [{"Key": "Name", "Value": "data"}, {"Key": "team", "Value": "é"}]},
          {"VolumeId": "vol-3", "Size": 20, "State": "available", "Encrypted": false}]}
        """;

    [Theory]
    [InlineData("Volumes[0].VolumeId", "\"vol-1\"")]
    [InlineData("Volumes[-1].Size", "20")]
    [InlineData("Volumes[].Size", "[8,200,20]")]
    [InlineData("Volumes[*].Tags[].Value", "[\"root\",\"data\",\"é\"]")]
    [InlineData("Volumes[].Tags[*].Value", "[[\"root\"],[\"data\",\"é\"]]")]
    [InlineData("Volumes[1:].VolumeId", "[\"vol-2\",\"vol-3\"]")]
    [InlineData("Volumes[::-1].VolumeId", "[\"vol-3\",\"vol-2\",\"vol-1\"]")]
    [InlineData("Volumes[?State=='available'].VolumeId", "[\"vol-2\",\"vol-3\"]")]
    [InlineData("Volumes[?Size > `10` && !Encrypted].VolumeId", "[\"vol-3\"]")]
    [InlineData("Volumes[?Tags[?Value=='data']].VolumeId | [0]", "\"vol-2\"")]
    [InlineData("Volumes[?State=='available'] | [0].VolumeId", "\"vol-2\"")]
    [InlineData("Volumes[].{id: VolumeId, name: Tags[?Key=='Name'] | [0].Value}", "[{\"id\":\"vol-1\",\"name\":\"root\"},{\"id\":\"vol-2\",\"name\":\"data\"},{\"id\":\"vol-3\",\"name\":null}]")]
    [InlineData("Volumes[].[VolumeId,Size]", "[[\"vol-1\",8],[\"vol-2\",200],[\"vol-3\",20]]")]
    [InlineData("Volumes[].[VolumeId,Size][]", "[\"vol-1\",8,\"vol-2\",200,\"vol-3\",20]")]
    [InlineData("length(Volumes)", "3")]
    [InlineData("sum(Volumes[].Size)", "228")]
    [InlineData("max_by(Volumes, &Size).VolumeId", "\"vol-2\"")]
    [InlineData("sort_by(Volumes, &Size)[*].VolumeId", "[\"vol-1\",\"vol-3\",\"vol-2\"]")]
    [InlineData("join(', ', sort(Volumes[].State))", "\"available, available, in-use\"")]
    [InlineData("Volumes[?contains(VolumeId, '3')].Size", "[20]")]
    [InlineData("Volumes[0].*", "[\"vol-1\",8,\"in-use\",false,[{\"Key\":\"Name\",\"Value\":\"root\"}]]")]
    [InlineData("keys(Volumes[0].Tags[0])", "[\"Key\",\"Value\"]")]
    [InlineData("not_null(Nothing, Volumes[2].Tags, 'none')", "\"none\"")]
    [InlineData("Nothing || 'none'", "\"none\"")]
    [InlineData("Nothing.at.all[0]", "null")]
    [InlineData("\"Volumes\"[0].\"Size\"", "8")]
    [InlineData("map(&Size, Volumes)", "[8,200,20]")]
    [InlineData("to_string(Volumes[0].Tags)", "\"[{\\\"Key\\\":\\\"Name\\\",\\\"Value\\\":\\\"root\\\"}]\"")]
    [InlineData("avg(Volumes[].Size) == `76`", "true")]
    [InlineData("[avg(Volumes[].Size), abs(`-3`), ceil(`1.2`), `1e-7`, `9007199254740993`]", "[76.0,3,2,1e-07,9007199254740993]")]
    [InlineData("@ | type(@)", "\"object\"")]
    public void An_expression_chooses(string query, string expected)
    {
        var entry = Ask($"--query \"{query.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"");
        Assert.True(entry.ExitCode == 0, entry.Output);
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(expected)?.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(entry.Output)?.ToJsonString());
    }

    [Theory]
    [InlineData("Volumes[", "Invalid jmespath expression: Incomplete expression:\n\"Volumes[\"\n         ^")]
    [InlineData("Volumes[?Size > ]", "Invalid jmespath expression: Parse error at column 16, token \"]\" (RBRACKET), for expression:\n\"Volumes[?Size > ]\"\n                 ^")]
    [InlineData("Volumes..Size", "Parse error at column 8, token \".\" (DOT)")]
    [InlineData("Volumes[0:1:0]", "the step of a slice cannot be 0")]
    [InlineData("Volumes[].{id}", "token \"}\" (RBRACE)")]
    [InlineData("Volumes '", "Bad jmespath expression: Unclosed ' delimiter:\nVolumes '\n        ^")]
    [InlineData("#", "Bad jmespath expression: Unknown token #:\n#\n^")]
    [InlineData("`{\"a\":1,\"a\":2}`", "Bad jmespath expression: Bad token")]
    [InlineData("`\"\\ud800\"`", "Bad jmespath expression: Bad token")]
    public void What_is_no_expression_is_said_before_anything_is_sent(string query, string said)
    {
        Desk desk = new() { Canned = Answer };
        var entry = desk.Last($"aws ec2 describe-volumes --query \"{query.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"");
        Assert.Equal(252, entry.ExitCode);
        Assert.Contains(said, entry.Output, StringComparison.Ordinal);
        Assert.Empty(desk.Inputs);
    }

    /// <summary>AWS's command line looks for a function only when it has the answer: by then the call was made.</summary>
    [Theory]
    [InlineData("lenght(Volumes)", "aws: [ERROR]: Unknown function: lenght()\n")]
    [InlineData("length(Volumes, Volumes)", "aws: [ERROR]: Expected 1 argument for function length(), received 2\n")]
    [InlineData("sum(Volumes)", "invalid type for value: a structure, expected one of: ['number'], received: \"object\"")]
    public void What_a_function_does_not_take_is_said_after_the_call(string query, string said)
    {
        Desk desk = new() { Canned = Answer };
        var entry = desk.Last($"aws ec2 describe-volumes --query '{query}'");
        Assert.Equal(255, entry.ExitCode);
        Assert.Contains(said, entry.Output, StringComparison.Ordinal);
        Assert.Single(desk.Inputs);
    }

    [Theory]
    [InlineData("--query Volumes[0].Size", "8\n")]
    [InlineData("--query Volumes[].Size", "8\t200\t20\n")]
    [InlineData("--query Nothing", "None\n")]
    [InlineData("--query Volumes[0].Encrypted", "False\n")]
    [InlineData("--query 'Volumes[].[VolumeId,Size]'", "vol-1\t8\nvol-2\t200\nvol-3\t20\n")]
    [InlineData("--query Volumes[1].Tags", "Name\tdata\nteam\té\n")]
    [InlineData("", "VOLUMES\tFalse\t8\tin-use\tvol-1\nTAGS\tName\troot\nVOLUMES\tTrue\t200\tavailable\tvol-2\nTAGS\tName\tdata\nTAGS\tteam\té\nVOLUMES\tFalse\t20\tavailable\tvol-3\n")]
    public void Text_stands_between_tabs(string options, string expected) => Assert.Equal(expected, Ask($"{options} --output text").Output);

    private static Simulation.CommandLine.TerminalEntry Ask(string options) => new Desk { Canned = Answer }.Last($"aws ec2 describe-volumes {options}");
}
