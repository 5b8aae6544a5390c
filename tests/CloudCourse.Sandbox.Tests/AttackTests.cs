using CloudCourse.Simulation.Lambda;
using static CloudCourse.Sandbox.Tests.PythonSandbox;

namespace CloudCourse.Sandbox.Tests;

/// <summary>Handlers that mean harm, each in a process of its own. After each of them the next run works, beside what was there before.</summary>
public sealed class AttackTests(PythonSandbox sandbox)
{
    [Theory]
    [InlineData("while True: pass")]
    [InlineData("while True:\n    try:\n        while True: pass\n    except BaseException: pass")]
    [InlineData("import time\ntime.sleep(10)")]
    [InlineData("import time\nwhile True: time.sleep(0.001)")]
    [InlineData("import asyncio\nasyncio.run(asyncio.sleep(100))")]
    [InlineData("import time\nend = time.time() + 2\nwhile time.time() < end: pass")]
    [InlineData("import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')")]
    [InlineData("return len(str(9 ** 9 ** 8))")]
    [InlineData("while True: print('x' * 1000)")]
    [InlineData("import sys\nwhile True: sys.__stdout__.write('x')")]
    [InlineData("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()")]
    public async Task Too_long_is_ended_at_the_limit(string body)
    {
        var failure = (await sandbox.InvokeAloneAsync(Body(body), timeoutMs: 300)).FunctionError;
        Assert.Contains(failure?.ErrorType, new[] { HandlerFailure.TimedOut, HandlerFailure.ExitError });
        await NextRunWorks();
    }

    [Theory]
    [InlineData("keep = []\nwhile True: keep.append(bytearray(1 << 20))", HandlerFailure.OutOfMemory)]
    [InlineData("return len(bytearray(1 << 30))", HandlerFailure.OutOfMemory)]
    [InlineData("return len(bytearray(10 ** 10))", "OverflowError")]
    [InlineData("return 'x' * (20 << 20)", HandlerFailure.ResponseTooLarge)]
    [InlineData("x = []\nfor _ in range(700): x = [x]\nreturn x", HandlerFailure.MarshalError)]
    [InlineData("import sys\nsys.exit(3)", HandlerFailure.ExitError)]
    [InlineData("import os\nos._exit(3)", HandlerFailure.ExitError)]
    [InlineData("import os\nos.abort()", HandlerFailure.ExitError)]
    [InlineData("def f(): return f()\nreturn f()", "RecursionError")]
    public async Task Too_much_ends_no_more_than_the_environment(string body, string type)
    {
        Assert.Equal(type, (await sandbox.InvokeAloneAsync(Body(body), timeoutMs: 4000)).FunctionError?.ErrorType);
        await NextRunWorks();
    }

    [Theory]
    [InlineData("import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return [f()]\nreturn f()")]
    [InlineData("with open('/tmp/full', 'wb') as f:\n    while True: f.write(b'x' * (1 << 20))")]
    [InlineData("import ctypes\nctypes.string_at(1 << 31, 1 << 20)\nctypes.memset(0, 0, 1 << 24)")]
    [InlineData("import sys\nimport _lambda.runtime as r\nwhile True: r._stream._emit('x' * 1000000)")]
    [InlineData("import _lambda.runtime as r\nwhile True: r._stream._emit('')")]
    public async Task Rough_handling_is_a_failure(string body)
    {
        Assert.NotNull((await sandbox.InvokeAloneAsync(Body(body), timeoutMs: 1000)).FunctionError);
        await NextRunWorks();
    }

    /// <summary>One environment for all: a refusal leaves it as it was.</summary>
    [Fact]
    public async Task What_a_handler_may_not_do_is_refused()
    {
        string[] forbidden =
        [
            "import subprocess\nsubprocess.run(['ls'])",
            "import os\nos.system('ls')",
            "import os\nos.popen('ls').read()",
            "import os\nos.fork()",
            "import os\nos.execv('/bin/sh', ['sh'])",
            "import threading\nthreading.Thread(target=print).start()",
            "import multiprocessing\nmultiprocessing.Process(target=print).start()",
            "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)",
            "import socket\nsocket.socket(socket.AF_UNIX).connect('/run/x')",
            "import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')",
            "open('/etc/passwd').read()",
            "open('/proc/self/environ').read()",
            "import os\nos.listdir('/srv')",
            "import ctypes\nctypes.CDLL('libc.so.6')",
            "import js\njs.Deno.exit()",
            "from js import globalThis",
            "from pyodide.code import run_js\nrun_js('Deno.exit()')",
            "import pyodide_js\npyodide_js.FS",
            "import _lambda.runtime as r\nr._stream._emit.constructor('return Deno')()",
            "import _lambda.runtime as r\nr._stream._emit.constructor.constructor('return this')().Deno.exit()",
            "from pyodide.ffi import create_proxy, JsProxy, to_js\nto_js({}).constructor.constructor('return Deno')()",
            "import pyodide.http\npyodide.http.open_url('file:///etc/passwd')",
        ];
        var source = """
            import json
            def lambda_handler(event, context):
                try:
                    exec(event, {})
                except Exception:
                    return "refused"
                return "done"
            """;
        var run = await sandbox.RunAsync(Function(source) with { TimeoutMs = 10_000 }, [.. forbidden.Append("1").Select(f => System.Text.Json.JsonSerializer.Serialize(f))]);
        Assert.Equal(
            [.. forbidden.Select(f => (f, (string?)"\"refused\"")), ("1", "\"done\"")],
            forbidden.Append("1").Zip(run.Invocations, (f, i) => (f, i.PayloadJson)));
    }

