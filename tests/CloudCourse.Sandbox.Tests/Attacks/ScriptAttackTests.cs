using CloudCourse.Simulation.Lambda;
using static CloudCourse.Sandbox.Tests.Attacks.Attacker;

namespace CloudCourse.Sandbox.Tests.Attacks;

/// <summary>Node.js handlers that mean harm. They share a process until one of them ends it; a neighbour's stays throughout.</summary>
public sealed class ScriptAttackTests(PythonSandbox sandbox)
{
    private const string TimedOut = HandlerFailure.TimedOut, Exit = HandlerFailure.ExitError;

    /// <summary>Attempts to get past the loader, to the machine or to the pipe: what each is answered with.</summary>
    public static readonly (string Body, string Answer)[] Refused =
    [
        (Try("await import('node:child_process')"), "Runtime.ImportModuleError"),
        (Try("(await import('node:module')).createRequire('/etc/x.js')"), "TypeError"),
        (Try("(await import('node:module')).createRequire('/var/task/../../etc/x.js')('../../../etc/passwd')"), "Runtime.ImportModuleError"),
        (Try("(await import('node:module')).createRequire(import.meta.url)('node:child_process')"), "Runtime.ImportModuleError"),
        (Try("(await import('node:module')).createRequire(import.meta.url)('../../proc/self/environ')"), "Runtime.ImportModuleError"),
        (Try("await import('node:http').then((http) => new Promise((yes, no) => http.get({ socketPath: '/var/run/docker.sock' }, yes).on('error', no)))"), "Error"),
        (Try("await import('node:https').then((https) => new Promise((yes, no) => https.get('https://169.254.169.254/', yes).on('error', no)))"), "Error"),
        (Try("(await import('node:http')).createServer()"), "Error"),
        (Try("await import('node:fs').then((fs) => new Promise((yes, no) => fs.createReadStream('/proc/self/environ').on('error', no).on('data', yes)))"), "Error"),
        (Try("await import('node:fs').then((fs) => new Promise((yes, no) => fs.createWriteStream('/var/task/index.mjs').on('error', no).on('open', yes)))"), "Error"),
        (Try("(await import('node:readline')).createInterface(process.stdin)"), "NotImplemented"),
        (Try("new (await import('node:readline')).Interface()"), "TypeError"),
        (Try("await import('node:vm')"), "Runtime.ImportModuleError"),
        (Try("await import('node:worker_threads')"), "Runtime.ImportModuleError"),
        (Try("await import('node:inspector')"), "Runtime.ImportModuleError"),
        (Try("await import('node:v8')"), "Runtime.ImportModuleError"),
        (Try("await import('data:text/javascript,export default 1')"), "Runtime.ImportModuleError"),
        (Try("await import('file:///etc/passwd')"), "Runtime.ImportModuleError"),
        (Try("await import('https://example.com/x.mjs')"), "Runtime.ImportModuleError"),
        (Try("await import('npm:left-pad')"), "Runtime.ImportModuleError"),
        (Try("await new Function('return import(\"file:///etc/passwd\")')()"), "Runtime.ImportModuleError"),
        (Try("await new Function('return import(\"node:worker_threads\")')()"), "Runtime.ImportModuleError"),
        (Try("await (0, eval)('import(\"data:text/javascript,1\")')"), "Runtime.ImportModuleError"),
        (Try("await (async () => {}).constructor('return await import(\"node:vm\")')()"), "Runtime.ImportModuleError"),
        (Try("setTimeout('globalThis.harm = 1')"), "TypeError"),
        (Try("process.binding('fs')"), "Error"),
        (Try("process.dlopen({}, '/lib/x86_64-linux-gnu/libc.so.6')"), "Error"),
        (Try("process.kill(process.ppid, 9)"), "Error"),
        (Try("process.chdir('/')"), "Error"),
        (Try("new Worker('data:text/javascript,for(;;);')"), "ReferenceError"),
        (Try("Deno.exit()"), "ReferenceError"),
        (Try("new Function('return Deno')().exit()"), "ReferenceError"),
        (Try("await fetch('http://127.0.0.1/')"), "TypeError"),
        (Try("await fetch('file:///etc/passwd')"), "TypeError"),
        (Try("new WebSocket('ws://127.0.0.1/')"), "ReferenceError"),
        (Try("localStorage.setItem('a', 'b')"), "ReferenceError"),
        (Try("await caches.open('a')"), "ReferenceError"),
        (Try("console._stdout.write('x')"), "TypeError"),
        (Try("(await import('node:fs')).readFileSync('/proc/self/environ')"), "Error"),
        (Try("(await import('node:fs')).readdirSync('/etc')"), "Error"),
        (Try("(await import('node:fs')).readFileSync('/tmp/../etc/passwd')"), "Error"),
        (Try("(await import('node:fs')).writeFileSync('/tmp/full', Buffer.alloc(40 << 20))"), "Error"),
        ("const process = (await import('node:process')).default; return process.pid === 2 && process === globalThis.process ? 'own' : 'the real one'", "own"),
        ("Error.prepareStackTrace = (error, sites) => sites.map(site => [site.getThis(), site.getFunction()]).flat().filter(x => x !== undefined).length; const found = new Error('x').stack; delete Error.prepareStackTrace; return 'objects of the runner: ' + found", "objects of the runner: 0"),
        (Try("await import('ext:core/mod.js')"), "Runtime.ImportModuleError"),
        (Try("await import('internal:deno')"), "Runtime.ImportModuleError"),
        (Try("await import('node:test')"), "Runtime.ImportModuleError"),
        (Try("await import(URL.createObjectURL(new Blob(['export default 1'], { type: 'text/javascript' })))"), "Runtime.ImportModuleError"),
        (Try("await import('file:///etc/passwd', { with: { type: 'text' } })"), "Runtime.ImportModuleError"),
        (Try("await Object.getPrototypeOf(async function* () {}).constructor('yield await import(\"node:vm\")')().next()"), "Runtime.ImportModuleError"),
        (Try("await Reflect.construct(Function, ['return import(\"node:vm\")'])()"), "Runtime.ImportModuleError"),
        (Try("await WebAssembly.compileStreaming(fetch('file:///etc/passwd'))"), "TypeError"),
        (Try("await Object.create(CacheStorage.prototype).open('x')"), "TypeError"),
        (Try("await Object.create(LockManager.prototype).request('a', () => 1)"), "TypeError"),
        (Try("new GPU()"), "TypeError"),
        ("process.on('exit', () => { for (;;); }); return 'ended'", "ended"),
    ];

