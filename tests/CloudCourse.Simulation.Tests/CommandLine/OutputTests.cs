using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Tests.CommandLine;

/// <summary>
/// Tables and YAML, by the examples of https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html, and answers in pages, by
/// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
/// </summary>
public sealed class OutputTests
{
    // The answer of the page's examples.
    private const string Two = """
        {"Volumes": [
          {"VolumeId": "vol-e11a5288", "AvailabilityZone": "us-west-2a", "Size": 30, "Attachments": [{"InstanceId": "i-a071c394"}]},
          {"VolumeId": "vol-2e410a47", "AvailabilityZone": "us-west-2a", "Size": 8, "Attachments": [{"InstanceId": "i-4b41a37c"}]}]}
        """;

    // https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-location.html
    [Theory]
    [InlineData("", "{\n    \"LocationConstraint\": null\n}\n")]
    [InlineData("--query LocationConstraint --output text", "None\n")]
    public void A_bucket_of_us_east_1_has_no_location(string options, string output) =>
        Assert.Equal(output, new Desk().Last($"aws s3api create-bucket --bucket ana-photos\naws s3api get-bucket-location --bucket ana-photos {options}").Output);

    [Theory]
    [InlineData("--query 'Volumes[*].{ID:VolumeId,InstanceId:Attachments[0].InstanceId,AZ:AvailabilityZone,Size:Size}'", """
        ------------------------------------------------------
        |                   DescribeVolumes                  |
        +------------+----------------+--------------+-------+
        |     AZ     |      ID        | InstanceId   | Size  |
        +------------+----------------+--------------+-------+
        |  us-west-2a|  vol-e11a5288  |  i-a071c394  |  30   |
        |  us-west-2a|  vol-2e410a47  |  i-4b41a37c  |  8    |
        +------------+----------------+--------------+-------+

        """)]
    [InlineData("--query 'Volumes[*].[VolumeId,Attachments[0].InstanceId,AvailabilityZone,Size]'", """
        ----------------------------------------------------
        |                  DescribeVolumes                 |
        +--------------+--------------+--------------+-----+
        |  vol-e11a5288|  i-a071c394  |  us-west-2a  |  30 |
        |  vol-2e410a47|  i-4b41a37c  |  us-west-2a  |  8  |
        +--------------+--------------+--------------+-----+

        """)]
    [InlineData("--query Volumes[].Size", """
        ---------------------
        |  DescribeVolumes  |
        +-------------------+
        |  30               |
        |  8                |
        +-------------------+

        """)]
    [InlineData("--query 'Volumes[0].{Size:Size}'", """
        ---------------------
        |  DescribeVolumes  |
        +----------+--------+
        |  Size    |  30    |
        +----------+--------+

        """)]
    [InlineData("--query Nothing", """
        ---------------------
        |  DescribeVolumes  |
        +-------------------+
        |  None             |
        +-------------------+

        """)]
    [InlineData("--query 'Volumes[?Size>`100`]'", "")]
    public void A_table(string query, string expected) => Assert.Equal(expected, Ask(Two, $"{query} --output table"));

