using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Forms;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Labs.Tests.SimulatedCloud;

/// <summary>The forms beside a lab's files: every place is a member of AWS's, every choice is one of the account's.</summary>
public sealed class CloudFormsTests
{
    private const int Seed = 7;
    private static readonly LabDefinition _lab = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.Labs.Single(l => l.Slug == "launch-a-web-server").ForSeed(Seed);
    private static readonly SimulatedCloudGrader _grader = new();

    public static TheoryData<string> Names => [.. CloudForms.All.Keys];

    /// <summary>A field that wrote what AWS has no member for would be refused at every launch.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Every_place_of_a_description_is_a_member_of_the_operations_input(string name)
    {
        var form = CloudForms.Read(name);
        var fields = form["sections"]!.AsArray().SelectMany(s => s!["fields"]!.AsArray()).Select(f => f!.AsObject()).ToList();
        Assert.Equal(fields.Count, fields.Select(f => f["id"]!.GetValue<string>()).Distinct().Count());
        foreach (var field in fields)
        {
            var call = field["in"] is { } part ? form["files"]![part.GetValue<string>()]!["call"]?.GetValue<string>() : form["operation"]!.GetValue<string>();
            if (call is null) continue;
            var input = ServiceModel.Of(call.Split(' ')[0]).Find(call.Split(' ')[1])!.Input;
            foreach (var place in Places(field))
            {
                var shape = At(input, place);
                Assert.True(shape is not null, $"{field["id"]}: {place} is no member of {call}");
                foreach (var column in field["columns"]?.AsArray() ?? [])
                {
                    string[] parts = [.. (column!["presets"]?.AsArray() ?? []).SelectMany(p => p!["set"]!.AsObject().Select(s => s.Key)), .. column["at"] is { } at ? [at.GetValue<string>()] : Array.Empty<string>()];
                    Assert.All(parts, p => Assert.True(At(((ListShape)shape!).Item, p) is ScalarShape, $"{field["id"]}: {p}"));
                }
            }
            ScalarType? type = field["kind"]!.GetValue<string>() switch { "number" => ScalarType.Integer, "flag" => ScalarType.Boolean, _ => null };
            if (type is not null) Assert.Equal(type, Assert.IsType<ScalarShape>(At(input, field["at"]![0]!.GetValue<string>())).Type);
        }
    }

    [Fact]
    public void The_launch_page_offers_what_the_account_has()
    {
        var form = Form(_lab);
        Assert.Equal("user-data.sh", form["files"]!["userData"]!.GetValue<string>());
        Assert.Contains("${group.GroupId}", Values(form, "securityGroups"));
        Assert.Contains("${network.Subnets[0].SubnetId}", Values(form, "subnets"));
        Assert.Equal(["backup-profile", "operations-profile", "reading-room-profile"], Values(form, "instanceProfiles").Order(StringComparer.Ordinal));
        Assert.Contains("t3.micro", Values(form, "instanceTypes"));
        Assert.All(form["choices"]!["instanceTypes"]!.AsArray(), t => Assert.True(t!["onDemand"]!.GetValue<decimal>() > 0));
        Assert.All(form["choices"]!["images"]!.AsArray(), i => Assert.Contains("us-east-1", i!["detail"]!.GetValue<string>(), StringComparison.Ordinal));
        var ids = Ids(form);
        Assert.Contains("userData", ids);
        Assert.DoesNotContain("userDataText", ids);
    }

    [Fact]
    public void Without_files_of_their_own_rules_are_left_out_and_user_data_is_a_member()
    {
        var lab = CloudLab.Of(CloudLab.Launch, ["launch.json"]);
        var ids = Ids(Form(lab));
        Assert.DoesNotContain("rules", ids);
        Assert.Contains("userDataText", ids);
    }

    /// <summary>A choice that AWS would refuse would be no choice.</summary>
    [Fact]
    public void Every_group_and_subnet_is_found_by_what_is_written()
    {
        var form = Form(_lab);
        foreach (var subnet in Values(form, "subnets"))
        {
            foreach (var group in Values(form, "securityGroups"))
                Assert.Empty(Inspect($$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SubnetId": "{{subnet}}", "SecurityGroupIds": ["{{group}}"]}"""));
        }
    }

