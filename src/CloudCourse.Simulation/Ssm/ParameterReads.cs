using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.SecretsManager;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ssm;

/// <summary>Reading parameters: one, some, or a whole path.</summary>
/// <seealso href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html"/>
internal static class ParameterReads
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetParameter", c => [SsmCalls.On(c, "GetParameter", c.Need("Name"))], Get),
        new("GetParameters", c => c.Texts("Names").Select(n => SsmCalls.On(c, "GetParameters", n.Value)), GetMany),
        new("GetParametersByPath", c => [SsmCalls.On(c, "GetParametersByPath", c.Need("Path").Length > 1 ? c.Need("Path").TrimEnd('/') : c.Need("Path"), ("ssm:Recursive", c.Flag("Recursive") ? "true" : "false"))], GetPath),
        new("GetParameterHistory", c => [SsmCalls.On(c, "GetParameterHistory", c.Need("Name"))], History),
        new("DescribeParameters", c => [SsmCalls.OnAll(c, "DescribeParameters")], DescribeAll),
    ];

    private static Output Get(Call call)
    {
        var (name, selector) = SsmCalls.Split(call.Need("Name"));
        var parameter = SsmCalls.Find(call, name) ?? throw SsmCalls.NotFound(call, call.Need("Name"), "Name");
        var version = Selected(parameter, selector) ?? throw Turn.Error("ParameterVersionNotFound",
            $"Systems Manager could not find version {selector} of {parameter.Name}. Verify the version and try again.", "After the colon stands a version's number or a label.", 400, call.At("Name"));
        return new() { ["Parameter"] = SsmCalls.Describe(parameter, version, call.Flag("WithDecryption"), selector) };
    }

    private static ParameterVersion? Selected(Parameter parameter, string? selector) => selector is null ? parameter.Latest
        : long.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? parameter.Versions.Find(v => v.Number == number)
        : parameter.Versions.Find(v => v.Labels.Contains(selector));

    private static Output GetMany(Call call)
    {
        var names = call.Texts("Names").Select(n => n.Value).ToList();
        if (names.Count is 0 or > 10) throw SsmCalls.Invalid(call, "Names", $"1 validation error detected: Value '[{string.Join(", ", names.Take(11))}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10");
        List<Output> found = [];
        List<string> missing = [];
        foreach (var text in names.Distinct())
        {
            var (name, selector) = SsmCalls.Split(text);
            if (SsmCalls.Find(call, name) is { } parameter && Selected(parameter, selector) is { } version) found.Add(SsmCalls.Describe(parameter, version, call.Flag("WithDecryption"), selector));
            else missing.Add(text);
        }
        return new() { ["Parameters"] = new Array([.. found]), ["InvalidParameters"] = SecretCalls.List(missing) };
    }

    private static Output GetPath(Call call)
    {
        var path = call.Need("Path");
        if (!path.StartsWith('/')) throw SsmCalls.Invalid(call, "Path", "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol \"/\".");
        SsmCalls.CheckSize(call, 10);
        var head = path.EndsWith('/') ? path : $"{path}/";
        var found = Filtered(call, "Type", "KeyId", "Label").Where(p => p.Name.StartsWith(head, StringComparison.Ordinal) && (call.Flag("Recursive") || p.Name.IndexOf('/', head.Length) < 0));
        var label = call.Structures("ParameterFilters").FirstOrDefault(f => f.Text("Key")?.Value == "Label")?.Texts("Values").FirstOrDefault()?.Value;
        var (page, next) = SecretCalls.Page(call, found, 10, "InvalidNextToken");
        Output output = new() { ["Parameters"] = new Array([.. page.Select(p => SsmCalls.Describe(p, Selected(p, label) ?? p.Latest, call.Flag("WithDecryption")))]) };
        if (next is not null) output["NextToken"] = next;
        return output;
    }

    private static Output History(Call call)
    {
        SsmCalls.CheckSize(call, 50);
        var parameter = SsmCalls.Find(call, call.Need("Name")) ?? throw SsmCalls.NotFound(call, call.Need("Name"), "Name");
        var (page, next) = SecretCalls.Page(call, parameter.Versions, 50, "InvalidNextToken");
        Output output = new()
        {
            ["Parameters"] = new Array([.. page.Select(v =>
            {
                var one = Metadata(parameter, v);
                one.Remove("ARN");
                one["Value"] = SsmCalls.Value(parameter, v, call.Flag("WithDecryption"));
                one["Labels"] = SecretCalls.List(v.Labels);
                return one;
            })]),
        };
        if (next is not null) output["NextToken"] = next;
        return output;
    }

    private static Output Metadata(Parameter parameter, ParameterVersion version)
    {
        Output one = new()
        {
            ["Name"] = parameter.Name,
            ["ARN"] = parameter.Arn,
            ["Type"] = version.Type,
            ["LastModifiedDate"] = SsmCalls.Time(version.Modified),
            ["LastModifiedUser"] = version.User,
            ["Version"] = version.Number,
            ["Tier"] = version.Tier,
            ["Policies"] = new Array(),
            ["DataType"] = "text",
        };
        if (version.KeyId is { } key) one["KeyId"] = key;
        if (version.Description is { } description) one["Description"] = description;
        if (version.AllowedPattern is { } pattern) one["AllowedPattern"] = pattern;
        return one;
    }

    private static Output DescribeAll(Call call)
    {
        SsmCalls.CheckSize(call, 50);
        var (page, next) = SecretCalls.Page(call, Filtered(call, "Name", "Type", "KeyId", "Path", "Tier", "DataType", "Label"), 50, "InvalidNextToken");
        Output output = new() { ["Parameters"] = new Array([.. page.Select(p => Metadata(p, p.Latest))]) };
        if (next is not null) output["NextToken"] = next;
        return output;
    }

    /// <summary>The Region's parameters that fit every filter.</summary>
    private static IEnumerable<Parameter> Filtered(Call call, params string[] keys)
    {
        var all = call.State.Ssm.Parameters.Values.Where(p => p.Region == call.Region);
        foreach (var filter in call.Structures("ParameterFilters"))
        {
            var (key, option) = (filter.Text("Key")!.Value, filter.Text("Option")?.Value ?? (filter.Text("Key")!.Value == "Path" ? "OneLevel" : "Equals"));
            var values = filter.Texts("Values").Select(v => v.Value).ToList();
            if (!keys.Contains(key) && !key.StartsWith("tag:", StringComparison.Ordinal))
                throw Turn.Error("InvalidFilterKey", $"The specified key isn't valid: {key.Shortened()}", $"It is one of {string.Join(", ", keys)} or tag:<name>.", 400, filter.At);
            Func<string, string, bool>? fits = (key, option) switch
            {
                ("Path", "Recursive") => (text, value) => text.StartsWith(value.TrimEnd('/') + "/", StringComparison.Ordinal),
                ("Path", "OneLevel") => (text, value) => text.StartsWith(value.TrimEnd('/') + "/", StringComparison.Ordinal) && text.LastIndexOf('/') == value.TrimEnd('/').Length,
                ("Name", "Contains") => (text, value) => text.Contains(value, StringComparison.Ordinal),
                (not "Path", "BeginsWith") => (text, value) => text.StartsWith(value, StringComparison.Ordinal),
                (not "Path", "Equals") => (text, value) => text == value,
                _ => null,
            };
            if (fits is null) throw Turn.Error("InvalidFilterOption", $"The specified filter option isn't valid: {option.Shortened()}. Valid options are Equals and BeginsWith. For Path filter, valid options are Recursive and OneLevel.", null, 400, filter.At);
            all = all.Where(p => Texts(p, key).Any(t => values.Count == 0 ? key.StartsWith("tag:", StringComparison.Ordinal) : values.Exists(v => fits(t, v))));
        }
        return all;
    }

    private static IEnumerable<string> Texts(Parameter parameter, string key) => key switch
    {
        "Name" or "Path" => [parameter.Name],
        "Type" => [parameter.Latest.Type],
        "KeyId" => parameter.Latest.KeyId is { } id ? [id] : [],
        "Tier" => [parameter.Latest.Tier],
        "DataType" => ["text"],
        "Label" => parameter.Versions.SelectMany(v => v.Labels),
        _ => parameter.Tags.TryGetValue(key["tag:".Length..], out var value) ? [value] : [],
    };
}