    /// <summary>What is done to JavaScript's own objects, and the answer to the second event after it: the runner works with its own.</summary>
    public static readonly (string Body, string Answer)[] Poison =
    [
        ("WeakMap.prototype.get = WeakMap.prototype.has = () => undefined; return 'own'", "own"),
        ("JSON.stringify = () => '{\"t\":\"done\"}'; return 'own'", "own"),
        ("JSON.parse = () => ({ t: 'init' }); return 'own'", "own"),
        ("TextEncoder.prototype.encode = () => new Uint8Array(1 << 20); TextDecoder.prototype.decode = () => '{}'; return 'own'", "own"),
        ("Uint8Array.prototype.subarray = Uint8Array.prototype.indexOf = Uint8Array.prototype.set = () => -1; return 'own'", "own"),
        ("Object.prototype.t = 'call'; Object.prototype.request = 'x'; Object.prototype.failure = {}; return 'own'", "own"),
        ("Object.prototype.toJSON = () => 'changed'; return {}", "changed"),
        ("Array.prototype.toJSON = () => 'changed'; return []", "changed"),
        ("Array.prototype.push = () => 0; Array.prototype.splice = () => []; Map.prototype.get = () => undefined; return 'own'", "Error|own"),
        ("Date = undefined; performance.now = undefined; Math.max = undefined; console.log('still written'); return 'own'", "own"),
        ("Promise.prototype.then = function () { return this; }; return 'own'", Exit),
        ("Promise = class {}; return 'own'", "own|TypeError|" + Exit),
        ("Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => {}; return 'own'", "own"),
        ("String.prototype.toWellFormed = () => '\\ud800'; return 'own'", Exit),
        ("Reflect.apply = Reflect.construct = () => {}; Symbol.iterator; Array.prototype[Symbol.iterator] = function* () {}; return 'own'", "own|TypeError|" + Exit),
        ("for (const key of Object.getOwnPropertyNames(globalThis)) try { globalThis[key] = undefined } catch { } return 'own'", "own|TypeError|" + Exit),
    ];

