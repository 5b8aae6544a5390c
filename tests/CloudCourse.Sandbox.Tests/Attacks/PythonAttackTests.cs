using CloudCourse.Simulation.Lambda;
using static CloudCourse.Sandbox.Tests.Attacks.Attacker;

namespace CloudCourse.Sandbox.Tests.Attacks;

/// <summary>Python handlers that mean harm, beside those of <see cref="AttackTests"/>. A neighbour's process stays throughout.</summary>
public sealed class PythonAttackTests(PythonSandbox sandbox)
{
    private const string Exit = HandlerFailure.ExitError, TimedOut = HandlerFailure.TimedOut;

    /// <summary>Ways to the loader, to JavaScript and to the machine: what each is answered with.</summary>
    public static readonly (string Body, string Answer)[] Refused =
    [
        (Try("import sys; sys.modules['pyodide_js._api'].public_api.FS"), "KeyError"),
        (Try("from pyodide_js import _api"), "ModuleNotFoundError"),
        (Try("import sys; [m for m in sys.modules if m.startswith('pyodide_js')][0]"), "IndexError"),
        (Try("import pyodide.code; pyodide.code.run_js('1')"), "ModuleNotFoundError|ImportError|AttributeError|JsException|NameError"),
        (Try("import _lambda.host as h; h._ask.constructor('return globalThis')()"), "JsException"),
        (Try("import _lambda.host as h; h._ask.constructor.prototype.constructor('return import(\"node:fs\")')()"), "JsException"),
        (Try("from pyodide.ffi import to_js; to_js([]).constructor.constructor('return Deno')()"), "JsException"),
        (Try("from pyodide.ffi import to_js; to_js([1]).map.constructor('return 1')()"), "JsException"),
        (Try("import _lambda.host as h; h._ask.caller"), "JsException|TypeError|AttributeError"),
        (Try("import _pyodide._importhook as i; i.jsfinder.jsproxies['pyodide_js'].FS"), "KeyError"),
        (Try("import ctypes; assert ctypes.CDLL(None).fork() == -1; raise ChildProcessError()"), "ChildProcessError"),
        (Try("import os; os.kill(1, 9)"), "PermissionError|OSError|ProcessLookupError|AttributeError"),
        (Try("import signal; signal.pthread_kill(1, 9)"), "AttributeError|OSError"),
        (Try("import resource; resource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))"), "ModuleNotFoundError|OSError|ValueError"),
        (Try("import mmap; mmap.mmap(-1, 1 << 40)"), "OverflowError|OSError|ModuleNotFoundError|ValueError|MemoryError"),
        (Try("import sqlite3; sqlite3.connect('/etc/x.db')"), "ModuleNotFoundError|OperationalError|ImportError"),
        (Try("import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', 80))"), "OSError|RuntimeError|NotImplementedError|ConnectionRefusedError|AttributeError|gaierror|BlockingIOError|TimeoutError"),
        (Try("open('/proc/self/mem', 'rb')"), "FileNotFoundError"),
        (Try("open('/proc/self/maps')"), "FileNotFoundError"),
        (Try("import os; os.listdir('/proc/1')"), "FileNotFoundError|NotADirectoryError"),
        (Try("open('/tmp/a\\0b', 'w')"), "ValueError"),
        (Try("open('/tmp/' + chr(0xd800), 'w')"), "UnicodeEncodeError"),
        (Try("import os; os.symlink('/tmp/a', '/tmp/a'); open('/tmp/a').read()"), "OSError|FileNotFoundError"),
        (Try("import os; os.symlink('/', '/tmp/root'); open('/tmp/root/etc/passwd').read()"), "FileNotFoundError"),
        (Try("import os; os.link('/var/task/lambda_function.py', '/tmp/x')"), "OSError|PermissionError|AttributeError"),
        (Try("import os; os.mount"), "AttributeError"),
        (Try("import ast; ast.parse('(' * 20000 + ')' * 20000)"), "SyntaxError|MemoryError|RecursionError"),
        (Try("import re; re.compile('(' * 3000 + ')' * 3000)"), "RecursionError"),
        (Try("exec('x' + '+x' * 50000)"), "RecursionError|MemoryError|NameError|" + Exit),
        (Try("int('9' * 5000)"), "ValueError"),
        (Try("import os; raise LookupError() if os.getuid() == 993 else ValueError()"), "LookupError"),
        (Try("import socket; socket.socketpair()"), "OSError"),
        (Try("import http.server as h; h.HTTPServer(('', 8080), h.BaseHTTPRequestHandler)"), "OSError"),
        (Try("import os; os.symlink('/var/task', '/tmp/own'); open('/tmp/own/lambda_function.py', 'w')"), "OSError"),
        (Try("import importlib.machinery as m; m.ExtensionFileLoader('x', '/tmp/x.so').create_module(m.ModuleSpec('x', None, origin='/tmp/x.so'))"), "ImportError"),
        (Try("import pickle; pickle.loads(b\"cos\\nsystem\\n(S'ls'\\ntR.\")"), "OSError"),
        (Try("import pickle; pickle.loads(b\"cpyodide.code\\nrun_js\\n(S'1'\\ntR.\")"), "ImportError"),
        (Try("import _thread; _thread.start_new_thread(print, ())"), "RuntimeError"),
        (Try("import concurrent.interpreters as ci; ci.create()"), "ModuleNotFoundError"),
        (Try("import sys; sys.remote_exec(1, '/tmp/x.py')"), "FileNotFoundError|OSError|RuntimeError|PermissionError"),
        (Try("import ctypes; assert ctypes.CDLL(None).open(b'/etc/passwd', 0) == -1; raise LookupError()"), "LookupError"),
        (Try("from pyodide.webloop import WebLoop; WebLoop().call_soon(print)"), "NameError"),
        (Try("breakpoint()"), "SystemExit|BdbQuit"),
    ];