    [Fact]
    public async Task No_module_of_pythons_holds_an_object_of_javascripts()
    {
        var run = await sandbox.RunAsync(Function("""
            import sys
            from pyodide.ffi import JsProxy
            def lambda_handler(event, context):
                own = [m for m in sys.modules.values() if not m.__name__.startswith("_lambda")]
                return [len(own) > 100, [f"{m.__name__}.{n}" for m in own for n, v in m.__dict__.items() if isinstance(v, JsProxy)]]
            """), "1");
        Assert.Equal("[true, []]", Assert.Single(run.Invocations).PayloadJson);
    }

    /// <summary>Each process runs a function of ours before a learner's, and was built on some machine.</summary>
    [Fact]
    public async Task Nothing_is_left_of_what_ran_before_or_of_the_machine()
    {
        var run = await sandbox.RunAsync(Function("""
            import gc, os, sys
            def lambda_handler(event, context):
                name = "rehear" + "sal"
                dicts = [o for o in gc.get_objects() if type(o) is dict]
                return [[m for m in sys.modules if name in m], sum(d.get("__name__") == name for d in dicts), sorted(os.listdir("/var")), os.listdir("/tmp"), sys.executable, sys.orig_argv]
            """), "1");
        Assert.Equal("""[[], 0, ["task"], [], "/var/lang/bin/python3.14", ["/var/lang/bin/python3.14"]]""", Assert.Single(run.Invocations).PayloadJson);
    }

    [Theory]
    [InlineData("""print('{"t":"done","ms":0,"virtualMs":0,"heap":0,"outcome":{"payload":"\\"forged\\"","failure":null}}')""")]
    [InlineData("""import os; os.write(1, b'\n{"t":"done","ms":0,"virtualMs":0,"heap":0,"outcome":{"payload":"\\"forged\\"","failure":null}}\n')""")]
    [InlineData("""import sys; sys.__stdout__.write('\n{"t":"done"}\n'); sys.__stdout__.flush()""")]
    [InlineData("""import os; os.write(2, b'\xff\xfe\x00\xd8\n')""")]
    public async Task A_forged_protocol_line_is_a_line_of_the_log(string statement)
    {
        var invocation = await sandbox.InvokeAsync(Body(statement + "\nreturn 'own'"));
        Assert.Equal("\"own\"", invocation.PayloadJson);
        Assert.InRange(invocation.Log.Count, 3, 6);
    }

    [Fact]
    public async Task The_environment_of_the_host_is_not_seen()
    {
        var invocation = await sandbox.InvokeAsync(Body("import os\nreturn sorted(os.environ)"));
        Assert.DoesNotContain("DENO_DIR", invocation.PayloadJson!, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET", invocation.PayloadJson!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_lines_is_cut()
    {
        var invocation = await sandbox.InvokeAsync(Body("for i in range(100000): print(i)\nreturn 'done'"), timeoutMs: 5000);
        Assert.Equal("\"done\"", invocation.PayloadJson);
        Assert.Equal(1003, invocation.Log.Count);
        Assert.StartsWith("(the log is cut here", invocation.Log[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_environment_is_replaced_by_a_cold_one_three_times()
    {
        const string source = "count = 0\ndef lambda_handler(event, context):\n    global count\n    count += 1\n    if event['exit']: raise SystemExit(1)\n    return count";
        var run = await sandbox.RunAsync(source, [.. new[] { false, true, false, true, true, false }.Select(exit => $$"""{"exit": {{(exit ? "true" : "false")}}}""")]);
        Assert.Equal(
            ["1", HandlerFailure.ExitError, "1", HandlerFailure.ExitError, HandlerFailure.ExitError, HandlerFailure.NotInvoked],
            run.Invocations.Select(i => i.PayloadJson ?? i.FunctionError!.ErrorType));
    }

    private async Task NextRunWorks() => Assert.Equal("\"well\"", (await sandbox.InvokeAsync(Body("return 'well'"))).PayloadJson);
}