    [Theory]
    [InlineData(""" "InstanceType": "t3.mikro" """, "InvalidParameterValue", "\"t3.mikro\"")]
    [InlineData(""" "InstanceType": "t4g.micro" """, "InvalidParameterValue", "\"t4g.micro\"")]
    [InlineData(""" "InstanceType": "t3.micro", "KeyName": "mine" """, "InvalidKeyPair.NotFound", "\"mine\"")]
    [InlineData(""" "InstanceType": "t3.micro", "SecurityGroupIds": ["sg-0123456789abcdef0"] """, "InvalidGroup.NotFound", "\"sg-0123456789abcdef0\"")]
    [InlineData(""" "InstanceType": "t3.micro", "IamInstanceProfile": {"Name": "operations-profile"} """, "UnauthorizedOperation", "{\"Name\": \"operations-profile\"}")]
    [InlineData(""" "InstanceType": "t3.micro", "SubnetId": "${nothing.SubnetId}" """, "NOT_MADE", "\"${nothing.SubnetId}\"")]
    [InlineData(""" "InstanceType": 3 """, ParameterValidation.InvalidType, "3")]
    public void What_AWS_would_refuse_is_told_at_its_member(string members, string code, string at)
    {
        var text = $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "MinCount": 1, "MaxCount": 1,{{members}}}""";
        var found = Assert.Single(Inspect(text));
        Assert.Equal(("launch.json", at), (found.File, text[found.Finding.At.Start..found.Finding.At.End]));
        Assert.Equal(code, found.Finding.IssueCode);
        Assert.NotEmpty(found.Finding.Details);
    }

    [Fact]
    public void A_file_that_cannot_be_read_hides_nothing_of_the_others()
    {
        var found = _grader.Inspect(_lab, [new("launch.json", """{"ImageId": "ami-0a1b2c3d4e5f69999", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}"""), new("security-group.json", "{"), new("user-data.sh", "")], Seed);
        Assert.Contains(found, f => f.File == "security-group.json");
        Assert.Contains(found, f => f is { File: "launch.json", Finding.IssueCode: "InvalidAMIID.NotFound" });
    }

    /// <summary>Where there is only text, what AWS answers is found out by running.</summary>
    [Fact]
    public void Without_a_form_only_the_client_speaks()
    {
        var lab = _lab with { Files = [.. _lab.Files.Select(f => f with { Form = null })] };
        Assert.Empty(_grader.Inspect(lab, [new("launch.json", """{"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}"""), .. lab.Files.Skip(1).Select(f => new SubmittedFile(f.Path, f.Starter))], Seed));
    }

    private static IReadOnlyList<FileFinding> Inspect(string launch) =>
        _grader.Inspect(_lab, [new("launch.json", launch), .. _lab.Files.Skip(1).Select(f => new SubmittedFile(f.Path, f.Starter))], Seed);

    private static JsonObject Form(LabDefinition lab) => CloudForms.All["ec2-launch"](lab, lab.Files[0], Seed);

    private static List<string> Values(JsonObject form, string choices) => [.. form["choices"]![choices]!.AsArray().Select(c => c!["value"]!.GetValue<string>())];

    private static List<string> Ids(JsonObject form) => [.. form["sections"]!.AsArray().SelectMany(s => s!["fields"]!.AsArray()).Select(f => f!["id"]!.GetValue<string>())];

    private static IEnumerable<string> Places(JsonObject field) =>
        (field["at"]?.AsArray() ?? []).Select(a => a is JsonObject place ? place["at"]!.GetValue<string>() : a!.GetValue<string>())
        .Concat((field["also"]?.AsArray() ?? []).Select(a => a!.GetValue<string>()))
        .Concat((field["moves"]?.AsArray() ?? []).SelectMany(m => new[] { m!["from"]!.GetValue<string>(), m["to"]!.GetValue<string>() }));

    private static ParameterShape? At(ParameterShape shape, string place)
    {
        foreach (var step in place.Split('/').Skip(1))
        {
            var next = shape switch
            {
                ListShape list when step.StartsWith('[') || int.TryParse(step, out _) => list.Item,
                StructureShape structure => structure.Find(step)?.Shape,
                _ => null,
            };
            if (next is null) return null;
            shape = next;
        }
        return shape;
    }
}