    /// <summary>Errors that are made to be told wrongly.</summary>
    public static readonly (string Body, string Answer)[] Errors =
    [
        ("const e = new Error('x'); for (const k of ['stack', 'name', 'message', 'at']) Object.defineProperty(e, k, { get() { throw 1 } }); throw e", "(an error whose text cannot be read)"),
        ("const e = new Error('x'); e.stack = { toString() { for (let i = 0; i < 9; i++); throw new Error('again') } }; e.name = Symbol('s'); throw e", "Symbol(s)"),
        ("const e = new Error('x'); e.at = { path: { toJSON() { return 5 } }, line: 'a' }; throw e", "Error"),
        ("throw new Proxy({}, { get() { throw 1 }, has() { throw 1 }, getPrototypeOf() { throw 1 }, ownKeys() { throw 1 } })", "Error"),
        ("throw { lost: true, payload: '\"forged\"', failure: null }", "object"),
        ("throw { unlocated: { file: 'index.mjs', source: 'globalThis.harm = 1' }, name: 'N', message: 'm' }", "N"),
        ("throw new Error('line\\n'.repeat(200000))", "Error"),
        ("const e = new Error('x'); e.stack = '\\n    at f (/var/task/../../etc/passwd:1:1)'.repeat(10000); throw e", "Error"),
        ("Error.prepareStackTrace = () => { throw new Error('no stack') }; null.x", "TypeError|Error"),
        ("delete Error.prepareStackTrace; return { get a() { throw new Error('getter') } }", "Runtime.MarshalError"),
        ("return { toJSON() { return { toJSON() { throw 1 } } } , get toString() { throw 1 } }", "{}"),
        ("let o = {}; for (let i = 0; i < 600; i++) o = { o }; return o", "Runtime.MarshalError"),
        ("return { then() { throw new Error('thenable') } }", "Error"),
        ("return 'x'.repeat(7 << 20)", "Function.ResponseSizeTooLarge"),
        ("return '\\ud800'", "Runtime.MarshalError"),
    ];

    /// <summary>Time, memory and words without end: the process is ended, or runs out by itself.</summary>
    public static readonly (string Body, string Answer)[] Floods =
    [
        ("const again = () => Promise.resolve().then(again); again(); await new Promise(() => {})", TimedOut + "|" + Exit),
        ("const again = () => queueMicrotask(again); again(); await new Promise(() => {})", TimedOut + "|" + Exit),
        ("const again = () => process.nextTick(again); again(); await new Promise(() => {})", TimedOut + "|" + Exit),
        ("const again = () => setImmediate(again); again(); await new Promise(() => {})", TimedOut),
        ("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", TimedOut),
        ("const cell = new Int32Array(new SharedArrayBuffer(4)); for (;;) Atomics.wait(cell, 0, 0, 0)", TimedOut),
        ("const keep = []; for (;;) { const m = new WebAssembly.Memory({ initial: 256, maximum: 256 }); new Uint8Array(m.buffer).fill(1); keep.push(m); }", Exit + "|RangeError|" + TimedOut),
        ("let o = {}; for (let i = 0; i < 60; i++) o = { a: o, b: structuredClone(o) }; return 'cloned'", "DataCloneError|" + Exit + "|" + TimedOut),
        ("const bomb = { toJSON() { return [bomb, bomb] } }; return bomb", "Runtime.MarshalError|" + Exit + "|" + TimedOut),
        ("const keep = []; for (;;) keep.push(Buffer.alloc(1 << 22, 1))", Exit + "|RangeError"),
        ("const { scryptSync } = await import('node:crypto'); scryptSync('a', 'b', 64, { N: 1 << 20, r: 64, maxmem: 2 ** 40 })", "Error|RangeError|" + Exit + "|" + TimedOut),
        ("const { pbkdf2Sync } = await import('node:crypto'); pbkdf2Sync('a', 'b', 2 ** 31 - 1, 64, 'sha512')", TimedOut + "|" + Exit),
        ("const { gunzipSync, gzipSync } = await import('node:zlib'); let bomb = gzipSync(Buffer.alloc(64 << 20)); const keep = []; for (;;) keep.push(gunzipSync(bomb))", Exit + "|RangeError|Error|" + TimedOut),
        ("new OffscreenCanvas(100000, 100000); const keep = []; for (;;) keep.push(new OffscreenCanvas(10000, 10000).getContext('2d'))", Exit + "|TypeError|RangeError|Error|" + TimedOut),
        ("process.stdout.write('x'.repeat(1 << 26)); for (;;) process.stdout.write('x')", TimedOut),
        ("for (;;) await new Promise(done => setTimeout(done, 0))", TimedOut),
    ];

