using System.Reflection;
using System.Text.Json.Nodes;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.SimulatedCloud.Forms;

/// <summary>
/// Forms like those of AWS's console. Each is described as data in a file beside this one; what the learner's account has to choose from is
/// put in here.
/// </summary>
public static class CloudForms
{
    public static IReadOnlyDictionary<string, FormMaker> All { get; } =
        new[] { "ec2-launch" }.ToDictionary(name => name, name => (FormMaker)((lab, file, seed) => Describe(name, lab, file, seed)));

    private static JsonObject Describe(string name, LabDefinition lab, LabFile file, int seed)
    {
        var form = Read(name);
        var run = CloudRun.Prepared(lab, seed, CancellationToken.None);
        var files = Files(form, lab, file);
        AccountChoices choices = new(run);
        form["file"] = file.Path;
        form["files"] = new JsonObject(files.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
        form["region"] = run.Region;
        form["choices"] = new JsonObject([.. form["choices"]!.AsArray().Select(c => KeyValuePair.Create(c!.GetValue<string>(), (JsonNode?)choices.Of(c.GetValue<string>())))]);
        form["prices"] = new JsonObject
        {
            ["publicIPv4PerHour"] = Prices.PublicIPv4PerHour,
            ["hoursPerMonth"] = Prices.HoursPerMonth,
            ["asOf"] = Prices.AsOf,
        };
        Keep(form["sections"]!.AsArray(), section =>
        {
            Keep(section["fields"]!.AsArray(), field => (Text(field, "in") is not { } needed || files.ContainsKey(needed)) && (Text(field, "unless") is not { } other || !files.ContainsKey(other)));
            return section["fields"]!.AsArray().Count > 0;
        });
        return form;
    }

    /// <summary>A description as it is written.</summary>
    public static JsonObject Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"form:{name}") ?? throw new InvalidOperationException($"There is no form {name}.");
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>
    /// Files of the lab that the form's fields are in, beside its own: the input of another call, or a member that comes from a file of its own.
    /// </summary>
    private static Dictionary<string, string> Files(JsonObject form, LabDefinition lab, LabFile file)
    {
        var steps = LabCloud.Read(lab).Steps;
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var (part, where) in form["files"]!.AsObject())
        {
            var path = Text(where!, "call") is { } call ? steps.FirstOrDefault(s => s.File is not null && s.Call == call)?.File
                : steps.FirstOrDefault(s => s.File == file.Path)?.Base64.GetValueOrDefault(Text(where!, "member")!);
            if (path is not null) files[part] = path;
        }
        return files;
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    private static void Keep(JsonArray list, Func<JsonNode, bool> fits)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (!fits(list[i]!)) list.RemoveAt(i);
        }
    }
}
