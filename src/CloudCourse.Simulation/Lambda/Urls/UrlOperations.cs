using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Urls;

/// <summary>A function's address: making it lets nobody in yet, which the function's policy does.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"/>
internal static class UrlOperations
{
    private const int MaxAge = 86_400;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateFunctionUrlConfig", c => [On(c, "CreateFunctionUrlConfig")], Create),
        new("UpdateFunctionUrlConfig", c => [On(c, "UpdateFunctionUrlConfig")], Update),
        new("GetFunctionUrlConfig", c => [On(c, "GetFunctionUrlConfig")], c => Describe(c, Find(c), withChange: true)),
        new("DeleteFunctionUrlConfig", c => [On(c, "DeleteFunctionUrlConfig")], Delete),
        new("ListFunctionUrlConfigs", c => [FunctionOperations.On(c, "ListFunctionUrlConfigs")], List),
    ];

    private static Permission On(Call call, string action)
    {
        Named(call);
        var permission = FunctionOperations.On(call, action);
        var type = call.Text("AuthType") ?? UrlOf(call)?.AuthType;
        return type is null ? permission : permission with { Context = new Dictionary<string, IReadOnlyList<string>>(permission.Context) { ["lambda:FunctionUrlAuthType"] = [type] } };
    }

    private static Output Create(Call call)
    {
        var named = Named(call);
        var (function, _) = named.Resolve(call);
        var type = Type(call) ?? throw LambdaErrors.Constraint("AuthType", null, "not be null", at: call.Input.Head());
        if (UrlOf(call) is not null)
            throw LambdaErrors.Conflict($"Failed to create function url config for [functionArn = {named.Arn}]. Error message:  FunctionUrlConfig exists for this Lambda function", "UpdateFunctionUrlConfig changes it; the address stays.", call.At("FunctionName"));
        CheckMode(call);
        FunctionUrl url = new(call.Turn.HexId(32), function.Region, function.Key, named.Qualifier, type, Cors(call), call.Now, call.Now);
        Put(call, url);
        call.Turn.Note("lambda", named.Arn, $"{named.Name} has the address https://{url.Host}/ ({type}).");
        return Describe(call, url, withChange: false);
    }

    private static Output Update(Call call)
    {
        var url = Find(call);
        CheckMode(call);
        url = url with { AuthType = Type(call) ?? url.AuthType, Cors = call.Input.Last("Cors") is null ? url.Cors : Cors(call), Changed = call.Now };
        Put(call, url);
        call.Turn.Note("lambda", Named(call).Arn, $"The address of {Named(call).Name} was changed ({url.AuthType}).");
        return Describe(call, url, withChange: true);
    }

    private static Output Delete(Call call)
    {
        var url = Find(call);
        call.Turn.Put(call.State.Lambda with { Urls = call.State.Lambda.Urls.Remove(url.Id) });
        call.Turn.Note("lambda", Named(call).Arn, $"The address https://{url.Host}/ is gone, and will not come back.");
        return [];
    }

    private static Output List(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        return call.Page(call.State.Lambda.Urls.Values.Where(u => u.FunctionKey == function.Key).OrderBy(u => u.Alias, StringComparer.Ordinal), "FunctionUrlConfigs", u => u.Id, u => Describe(call, u, withChange: true));
    }

    /// <summary>An address belongs to a function or to an alias, never to a version.</summary>
    private static FunctionArn Named(Call call)
    {
        var named = FunctionArn.Of(call);
        return named.Qualifier is { } qualifier && (qualifier is "$LATEST" || qualifier.All(char.IsAsciiDigit))
            ? throw LambdaErrors.Constraint("Qualifier", qualifier, "satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)", "An address belongs to the function (no Qualifier) or to an alias.", call.At("Qualifier"))
            : named;
    }

    private static FunctionUrl? UrlOf(Call call)
    {
        var named = FunctionArn.Of(call);
        return call.State.Lambda.Urls.Values.FirstOrDefault(u => u.FunctionKey == named.Key && u.Alias == named.Qualifier);
    }

    private static FunctionUrl Find(Call call)
    {
        Named(call).Resolve(call);
        return UrlOf(call) ?? throw LambdaErrors.NotFound("The resource you requested does not exist.", "CreateFunctionUrlConfig makes an address.", call.At("FunctionName"));
    }

    private static string? Type(Call call) => call.Text("AuthType") is not { } type ? null
        : type is "NONE" or "AWS_IAM" ? type : throw LambdaErrors.Constraint("AuthType", type, "satisfy enum value set: [NONE, AWS_IAM]", at: call.At("AuthType"));

    private static void CheckMode(Call call)
    {
        switch (call.Text("InvokeMode"))
        {
            case null or "BUFFERED": return;
            case "RESPONSE_STREAM": throw Turn.Error(AwsError.NotSimulated, "Streamed responses (InvokeMode RESPONSE_STREAM) are not simulated: BUFFERED is.", status: 501, at: call.At("InvokeMode"));
            case var mode: throw LambdaErrors.Constraint("InvokeMode", mode, "satisfy enum value set: [BUFFERED, RESPONSE_STREAM]", at: call.At("InvokeMode"));
        }
    }

    private static CorsSettings? Cors(Call call)
    {
        if (call.Structure("Cors") is not { Members.Count: > 0 } cors) return null;
        CorsSettings settings = new(Texts("AllowOrigins"), Texts("AllowMethods"), Texts("AllowHeaders"), Texts("ExposeHeaders"), cors.Flag("AllowCredentials")?.Value ?? false, (int?)cors.Integer("MaxAge")?.Value);
        if (settings.Methods.FirstOrDefault(m => m is not ("*" or "GET" or "PUT" or "HEAD" or "POST" or "PATCH" or "DELETE")) is { } method)
            throw LambdaErrors.Constraint("cors.allowMethods", $"[{method}]", "satisfy constraint: [Member must satisfy enum value set: [GET, PUT, HEAD, POST, PATCH, DELETE, *]]", "Lambda answers OPTIONS by itself.", cors.Head());
        if (settings.MaxAge is < 0 or > MaxAge) throw LambdaErrors.Constraint("cors.maxAge", $"{settings.MaxAge}", settings.MaxAge < 0 ? "have value greater than or equal to 0" : $"have value less than or equal to {MaxAge}", $"From 0 to {MaxAge:N0} seconds.", cors.Head());
        return settings;

        ImmutableArray<string> Texts(string member) => [.. cors.Texts(member).Select(t => t.Value)];
    }

    private static void Put(Call call, FunctionUrl url) => call.Turn.Put(call.State.Lambda with { Urls = call.State.Lambda.Urls.Put(url.Id, url) });

    private static Output Describe(Call call, FunctionUrl url, bool withChange)
    {
        var arn = call.State.Lambda.Functions[url.FunctionKey].Arn;
        Output output = new()
        {
            ["FunctionUrl"] = $"https://{url.Host}/",
            ["FunctionArn"] = url.Alias is null ? arn : $"{arn}:{url.Alias}",
            ["AuthType"] = url.AuthType,
            ["CreationTime"] = Time(url.Created),
            ["InvokeMode"] = "BUFFERED",
        };
        if (withChange) output["LastModifiedTime"] = Time(url.Changed);
        if (url.Cors is not { } cors) return output;
        Output shown = [];
        foreach (var (member, texts) in new[] { ("AllowOrigins", cors.Origins), ("AllowMethods", cors.Methods), ("AllowHeaders", cors.Headers), ("ExposeHeaders", cors.Exposed) })
        {
            if (texts.Length > 0) shown[member] = new Array([.. texts.Select(t => (Node)t)]);
        }
        if (cors.Credentials) shown["AllowCredentials"] = true;
        if (cors.MaxAge is { } age) shown["MaxAge"] = age;
        output["Cors"] = shown;
        return output;

        static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>With a function, or an alias, its address goes.</summary>
    public static LambdaState Without(LambdaState lambda, string functionKey, string? alias)
    {
        foreach (var url in lambda.Urls.Values.Where(u => u.FunctionKey == functionKey && (alias is null || u.Alias == alias)).ToList()) lambda = lambda with { Urls = lambda.Urls.Remove(url.Id) };
        return lambda;
    }
}
