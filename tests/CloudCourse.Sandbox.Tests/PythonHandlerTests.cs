using System.Text.Json;
using CloudCourse.Simulation.Lambda;
using static CloudCourse.Sandbox.Tests.PythonSandbox;

namespace CloudCourse.Sandbox.Tests;

public sealed class PythonHandlerTests(PythonSandbox sandbox)
{
    [Theory]
    [InlineData("return event", """{"a": [1, 2.5, "x", null, true]}""", """{"a": [1, 2.5, "x", null, true]}""")]
    [InlineData("return 'gr\\u00fc\\u00df ' + event['name']", """{"name": "日本 🚀"}""", "\"grüß 日本 🚀\"")]
    [InlineData("pass", "{}", "null")]
    [InlineData("return event.upper()", "\"text\"", "\"TEXT\"")]
    [InlineData("import json\nreturn {'statusCode': 200, 'body': json.dumps({'n': event['n'] + 1})}", """{"n": 1}""", """{"statusCode": 200, "body": "{\"n\": 2}"}""")]
    [InlineData("return context.function_name, context.memory_limit_in_mb, context.function_version", "{}", """["my-function", "128", "$LATEST"]""")]
    [InlineData("return context.invoked_function_arn", "{}", "\"arn:aws:lambda:us-east-1:111122223333:function:my-function\"")]
    [InlineData("return context.log_group_name", "{}", "\"/aws/lambda/my-function\"")]
    [InlineData("import os\nreturn [os.environ['AWS_REGION'], os.environ['AWS_LAMBDA_FUNCTION_NAME'], os.environ['_HANDLER']]", "{}", """["us-east-1", "my-function", "lambda_function.lambda_handler"]""")]
    [InlineData("import time\nbefore = time.monotonic()\ntime.sleep(0.5)\nreturn round(time.monotonic() - before, 2)", "{}", "0.5")]
    [InlineData("import time\ntime.sleep(0.4)\nreturn 590 < context.get_remaining_time_in_millis() <= 600", "{}", "true")]
    [InlineData("import asyncio\nasync def work(n):\n    await asyncio.sleep(n)\n    return n\nasync def main():\n    return await asyncio.gather(work(0.3), work(0.1))\nreturn asyncio.run(main())", "{}", "[0.3, 0.1]")]
    [InlineData("import re, csv, decimal, hashlib, zlib, statistics\nreturn hashlib.sha256(b'x').hexdigest()[:8]", "{}", "\"2d711642\"")]
    public async Task Runs(string body, string given, string result)
    {
        var invocation = await sandbox.InvokeAsync(Body(body), given);
        Assert.Null(invocation.FunctionError);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(result), JsonElement.Parse(invocation.PayloadJson!)), invocation.PayloadJson);
    }

    [Theory]
    [InlineData("return event['name']", "KeyError", "'name'", 2)]
    [InlineData("x = 1\nraise ValueError('no ' + str(x))", "ValueError", "no 1", 3)]
    [InlineData("import datetime\nreturn datetime.datetime.now()", "Runtime.MarshalError", "Unable to marshal response: Object of type datetime is not JSON serializable", null)]
    [InlineData("return float('nan')", "Runtime.MarshalError", "Unable to marshal response: Out of range float values are not JSON compliant: nan", null)]
    [InlineData("return '\\ud800'", "Runtime.MarshalError", "Unable to marshal response: 'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed", null)]
    [InlineData("raise Exception('\\ud800 \\x00')", "Exception", "\\ud800 \0", 2)]
    public async Task Fails_as_Lambda_says(string body, string type, string message, int? line)
    {
        var failure = (await sandbox.InvokeAsync(Body(body))).FunctionError;
        Assert.NotNull(failure);
        Assert.Equal(type, failure.ErrorType);
        Assert.Equal(message, failure.ErrorMessage);
        Assert.Equal(line, failure.At?.Line);
    }

    [Theory]
    [InlineData("import requests", "Runtime.ImportModuleError", "Unable to import module 'lambda_function': No module named 'requests'", 1)]
    [InlineData("x = 1\ndef lambda_handler(event, context)\n    return 1", "Runtime.UserCodeSyntaxError", "Syntax error in module 'lambda_function': expected ':' (lambda_function.py, line 2)", 2)]
    [InlineData("def handler(event, context): pass", "Runtime.HandlerNotFound", "Handler 'lambda_handler' missing on module 'lambda_function'", null)]
    [InlineData("a = 1\nb = a / 0", "ZeroDivisionError", "division by zero", 2)]
    [InlineData("import sys\nsys.exit(4)", "Runtime.ExitError", "Runtime exited with error: exit status 4", 2)]
    public async Task Does_not_load(string source, string type, string message, int? line)
    {
        var run = await sandbox.RunSharedAsync(Function(source), "{}");
        Assert.Empty(run.Invocations);
        Assert.Equal((type, message, line), (run.Init?.ErrorType, run.Init?.ErrorMessage, run.Init?.At?.Line));
    }

    [Fact]
    public async Task The_environment_stays_warm_between_events_and_one_run_is_nothing_to_the_next()
    {
        const string counter = "count = 0\ndef lambda_handler(event, context):\n    global count\n    count += 1\n    return count";
        for (var again = 0; again < 2; again++)
        {
            var run = await sandbox.RunAsync(counter, "{}", "{}", "{}");
            Assert.Equal(["1", "2", "3"], run.Invocations.Select(i => i.PayloadJson!));
            Assert.NotNull(run.Invocations[0].Report.InitMs);
            Assert.All(run.Invocations.Skip(1), i => Assert.Null(i.Report.InitMs));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_clock_ids_and_random_numbers_and_another_seed_others()
    {
        var source = Body("""
            import datetime, os, random, secrets, time, uuid
            print(list({'a', 'b', 'c'}), context.log_stream_name)
            return [context.aws_request_id, str(uuid.uuid4()), random.random(), secrets.token_hex(4), time.time(), str(datetime.datetime.now()), os.urandom(2).hex()]
            """);
        var first = await sandbox.RunAsync(Function(source), "{}", "{}");
        var same = await sandbox.RunAsync(Function(source), "{}", "{}");
        var other = await sandbox.RunAsync(Function(source) with { Seed = 8 }, "{}", "{}");
        Assert.Equal(first.Invocations.Select(i => i.PayloadJson), same.Invocations.Select(i => i.PayloadJson));
        Assert.Equal(first.Invocations.SelectMany(i => i.Log), same.Invocations.SelectMany(i => i.Log));
        Assert.Empty(first.Invocations.Select(i => i.PayloadJson).Intersect(other.Invocations.Select(i => i.PayloadJson)));
    }

    [Fact]
    public async Task Prints_and_logging_come_in_order_between_start_and_end()
    {
        var invocation = await sandbox.InvokeAsync("""
            import logging, sys
            log = logging.getLogger()
            log.setLevel("INFO")
            def lambda_handler(event, context):
                print("one")
                log.info("two %s", 2)
                sys.stderr.write("three\n\ud800\x00")
                raise RuntimeError("four")
            """);
        var id = invocation.RequestId;
        Assert.Equal(
            [$"START RequestId: {id} Version: $LATEST", "one", "two 2", "three", "\\ud800\0", "[ERROR] RuntimeError: four", "Traceback (most recent call last):",
             "  File \"/var/task/lambda_function.py\", line 8, in lambda_handler", "    raise RuntimeError(\"four\")", $"END RequestId: {id}"],
            invocation.Log.Select(l => l.StartsWith("[INFO]\t", StringComparison.Ordinal) && l.Contains(id, StringComparison.Ordinal) ? l.Split('\t')[^1] : l));
    }

    [Fact]
    public async Task Several_files_and_a_handler_in_a_folder()
    {
        HandlerCode code = new("python3.14", "app/main.handle", [new("app/main.py", "from app.words import greet\ndef handle(e, c):\n    return greet(e)"), new("app/words.py", "def greet(e):\n    return e['who'] + 1")], Seed: 3);
        var failure = Assert.Single((await sandbox.RunAsync(code, """{"who": "x"}""")).Invocations).FunctionError!;
        Assert.Equal(new HandlerLine("app/words.py", 2), failure.At);
        Assert.Equal(2, failure.StackTrace.Count);
    }

    /// <summary>A function that writes beside its code, and not to /tmp, works on its author's machine alone.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"/>
    [Theory]
    [InlineData("open('report.csv', 'w')", "Read-only file system: 'report.csv'")]
    [InlineData("open('/var/task/lambda_function.py', 'a')", "Read-only file system: '/var/task/lambda_function.py'")]
    [InlineData("open('/report.csv', 'w')", "Read-only file system: '/report.csv'")]
    [InlineData("os.remove('/var/task/lambda_function.py')", "Read-only file system: '/var/task/lambda_function.py'")]
    [InlineData("os.mkdir('/var/task/out')", "Read-only file system: '/var/task/out'")]
    [InlineData("os.rename('/var/task/lambda_function.py', '/tmp/moved.py')", "Read-only file system: '/var/task/lambda_function.py' -> '/tmp/moved.py'")]
    [InlineData("os.truncate('/var/task/lambda_function.py', 0)", "Read-only file system: '/var/task/lambda_function.py'")]
    [InlineData("shutil.rmtree('/tmp')", "Read-only file system: '/tmp'")]
    [InlineData("os.makedirs('/tmp/a/b'); open('/tmp/a/b/c', 'w').write('x'); os.rename('/tmp/a/b/c', '/tmp/d'); os.remove('/tmp/d'); open('/dev/null', 'w').write('x')", "written")]
    public async Task Only_tmp_can_be_written(string statement, string said)
    {
        var body = $"import os, shutil, errno\ntry:\n    {statement}\nexcept OSError as e:\n    assert e.errno == errno.EROFS\n    return str(e).split('] ')[1]\nreturn 'written'";
        var invocation = await sandbox.InvokeAsync(Body(body));
        Assert.Equal(said, System.Text.Json.JsonElement.Parse(invocation.PayloadJson ?? "null").GetString());
    }

    [Theory]
    [InlineData("java25", "a.py", "The runtime is java25; this sandbox runs python3.14, nodejs24.x and nodejs22.x.")]
    [InlineData("python3.14", "../a.py", "The path '../a.py' is not one below the function's own folder.")]
    [InlineData("python3.14", "/etc/a.py", "The path '/etc/a.py' is not one below the function's own folder.")]
    public async Task What_cannot_be_deployed_is_refused(string runtime, string path, string why)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => sandbox.RunAsync(new HandlerCode(runtime, "a.b", [new(path, "")]), "{}"));
        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_line_reads_as_Lambdas()
    {
        var invocation = await sandbox.InvokeAloneAsync(Body("return 1"), 1000);
        Assert.Matches(
            @"\AREPORT RequestId: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\z",
            invocation.Report.Line(invocation.RequestId, 128));
    }
}
