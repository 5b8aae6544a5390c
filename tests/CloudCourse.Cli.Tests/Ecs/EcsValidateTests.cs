using System.Text.Json;

namespace CloudCourse.Cli.Tests.Ecs;

public sealed class EcsValidateTests
{
    private const string Good = """{"family":"x","containerDefinitions":[{"name":"a","image":"nginx","memory":64}]}""";

    [Fact]
    public async Task A_line_each_in_order_with_its_id()
    {
        var run = await Cli.RunAsync($$$"""
            {"id":"a","input": {{{Good}}} }
            {"id":2,"input":{"Family":"x","containerDefinitions":[]}}
            {"id":3,"input":{"family":"x","containerDefinitions":[]}}
            """, "ecs", "validate");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a|True||", "2|False|client|ParamValidation", "3|False|service|ClientException"], run.Lines.Select(l => Summary(JsonElement.Parse(l))));
    }

    [Fact]
    public async Task A_string_keeps_the_places_of_its_own_text()
    {
        var text = "{\n  \"family\": 7,\n  \"containerDefinitions\": []\n}";
        var run = await Cli.RunAsync(JsonSerializer.Serialize(new { id = 1, input = text }), "ecs", "validate");
        var at = JsonElement.Parse(run.Lines.Single()).GetProperty("findings")[0].GetProperty("locations")[0];
        Assert.Equal(("/family", text.IndexOf('7'), 2, 13),
            (at.GetProperty("pointer").GetString(), at.GetProperty("start").GetInt32(), at.GetProperty("line").GetInt32(), at.GetProperty("column").GetInt32()));
    }

    [Theory]
    [InlineData("{\"id\":1,\"input\":\"{\"}", "JSON_SYNTAX_ERROR")]
    [InlineData("{\"id\":1,\"input\":[1]}", "INVALID_PARAMETER_TYPE")]
    [InlineData("{\"id\":1,\"input\":null}", "INVALID_PARAMETER_TYPE")]
    public async Task An_input_that_is_no_object_is_answered_with_a_finding(string line, string code)
    {
        var answer = JsonElement.Parse((await Cli.RunAsync(line, "ecs", "validate")).Lines.Single());
        Assert.False(answer.GetProperty("valid").GetBoolean());
        Assert.Equal(code, answer.GetProperty("findings")[0].GetProperty("issueCode").GetString());
    }

    [Fact]
    public async Task A_line_without_input_is_an_error_and_the_others_go_on()
    {
        var run = await Cli.RunAsync($"{{\"id\":1}}\n{{\"id\":2,\"input\":{Good}}}", "ecs", "validate");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("no `input`", JsonElement.Parse(run.Lines[0]).GetProperty("error").GetString());
        Assert.True(JsonElement.Parse(run.Lines[1]).GetProperty("valid").GetBoolean());
    }

    [Theory]
    [InlineData("error", 1)]
    [InlineData("warning", 1)]
    public async Task Fail_on_asks_for_another_exit_code(string level, int exitCode) =>
        Assert.Equal(exitCode, (await Cli.RunAsync("{\"id\":1,\"input\":{}}", "ecs", "validate", "--fail-on", level)).ExitCode);

    [Fact]
    public async Task Nothing_found_fails_on_nothing() =>
        Assert.Equal(0, (await Cli.RunAsync($"{{\"id\":1,\"input\":{Good}}}", "ecs", "validate", "--fail-on", "suggestion")).ExitCode);

    private static string Summary(JsonElement answer) => string.Join('|',
        answer.GetProperty("id").ToString(), answer.GetProperty("valid").ToString(),
        answer.TryGetProperty("refusedBy", out var by) ? by.GetString() : "",
        answer.GetProperty("findings") is var f && f.GetArrayLength() > 0 ? f[0].GetProperty("awsCode").GetString() : "");
}
