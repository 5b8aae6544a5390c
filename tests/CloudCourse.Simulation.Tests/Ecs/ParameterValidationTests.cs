using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Tests.Ecs;

public sealed class ParameterValidationTests
{
    /// <summary>What AWS CLI 1.45.11 prints for the same input, compared by running both.</summary>
    [Theory]
    [InlineData("""/c/0/memory = "100" """, "Invalid type for parameter containerDefinitions[0].memory, value: 100, type: <class 'str'>, valid types: <class 'int'>")]
    [InlineData("/c/0/cpu = 1.0", "Invalid type for parameter containerDefinitions[0].cpu, value: 1.0, type: <class 'float'>, valid types: <class 'int'>")]
    [InlineData("/c/0/cpu = 1e3", "Invalid type for parameter containerDefinitions[0].cpu, value: 1000.0, type: <class 'float'>, valid types: <class 'int'>")]
    [InlineData("/c/0/cpu = 1e-5", "Invalid type for parameter containerDefinitions[0].cpu, value: 1e-05, type: <class 'float'>, valid types: <class 'int'>")]
    [InlineData("/c/0/cpu = 1e16", "Invalid type for parameter containerDefinitions[0].cpu, value: 1e+16, type: <class 'float'>, valid types: <class 'int'>")]
    [InlineData("/cpu = 256", "Invalid type for parameter cpu, value: 256, type: <class 'int'>, valid types: <class 'str'>")]
    [InlineData("/family = null", "Invalid type for parameter family, value: None, type: <class 'NoneType'>, valid types: <class 'str'>")]
    [InlineData("""/c/0/essential = "true" """, "Invalid type for parameter containerDefinitions[0].essential, value: true, type: <class 'str'>, valid types: <class 'bool'>")]
    [InlineData("""/c/0/portMappings = {}""", "Invalid type for parameter containerDefinitions[0].portMappings, value: {}, type: <class 'dict'>, valid types: <class 'list'>, <class 'tuple'>")]
    [InlineData("""/c/0/name = {"a": [1.50, true, null, "q'"]}""", """Invalid type for parameter containerDefinitions[0].name, value: {'a': [1.5, True, None, "q'"]}, type: <class 'dict'>, valid types: <class 'str'>""")]
    [InlineData("/c/1 = 5", "Invalid type for parameter containerDefinitions[1], value: 5, type: <class 'int'>, valid types: <class 'dict'>")]
    [InlineData("""/c/0/dockerLabels = {"a": 1}""", "Invalid type for parameter containerDefinitions[0].dockerLabels.a, value: 1, type: <class 'int'>, valid types: <class 'str'>")]
    [InlineData("/ephemeralStorage = {}", "Missing required parameter in ephemeralStorage: \"sizeInGiB\"")]
    [InlineData("/family", "Missing required parameter in input: \"family\"")]
    [InlineData("""/tags = [{"key": ""}]""", "Invalid length for parameter tags[0].key, value: 0, valid min length: 1")]
    [InlineData("""/runtimePlatform = {"os": "LINUX"}""", "Unknown parameter in runtimePlatform: \"os\", must be one of: cpuArchitecture, operatingSystemFamily")]
    public void The_client_says(string patch, string message)
    {
        var registration = RegisterTaskDefinition.Check(Definitions.With(Definitions.Ec2, patch));
        Assert.Equal(RefusedBy.Client, registration.RefusedBy);
        Assert.Equal($"Parameter validation failed:\n{message}", registration.AwsPrints);
        var finding = registration.Errors.First();
        Assert.Equal("ParamValidation", finding.AwsCode);
        Assert.EndsWith(message, finding.Finding.Details);
    }

    [Fact]
    public void The_article_s_example_is_refused_before_it_is_sent()
    {
        const string Text = """
            { "family": "webserver", "containerDefinitions": [{ "name": "web", "image": "nginx", "memory": "100", "cpu": "99" }],
              "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "memory": "512", "cpu": "256" }
            """;
        var registration = RegisterTaskDefinition.Check(Text);
        Assert.Equal("""
            Parameter validation failed:
            Invalid type for parameter containerDefinitions[0].memory, value: 100, type: <class 'str'>, valid types: <class 'int'>
            Invalid type for parameter containerDefinitions[0].cpu, value: 99, type: <class 'str'>, valid types: <class 'int'>
            """.ReplaceLineEndings("\n"), registration.AwsPrints);
        Assert.Equal(["\"100\"", "\"99\""], registration.Errors.Select(e => Text[e.Finding.At.Start..e.Finding.At.End]));
    }

    [Theory]
    [InlineData("Family", "Did you mean \"family\"?")]
    [InlineData("NETWORKMODE", "Did you mean \"networkMode\"?")]
    [InlineData("networkMod", "Did you mean \"networkMode\"?")]
    [InlineData("hostPort", "This member belongs in containerDefinitions[].portMappings[]: move it there.")]
    [InlineData("colour", "remove it, or move it to where it belongs")]
    public void An_unknown_name_gets_a_suggestion_at_its_place(string name, string suggestion)
    {
        var finding = RegisterTaskDefinition.Check(Definitions.With(Definitions.Ec2, $"/{name} = \"x\"")).Errors.First().Finding;
        Assert.Equal(("UNKNOWN_PARAMETER", $"/{name}"), (finding.IssueCode, finding.At.Pointer));
        Assert.Contains(suggestion, finding.Details);
    }

    [Fact]
    public void A_slip_of_type_hides_no_other_problem_and_makes_none_up()
    {
        var registration = RegisterTaskDefinition.Check(Definitions.With(Definitions.Fargate, "/cpu = 512\n/memory = \"700\"\n/c/0/Image = \"nginx\"\n/c/0/image"));
        Assert.Equal(["INVALID_PARAMETER_TYPE", "UNKNOWN_PARAMETER", "FARGATE_SIZE_INVALID", "MEMORY_SUM_EXCEEDS_TASK"],
            registration.Errors.Select(e => e.Finding.IssueCode).OrderBy(c => c.StartsWith('F') ? 1 : c.StartsWith('M') ? 2 : 0));
    }

    [Fact]
    public void Of_a_repeated_name_the_last_value_counts_and_the_learner_hears_of_it()
    {
        var registration = RegisterTaskDefinition.Check(Definitions.Ec2.Replace("\"family\": \"shop\"", "\"family\": 1, \"family\": \"shop\"", StringComparison.Ordinal));
        Assert.True(registration.Registers);
        Assert.Equal("DUPLICATE_MEMBER", registration.Findings.Single().Finding.IssueCode);
    }

    [Fact]
    public void The_whole_shape_is_there() => Assert.Equal(162, Count(RegisterTaskDefinition.Input));

    private static int Count(ParameterShape shape) => shape switch
    {
        StructureShape s => s.Members.Sum(m => 1 + Count(m.Shape)),
        ListShape list => Count(list.Item),
        _ => 0,
    };
}
