using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>Launch templates: a launch that is written down, in versions.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html"/>
internal static class LaunchTemplateOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateLaunchTemplate", c => [c.On("CreateLaunchTemplate", "launch-template", "*")], Create),
        new("CreateLaunchTemplateVersion", c => [c.On("CreateLaunchTemplateVersion", "launch-template", Named(c, c.Input).Id)], AddVersion),
        new("ModifyLaunchTemplate", c => [c.On("ModifyLaunchTemplate", "launch-template", Named(c, c.Input).Id)], SetDefault),
        new("DeleteLaunchTemplate", c => [c.On("DeleteLaunchTemplate", "launch-template", Named(c, c.Input).Id)], Delete),
        new("DeleteLaunchTemplateVersions", c => [c.On("DeleteLaunchTemplateVersions", "launch-template", Named(c, c.Input).Id)], DeleteVersions),
        new("DescribeLaunchTemplates", c => [c.OnAll("DescribeLaunchTemplates")], DescribeAll),
        new("DescribeLaunchTemplateVersions", c => [c.OnAll("DescribeLaunchTemplateVersions")], DescribeVersions),
    ];

    /// <param name="named">A structure with LaunchTemplateId or LaunchTemplateName.</param>
    public static LaunchTemplate Named(Call call, JsonObject named)
    {
        var (id, name) = (named.Text("LaunchTemplateId"), named.Text("LaunchTemplateName"));
        if (id is not null && name is not null) throw Ec2Errors.Combination(named.Head(), "Only one of launch template ID and launch template name may be specified");
        if (id is not null)
        {
            return call.Ec2().LaunchTemplates.Find(id.Value)
                ?? throw Turn.Error("InvalidLaunchTemplateId.NotFound", $"The specified launch template, with template ID {id.Value.Shortened()}, does not exist.", at: id.At);
        }
        if (name is null) throw Turn.Error("MissingParameter", "A launch template ID or a launch template name must be specified", at: named.Head());
        return call.Ec2().LaunchTemplates.Values.FirstOrDefault(t => t.Name == name.Value)
            ?? throw Turn.Error("InvalidLaunchTemplateName.NotFoundException", $"At least one of the launch templates specified in the request does not exist.", at: name.At);
    }

    /// <param name="version">A number, <c>$Latest</c> or <c>$Default</c>; null for the default.</param>
    public static int Version(LaunchTemplate template, Located<string>? version) => version?.Value switch
    {
        null or "$Default" => template.DefaultVersion,
        "$Latest" => template.Latest,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && template.Has(number) => number,
        _ => throw Turn.Error("InvalidLaunchTemplateId.VersionNotFound", $"Could not find launch template version {version.Value.Shortened()} for launch template {template.Id}.", at: version.At),
    };

    /// <summary>RunInstances's input over the template that it names: what the request says itself wins.</summary>
    public static JsonObject Merged(Call call)
    {
        if (call.Structure("LaunchTemplate") is not { } named) return call.Input;
        var template = Named(call, named);
        return Over(call.Input, template.Versions[Version(template, named.Text("Version")) - 1]);
    }

    public static JsonObject Over(JsonObject input, string data)
    {
        var below = (JsonObject)JsonReader.Read(data).Value!;
        // Places in the template's own text mean nothing in the request's.
        return new([.. input.Members, .. below.Members.Where(m => !input.Mentions(m.Name)).Select(m => m with { NameAt = input.Head() })], input.At);
    }

    private static void Put(Call call, LaunchTemplate template) => call.Put(call.Ec2() with { LaunchTemplates = call.Ec2().LaunchTemplates.Put(template.Id, template) });

    private static Output Create(Call call)
    {
        var name = call.Need("LaunchTemplateName");
        if (name.Length is < 3 or > 128 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"()./_-".Contains(c)))
            throw Turn.Error("InvalidLaunchTemplateName.MalformedException", "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _", "No spaces, then.", at: call.At("LaunchTemplateName"));
        if (call.Ec2().LaunchTemplates.Values.Any(t => t.Name == name)) throw Turn.Error("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.", at: call.At("LaunchTemplateName"));
        LaunchTemplate template = new(call.Turn.Ec2Id("lt"), name, call.Now, 1, [JsonText.Of(call.Structure("LaunchTemplateData")!)]);
        Put(call, template);
        call.Turn.Tag(call.Region, template.Id, call.TagsFor("launch-template"));
        call.Turn.Note("ec2", template.Id, $"The launch template {name} was written. What it names is looked up when it is used.", null, "exists");
        return new() { ["LaunchTemplate"] = Describe(call, template) };
    }

    private static Output AddVersion(Call call)
    {
        var template = Named(call, call.Input);
        var data = call.Text("SourceVersion") is null ? JsonText.Of(call.Structure("LaunchTemplateData")!)
            : JsonText.Of(Over(call.Structure("LaunchTemplateData")!, template.Versions[Version(template, call.Input.Text("SourceVersion")) - 1]));
        var next = template with { Versions = [.. template.Versions, data] };
        Put(call, next);
        return new() { ["LaunchTemplateVersion"] = DescribeVersion(call, next, next.Versions.Count) };
    }

    private static Output SetDefault(Call call)
    {
        var template = Named(call, call.Input);
        var next = template with { DefaultVersion = Version(template, call.Input.Text("DefaultVersion")) };
        Put(call, next);
        return new() { ["LaunchTemplate"] = Describe(call, next) };
    }

    private static Output Delete(Call call)
    {
        var template = Named(call, call.Input);
        call.Put(call.Ec2() with { LaunchTemplates = call.Ec2().LaunchTemplates.Remove(template.Id), Tags = call.Ec2().Tags.Remove(template.Id) });
        call.Turn.Note("ec2", template.Id, $"The launch template {template.Name} was deleted.", "exists");
        return new() { ["LaunchTemplate"] = Describe(call, template) };
    }

    /// <summary>Version by version: what cannot be deleted is told beside what was. The default one stays, so a template is never empty.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html"/>
    private static Output DeleteVersions(Call call)
    {
        var (template, asked) = (Named(call, call.Input), call.Texts("Versions"));
        if (asked.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter LaunchTemplateVersion", "Say which versions go.", at: call.At("Versions"));
        if (asked.Count > 200) throw Ec2Errors.Invalid(call.At("Versions"), "The maximum number of launch template versions that can be deleted in a single request is 200.", "Delete the others by another call.");
        foreach (var one in asked.Where(a => !(long.TryParse(a.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1)))
            throw Ec2Errors.Invalid(one.At, $"Value ({one.Value.Shortened()}) for parameter LaunchTemplateVersion is invalid. Launch template versions must be positive integers.", "$Latest and $Default are not taken here: say the number.");
        List<Node> gone = [], stay = [];
        var versions = template.Versions.ToList();
        foreach (var number in asked.Select(a => long.Parse(a.Value, CultureInfo.InvariantCulture)).Distinct())
        {
            Output about = new() { ["LaunchTemplateId"] = template.Id, ["LaunchTemplateName"] = template.Name, ["VersionNumber"] = number };
            if (number == template.DefaultVersion || !template.Has(number))
            {
                about["ResponseError"] = number == template.DefaultVersion
                    ? new Output { ["Code"] = "unexpectedError", ["Message"] = "The default version of a launch template cannot be deleted. Make another version the default first." }
                    : new Output { ["Code"] = "launchTemplateVersionDoesNotExist", ["Message"] = $"Could not find launch template version {number} for launch template {template.Id}." };
                stay.Add(about);
                continue;
            }
            versions[(int)number - 1] = "";
            gone.Add(about);
        }
        Put(call, template with { Versions = versions });
        if (gone.Count > 0) call.Turn.Note("ec2", template.Id, $"{template.Name} lost {gone.Count} {(gone.Count == 1 ? "version" : "versions")}.");
        return new() { ["SuccessfullyDeletedLaunchTemplateVersions"] = new Array([.. gone]), ["UnsuccessfullyDeletedLaunchTemplateVersions"] = new Array([.. stay]) };
    }

    private static Output DescribeAll(Call call) => call.Page("LaunchTemplates", [.. call.Select("LaunchTemplateIds", call.Ec2().LaunchTemplates.Values,
        id => call.Ec2().LaunchTemplates.Find(id.Value) ?? throw Turn.Error("InvalidLaunchTemplateId.NotFound", $"The specified launch template, with template ID {id.Value.Shortened()}, does not exist.", at: id.At),
        new()
        {
            ["launch-template-name"] = t => [t.Name],
            ["create-time"] = t => [Ec2Calls.Time(t.Created)],
        }, t => t.Id)
        .Where(t => call.Texts("LaunchTemplateNames") is not { Count: > 0 } names || names.Any(n => n.Value == t.Name)).Select(t => Describe(call, t))], least: 1, most: 200);

    private static Output DescribeVersions(Call call)
    {
        var template = Named(call, call.Input);
        var versions = call.Texts("Versions") is { Count: > 0 } asked ? asked.Select(v => Version(template, v)) : Enumerable.Range(1, template.Versions.Count).Where(v => template.Has(v)).Reverse();
        return call.Page("LaunchTemplateVersions", [.. versions.Select(v => DescribeVersion(call, template, v))], least: 1, most: 200);
    }

    private static Output Describe(Call call, LaunchTemplate template) => new()
    {
        ["LaunchTemplateId"] = template.Id,
        ["LaunchTemplateName"] = template.Name,
        ["CreateTime"] = Ec2Calls.Time(template.Created),
        ["CreatedBy"] = call.Caller.Principal.Name,
        ["DefaultVersionNumber"] = template.DefaultVersion,
        ["LatestVersionNumber"] = template.Latest,
        ["Tags"] = call.Ec2().TagList(template.Id),
    };

    private static Output DescribeVersion(Call call, LaunchTemplate template, int version) => new()
    {
        ["LaunchTemplateId"] = template.Id,
        ["LaunchTemplateName"] = template.Name,
        ["VersionNumber"] = version,
        ["DefaultVersion"] = version == template.DefaultVersion,
        ["CreateTime"] = Ec2Calls.Time(template.Created),
        ["CreatedBy"] = call.Caller.Principal.Name,
        ["LaunchTemplateData"] = Node.Parse(template.Versions[version - 1]),
    };
}
