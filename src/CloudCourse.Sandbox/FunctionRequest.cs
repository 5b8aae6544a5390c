using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>A function's configuration in the form in which the environment wants it.</summary>
internal static class FunctionRequest
{
    /// <summary>Lambda's identifiers of what runs here; null for any other.</summary>
    public static Language? LanguageOf(string runtime) => runtime switch
    {
        "python3.14" => Language.Python,
        "nodejs24.x" or "nodejs22.x" => Language.JavaScript,
        _ => null,
    };

    public static object Of(HandlerCode code, SeededIds ids) => new
    {
        runtime = code.Runtime,
        handler = code.Handler,
        files = code.Files.ToDictionary(f => f.Path, f => Writable(f.Text)),
        environment = Variables(code, ids),
        seed = ids.RandomSeed >> 1,
        function = new
        {
            name = code.FunctionName,
            arn = code.InvokedArn ?? $"arn:aws:lambda:{code.Region}:{code.AccountId}:function:{code.FunctionName}",
            version = code.Version,
            memory = code.MemoryMiB,
            logGroup = $"/aws/lambda/{code.FunctionName}",
            logStream = code.LogStream ?? ids.LogStream,
        },
    };

    /// <summary>What an operator of a real function could not deploy either.</summary>
    public static string? Refuse(HandlerCode code)
    {
        if (LanguageOf(code.Runtime) is null) return $"The runtime is {code.Runtime}; this sandbox runs python3.14, nodejs24.x and nodejs22.x.";
        if (code.MemoryMiB is < 128 or > 10240) return $"The memory is {code.MemoryMiB} MB; Lambda gives from 128 to 10240.";
        if (code.TimeoutMs is < 1 or > 900_000) return $"The timeout is {code.TimeoutMs} ms; Lambda gives up to 900000.";
        if (code.Files.Count is 0 or > 50) return $"There are {code.Files.Count} files; give from 1 to 50.";
        if (code.Files.Sum(f => (long)f.Text.Length) > 3 << 20) return "The files hold more than 3 MB together, the most that Lambda's own editor takes.";
        if (code.Files.GroupBy(f => f.Path).FirstOrDefault(g => g.Count() > 1) is { } twice) return $"The file {twice.Key} is there twice.";
        if (code.Files.FirstOrDefault(f => !HandlerFile.IsPath(f.Path)) is { } odd) return $"The path '{odd.Path}' is not one below the function's own folder.";
        return null;
    }

    /// <summary>Half a surrogate pair has no place in a UTF-8 file.</summary>
    private static string Writable(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"/>
    private static Dictionary<string, string> Variables(HandlerCode code, SeededIds ids)
    {
        Dictionary<string, string> all = [];
        foreach (var (name, value) in code.Environment ?? new Dictionary<string, string>()) all[Writable(name)] = Writable(value);
        // Reserved: a function cannot set these itself.
        all["AWS_REGION"] = all["AWS_DEFAULT_REGION"] = code.Region;
        all["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{code.Runtime}";
        all["AWS_LAMBDA_FUNCTION_NAME"] = code.FunctionName;
        all["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = $"{code.MemoryMiB}";
        all["AWS_LAMBDA_FUNCTION_VERSION"] = code.Version;
        all["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        all["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{code.FunctionName}";
        all["AWS_LAMBDA_LOG_STREAM_NAME"] = code.LogStream ?? ids.LogStream;
        all["LAMBDA_TASK_ROOT"] = "/var/task";
        all["_HANDLER"] = code.Handler;
        all["TZ"] = ":UTC";
        all["HOME"] = "/tmp";
        all["PATH"] = "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin";
        return all;
    }
}