    /// <summary>What is done to Python's own library, and the answer to the second event after it: it harms nobody but its own process.</summary>
    public static readonly (string Body, string Answer)[] Poison =
    [
        ("import sys\nfor name in [m for m in sys.modules if m.startswith('_lambda')]: sys.modules[name] = None\nreturn 'own'", "own"),
        ("import json\njson.loads = json.dumps = lambda *_, **__: '{\"payload\":\"\\\\\"forged\\\\\"\",\"failure\":null}'\nreturn 'own'", "own"),
        ("import builtins\nbuiltins.len = builtins.isinstance = builtins.str = builtins.open = None\nreturn 'own'", Exit),
        ("import atexit\natexit.register(lambda: 1 / 0)\nreturn 'own'", "own"),
        ("import sys\nsys.settrace(lambda *_: 1 / 0)\nsys.setprofile(lambda *_: 1 / 0)\nreturn 'own'", Exit),
        ("import sys\nsys.stdout = sys.stderr = None\nsys.excepthook = sys.unraisablehook = None\nreturn 'own'", "own"),
        ("import os, shutil\nos.rename = shutil.rmtree = os.mkdir = lambda *_, **__: 1 / 0\nreturn 'own'", "own"),
        ("import gc\nfor o in gc.get_objects():\n    if isinstance(o, dict) and '_ask' in o: o['_ask'] = None\nreturn 'own'", "own"),
        ("import traceback\ntraceback.extract_tb = None\nraise ValueError('x')", Exit),
        ("import sys\nsys.path[:] = []\nsys.meta_path[:] = []\nsys.path_hooks[:] = []\nreturn 'own'", "own"),
        ("class E(Exception):\n    def __str__(self): raise SystemExit(0)\nraise E()", "E"),
        ("class E(BaseException):\n    def __getattribute__(self, name): raise KeyboardInterrupt()\nraise E()", "E|" + Exit + "|KeyboardInterrupt"),
        ("import json\nreturn json.loads('[' * 100000)", Exit + "|RecursionError"),
        ("import _lambda.runtime as r\nr._finish = lambda *_: 'no json'\nreturn 'own'", Exit),
        ("import _lambda.runtime as r\nr._finish = lambda *_: '{\"payload\":\"1\"}'\nreturn 'own'", Exit),
    ];