    private static string Try(string statement) => $"try {{ {statement} }} catch (e) {{ return e.name ?? String(e) }} return 'done'";

    [Fact]
    public async Task Nothing_leads_past_the_loader()
    {
        await using Attacker attacker = new(sandbox);
        await AllAsync(attacker, Refused, times: 1);
    }

    [Fact]
    public async Task A_poisoned_library_poisons_nobody_else()
    {
        // A library is poisoned for the whole process: each attack has its own, and no other may stand beside it.
        List<string> wrong = [];
        foreach (var (body, expected) in Poison)
        {
            await using Attacker attacker = new(sandbox);
            var answer = await attacker.RunAsync(Script(body), times: 2);
            if (!expected.Split('|').Contains(answer)) wrong.Add($"{body}\n  is answered {answer}, not {expected}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_hostile_error_is_an_error()
    {
        await using Attacker attacker = new(sandbox);
        await AllAsync(attacker, Errors, times: 1);
    }

    [Fact]
    public async Task A_flood_ends_its_own_process()
    {
        await using Attacker attacker = new(sandbox);
        // One that is refused in time leaves its process alive, and little memory in it.
        await AllAsync(attacker, Floods, times: 1, alone: true);
        Assert.Equal("1", await attacker.RunAsync(Script("return 1")));
    }

    /// <summary>What V8 refuses as a script may be a module that runs: the parser that looks for the line must not run it.</summary>
    [Theory]
    [InlineData("let exports; console.log('ESCAPED');")]
    [InlineData("let require; (await import('node:process')).default.stdout.write('{\"t\":\"done\"}\\n');")]
    [InlineData("class module { static { console.log('ESCAPED'); } }\nlet __dirname; /*")]
    [InlineData("let exports; console.log('ESCAPED'); `")]
    [InlineData("let exports; console.log('ESCAPED'); //")]
    public async Task A_file_that_cannot_be_read_never_runs(string source)
    {
        var run = await sandbox.RunSharedAsync(Script("") with { Files = [new("index.cjs", source)] }, "{}");
        Assert.Equal("Runtime.UserCodeSyntaxError", run.Init?.ErrorType);
        Assert.DoesNotContain(run.InitLog, line => line.Contains("ESCAPED", StringComparison.Ordinal) && !line.Contains("UserCodeSyntaxError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_method_of_console_writes_a_line_of_the_log()
    {
        const string body = """
            const line = '{"t":"done","ms":0,"virtualMs":0,"heap":0,"outcome":{"payload":"\\"forged\\"","failure":null}}';
            const raw = { [Symbol.for('Deno.customInspect')]: () => line, [Symbol.for('nodejs.util.inspect.custom')]: () => line };
            for (const name of Object.getOwnPropertyNames(console)) if (typeof console[name] === 'function') { console[name](raw); console[name](line); }
            return 'own';
            """;
        var invocation = Assert.Single((await sandbox.RunAsync(Script(body), "{}")).Invocations);
        Assert.Equal("\"own\"", invocation.PayloadJson);
        Assert.True(invocation.Log.Count > 20, string.Join('\n', invocation.Log));
    }

    private static async Task AllAsync(Attacker attacker, (string, string)[] attacks, int times, bool alone = false)
    {
        await attacker.NeighbourGoesOnAsync(1);
        List<string> wrong = [];
        foreach (var (body, expected) in attacks)
        {
            var answer = await attacker.RunAsync(Within(Script(body), expected), times: times);
            if (!expected.Split('|').Contains(answer)) wrong.Add($"{body}\n  is answered {answer}, not {expected}");
            if (alone) await attacker.AnewAsync();
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await attacker.NeighbourGoesOnAsync(2);
    }
}