    [Fact]
    public void Structures_stand_in_tables_of_their_own_and_what_is_wider_than_a_window_is_turned()
    {
        Assert.Equal("""
            ----------------------
            |   DescribeVolumes  |
            +--------------------+
            ||      Volumes     ||
            |+--------+---------+|
            ||  Size  |  Type   ||
            |+--------+---------+|
            ||  8     |  gp3    ||
            |+--------+---------+|
            |||      Tags      |||
            ||+------+---------+||
            |||  Key |  Value  |||
            ||+------+---------+||
            |||  a   |  b      |||
            ||+------+---------+||

            """, Ask("""{"Volumes": [{"Size": 8, "Type": "gp3", "Tags": [{"Key": "a", "Value": "b"}]}]}""", "--output table"));
        var wide = Ask($$"""{"Volumes": [{"Size": 8, "Type": "{{new string('x', 90)}}"}]}""", "--output table");
        Assert.Contains("||  Size|  8 ", wide, StringComparison.Ordinal);
        Assert.Contains("||  Type|  xxx", wide, StringComparison.Ordinal);
        Assert.Single(wide.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Length).Distinct());
    }

    [Theory]
    [InlineData("", "Volumes:\n- Attachments:\n  - InstanceId: i-a071c394\n  AvailabilityZone: us-west-2a\n  Size: 30\n  VolumeId: vol-e11a5288\n- Attachments:\n  - InstanceId: i-4b41a37c\n  AvailabilityZone: us-west-2a\n  Size: 8\n  VolumeId: vol-2e410a47\n")]
    [InlineData("--query 'Volumes[].[Size,Attachments]'", "- - 30\n  - - InstanceId: i-a071c394\n- - 8\n  - - InstanceId: i-4b41a37c\n")]
    [InlineData("--query '{a: `\"2014-10-16T16:03:09+00:00\"`, b: `\"8\"`, c: `\"yes\"`, d: `\"x: y\"`, e: `\"it''s\"`, f: `[]`, g: `null`, h: `\"a\\nb\"`, i: `1.5`, j: `true`}'",
        "a: '2014-10-16T16:03:09+00:00'\nb: '8'\nc: 'yes'\nd: 'x: y'\ne: its\nf: []\ng: null\nh: \"a\\nb\"\ni: 1.5\nj: true\n")]
    [InlineData("--query Volumes[0].VolumeId", "vol-e11a5288\n")]
    public void Yaml(string query, string expected) => Assert.Equal(expected, Ask(Two, $"{query} --output yaml"));

    [Fact]
    public void A_stream_of_yaml_is_a_list_of_answers_and_off_is_nothing()
    {
        Assert.Equal("- - 30\n  - 8\n", Ask(Two, "--query Volumes[].Size --output yaml-stream"));
        Assert.Equal("", Ask(Two, "--output off"));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(1, 3)]
    [InlineData(7, null)]
    public void Where_a_command_left_off_the_next_begins(int most, int? size)
    {
        Desk desk = new();
        desk.Run(string.Concat(Enumerable.Range(1, 7).Select(i => $"aws iam create-user --user-name p{i}\n")));
        List<string> names = [];
        string? token = null;
        do
        {
            var entry = desk.Last($"aws iam list-users --max-items {most}{(size is null ? "" : $" --page-size {size}")}{(token is null ? "" : $" --starting-token {token}")}");
            Assert.True(entry.ExitCode == 0, entry.Output);
            var answer = JsonNode.Parse(entry.Output)!;
            var page = answer["Users"]!.AsArray().Select(p => p!["UserName"]!.GetValue<string>()).ToList();
            token = answer["NextToken"]?.GetValue<string>();
            Assert.Equal(Math.Min(most, 7 - names.Count), page.Count);
            names.AddRange(page);
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"p{i}"), names);
    }

    [Theory]
    [InlineData("eyJNYXJrZXIiOm51bGwsImJvdG9fdHJ1bmNhdGVfYW1vdW50IjotM30=", 255, "Bad starting token: ")]
    [InlineData("eyJNYXJrZXIiOnt9fQ==", 255, "Bad starting token: ")]
    [InlineData("eyJNYXJrZXIiOjEsIk1hcmtlciI6Mn0=", 254, "when calling the ListUsers operation")]
    [InlineData("none", 254, "when calling the ListUsers operation")]
    public void A_token_that_nobody_gave_out(string token, int code, string said)
    {
        var entry = new Desk().Last($"aws iam list-users --starting-token {token}");
        Assert.Equal(code, entry.ExitCode);
        Assert.Contains(said, entry.Output, StringComparison.Ordinal);
    }

    private static string Ask(string answer, string options)
    {
        var entry = new Desk { Canned = answer }.Last($"aws ec2 describe-volumes {options}");
        Assert.True(entry.ExitCode == 0, entry.Output);
        return entry.Output;
    }
}