    /// <summary>What an environment says to the host when the way out is used for what it is not for.</summary>
    public static readonly (string Body, string Answer)[] Pipe =
    [
        ("from _lambda import host\nhost._ask('call', 5)", Exit),
        ("from _lambda import host\nhost._ask('call', None)", Exit),
        ("from _lambda import host\nhost._ask('ready', '')", Exit),
        ("from _lambda import host\nhost._ask('', '')", Exit),
        ("from _lambda import host\nhost._ask('done', '')", Exit),
        ("from _lambda import host\nhost._ask('expired', '')", TimedOut),
        ("import ctypes\nctypes.CDLL(None).emscripten_run_script(b'Deno.exit()')", Exit),
        ("import ctypes\nctypes.CDLL(None).emscripten_async_run_script(b'Deno.exit()', 0)\nreturn 'own'", "own|" + Exit),
        ("import signal\nsignal.raise_signal(signal.SIGTERM)", Exit),
        ("from _lambda import host\nfor _ in range(20000): host._ask('model', '{}')", Exit + "|" + TimedOut),
        ("from _lambda import host\nhost._ask('call', 'x' * (60 << 20))", Exit + "|MemoryError|" + HandlerFailure.OutOfMemory + "|JsException|" + TimedOut),
        ("from _lambda import host\nreturn host._ask('call', '{')[:9]", "{\"error\":"),
        ("from _lambda import host\nreturn host._ask('model', '[' * 100000)", "null"),
        ("from _lambda import host\nhost._advance(float('nan'))", Exit + "|" + TimedOut),
        ("from _lambda import host\nhost._advance(-10 ** 9)", Exit + "|" + TimedOut),
        ("from _lambda import host\nfor _ in range(100): host._advance(10 ** 12)", TimedOut),
        ("from _lambda import runtime\nfor _ in range(5): runtime._stream._emit('x' * (1 << 20))", Exit),
    ];

    private static string Try(string statement) => $"try:\n    {statement}\nexcept BaseException as e:\n    return type(e).__name__\nreturn 'done'";

    [Fact]
    public async Task Nothing_leads_to_the_loader_or_the_machine()
    {
        await using Attacker attacker = new(sandbox);
        await AllAsync(attacker, Refused);
    }

    [Fact]
    public async Task A_poisoned_library_poisons_nobody_else()
    {
        await using Attacker witness = new(sandbox);
        await witness.NeighbourGoesOnAsync(1);
        List<string> wrong = [];
        foreach (var (body, expected) in Poison)
        {
            await using Attacker attacker = new(sandbox);
            Check(body, expected, await attacker.RunAsync(Python(body), times: 2), wrong);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await witness.NeighbourGoesOnAsync(2);
    }

    [Fact]
    public async Task A_misused_way_out_ends_its_own_process()
    {
        await using Attacker attacker = new(sandbox);
        await AllAsync(attacker, Pipe);
        Assert.Equal("1", await attacker.RunAsync(Python("return 1")));
    }

    private static async Task AllAsync(Attacker attacker, (string, string)[] attacks)
    {
        await attacker.NeighbourGoesOnAsync(1);
        List<string> wrong = [];
        foreach (var (body, expected) in attacks) Check(body, expected, await attacker.RunAsync(Within(Python(body), expected)), wrong);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await attacker.NeighbourGoesOnAsync(2);
    }

    private static void Check(string body, string expected, string answer, List<string> wrong)
    {
        if (!expected.Split('|').Contains(answer)) wrong.Add($"{body}\n  is answered {answer}, not {expected}");
    }
}
