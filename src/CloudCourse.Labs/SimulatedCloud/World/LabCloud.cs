using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>What a lab declares under <c>settings</c>: an account, and what is done in it, in order.</summary>
internal sealed record LabCloud
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }
    public required string Region { get; init; }

    /// <summary>What the virtual clock shows first.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Who makes the learner's calls: <c>root</c>, <c>user/ana</c> or <c>role/App</c>. The lab's own are the root user's.</summary>
    public string Caller { get; init; } = "root";

    /// <summary>What the account's registry holds beside the public images.</summary>
    public IReadOnlyList<ContainerImage> Images { get; init; } = [];
    public required IReadOnlyList<LabStep> Steps { get; init; }

    /// <summary>Solutions of the lab that a learner's run is compared with.</summary>
    public IReadOnlyList<LabRival> Compare { get; init; } = [];

    /// <summary>Functions are deployed, so the account must be one in which they run.</summary>
    public bool RunsFunctions => Steps.Any(s => s.Zip.Count + s.Code.Count > 0);

    /// <exception cref="JsonException">The settings are broken; its words tell the author where.</exception>
    public static LabCloud Read(LabDefinition lab) => Read<LabCloud>(lab.Settings);

    internal static T Read<T>(JsonElement json) => json.ValueKind is JsonValueKind.Undefined
        ? throw new JsonException("nothing is written") : json.Deserialize<T>(Options) ?? throw new JsonException("null is written");

    /// <summary>Null for words that name nobody.</summary>
    public static Caller? CallerOf(string words, string account) => words.Split('/', 2) switch
    {
        ["root"] => Simulation.Cloud.Caller.Root(account),
        ["user", var name] => Simulation.Cloud.Caller.User(account, name),
        ["role", var name] => Simulation.Cloud.Caller.Session(account, name, "lab"),
        _ => null,
    };

    /// <summary><c>90s</c>, <c>20m</c>, <c>8h</c>, <c>3d</c>; null for anything else.</summary>
    public static TimeSpan? Duration(string text) => text.Length is < 2 or > 7 || !int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, null, out var count) ? null : text[^1] switch
    {
        's' => TimeSpan.FromSeconds(count),
        'm' => TimeSpan.FromMinutes(count),
        'h' => TimeSpan.FromHours(count),
        'd' => TimeSpan.FromDays(count),
        _ => null,
    };
}

/// <summary>One step: a call of the lab's, a file of the learner's, a clock move, an event, or a name for the moment. Exactly one of them.</summary>
internal sealed record LabStep
{
    /// <summary>Service and operation, such as <c>ec2 RunInstances</c>; with <see cref="File"/>, the operation whose input the file is.</summary>
    public string? Call { get; init; }
    public JsonElement Input { get; init; }

    /// <summary>The learner's file; without <see cref="Call"/> it is a list of calls.</summary>
    public string? File { get; init; }

    /// <summary>A walk through the console whose answers the file holds: a name of <see cref="ConsoleSteps.Flows.ConsoleFlow.All"/>.</summary>
    public string? Console { get; init; }

    /// <summary>The learner's file whose lines are typed at a terminal, one after the other.</summary>
    public string? Script { get; init; }

    /// <summary>The name by which later inputs refer to the result.</summary>
    public string? As { get; init; }

    /// <summary>Who calls, where it is not who usually does.</summary>
    public string? By { get; init; }

    /// <summary>Where the call is made; the lab's Region where absent.</summary>
    public string? Region { get; init; }

    /// <summary>Members of the input that come from another file in Base64, as <c>--user-data file://…</c> does it.</summary>
    public IReadOnlyDictionary<string, string> Base64 { get; init; } = new Dictionary<string, string>();

    /// <summary>Members of the input whose text is another file, as <c>--policy-document file://…</c> does it.</summary>
    public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>();

    /// <summary>The learner's files in a function's deployment package.</summary>
    public IReadOnlyList<string> Zip { get; init; } = [];

    /// <summary>The lab's own files in the package: their text by their path.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = new Dictionary<string, string>();
    public string? Wait { get; init; }

    /// <summary>A zone, or <see cref="FullestZone"/>.</summary>
    public string? ZoneFails { get; init; }
    public string? ZoneRecovers { get; init; }

    /// <summary>The programs on all instances that run then end.</summary>
    public bool ProgramsEnd { get; init; }
    public LabVisitors? Visitors { get; init; }

    /// <summary>A request to an HTTP API, whose response is waited for.</summary>
    public LabRequest? Request { get; init; }

    /// <summary>The part of the events for functions that arrives twice from here on, from 0 to 1.</summary>
    public double? Duplicates { get; init; }
    public string? Mark { get; init; }

    /// <summary>In place of a zone: the one where most instances run, so that nobody survives by keeping out of one.</summary>
    public const string FullestZone = "fullest";

    /// <summary>The learner's file that makes this step the learner's; null for the lab's own.</summary>
    public string? OwnFile => File ?? Script ?? Text.Values.FirstOrDefault() ?? Zip.FirstOrDefault();

    /// <summary>Members of the input that do not stand in the learner's file.</summary>
    public IEnumerable<string> Supplied => Zip.Count + Code.Count > 0 ? Base64.Keys.Append("Code") : Base64.Keys;

    /// <summary>The deployment package in base64; null for a step without one.</summary>
    public string? Package(IReadOnlyDictionary<string, string> files) => Zip.Count + Code.Count == 0 ? null
        : CodePackage.Write([.. Zip.Select(f => new HandlerFile(f, files.GetValueOrDefault(f, ""))), .. Code.Select(c => new HandlerFile(c.Key, c.Value))]);

    public (string Service, string Operation)? Named => Call?.Split(' ') is [var service, var operation] ? (service, operation) : null;
}

/// <summary>Visitors who begin to come.</summary>
/// <param name="To">The address that they ask for, with names of results.</param>
/// <param name="Curve">In the order of time; straight lines between.</param>
internal sealed record LabVisitors(string Name, string To, IReadOnlyList<LabRate> Curve, int Port = 80);

/// <param name="To">As <c>${api.ApiEndpoint}/orders?size=2</c>, with names of results.</param>
internal sealed record LabRequest(string Name, string To, string Method = "GET", IReadOnlyDictionary<string, string>? Headers = null, string? Body = null)
{
    private const string Scheme = "https://";

    /// <summary>Host and path of a URL; null for what is none.</summary>
    public static (string Host, string Path)? Address(string url)
    {
        if (!url.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var rest = url[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
    }
}

/// <param name="After">Since they began to come, as <c>20m</c>.</param>
internal sealed record LabRate(string After, double PerSecond);

/// <summary>Another design, in figures only.</summary>
/// <param name="Solution">The name of its folder under solutions.</param>
internal sealed record LabRival(string Title, string Solution);
