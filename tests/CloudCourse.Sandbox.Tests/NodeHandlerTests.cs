using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html"/>
public sealed class NodeHandlerTests(PythonSandbox sandbox)
{
    private static HandlerCode Module(string source, string runtime = "nodejs24.x") =>
        new(runtime, "index.handler", [new("index.mjs", source)], TimeoutMs: 1000, Seed: 7);

    private static string Body(string body) => "export const handler = async (event, context) => {\n" + body + "\n};";

    private async Task<Invocation> InvokeAsync(HandlerCode code, string given = "{}")
    {
        var run = await sandbox.RunSharedAsync(code, given);
        Assert.Null(run.Init);
        return Assert.Single(run.Invocations);
    }

    [Theory]
    [InlineData("return event", """{"a": [1, 2.5, "x", null, true]}""", """{"a": [1, 2.5, "x", null, true]}""")]
    [InlineData("return 'grüß ' + event.name", """{"name": "日本 🚀"}""", "\"grüß 日本 🚀\"")]
    [InlineData("", "{}", "null")]
    [InlineData("return [context.functionName, context.memoryLimitInMB, context.functionVersion, context.logGroupName]", "{}", """["my-function", "128", "$LATEST", "/aws/lambda/my-function"]""")]
    [InlineData("return context.invokedFunctionArn", "{}", "\"arn:aws:lambda:us-east-1:111122223333:function:my-function\"")]
    [InlineData("return [process.env.AWS_REGION, process.env._HANDLER, process.env.AWS_EXECUTION_ENV]", "{}", """["us-east-1", "index.handler", "AWS_Lambda_nodejs24.x"]""")]
    [InlineData("const before = Date.now(); await new Promise(done => setTimeout(done, 500)); return Math.round((Date.now() - before) / 10)", "{}", "50")]
    [InlineData("await new Promise(done => setTimeout(done, 400)); const left = context.getRemainingTimeInMillis(); return left > 590 && left <= 600", "{}", "true")]
    [InlineData("const { setTimeout: sleep } = await import('node:timers/promises'); const order = []; await Promise.all([30, 10, 20].map(async ms => { await sleep(ms); order.push(ms); })); return order", "{}", "[10, 20, 30]")]
    [InlineData("const { createHash } = await import('crypto'); return createHash('sha256').update('x').digest('hex').slice(0, 8)", "{}", "\"2d711642\"")]
    [InlineData("const fs = await import('node:fs/promises'); await fs.writeFile('/tmp/a.txt', 'kept'); return [await fs.readFile('/tmp/a.txt', 'utf8'), await fs.readdir('/tmp')]", "{}", """["kept", ["a.txt"]]""")]
    [InlineData("const zlib = await import('node:zlib'); const { promisify } = await import('node:util'); const small = await promisify(zlib.gzip)('x'.repeat(1000)); return zlib.gunzipSync(small).length", "{}", "1000")]
    [InlineData("return new Date(0).toISOString() + typeof Date() + (new Date() instanceof Date)", "{}", "\"1970-01-01T00:00:00.000Zstringtrue\"")]
    [InlineData("let n = 0; await new Promise(done => { const every = setInterval(() => { if (++n === 3) { clearInterval(every); done(); } }, 100); }); return n", "{}", "3")]
    [InlineData("return { at: new Date(1e12), big: undefined, nested: { toJSON: () => 'own' } }", "{}", """{"at": "2001-09-09T01:46:40.000Z", "nested": "own"}""")]
    public async Task Runs(string body, string given, string result)
    {
        var invocation = await InvokeAsync(Module(Body(body)), given);
        Assert.True(invocation.FunctionError is null, invocation.FunctionError?.ToString());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(result), JsonElement.Parse(invocation.PayloadJson!)), invocation.PayloadJson);
    }

    [Theory]
    [InlineData("return event.a.b", "TypeError", "Cannot read properties of undefined (reading 'b')", 2)]
    [InlineData("\nthrow new RangeError('no ' + 1)", "RangeError", "no 1", 3)]
    [InlineData("class Mine extends Error { name = 'Mine' }\nthrow new Mine('own')", "Mine", "own", 3)]
    [InlineData("throw 'text'", "string", "text", null)]
    [InlineData("const a = {}; a.a = a; return a", "Runtime.MarshalError", "Unable to stringify response body", null)]
    [InlineData("return 1n", "Runtime.MarshalError", "Unable to stringify response body", null)]
    [InlineData("await new Promise(() => {})", "Runtime.NodeJsExit", "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes", null)]
    [InlineData("Promise.reject(new Error('unseen')); await new Promise(done => setTimeout(done, 10))", "Runtime.UnhandledPromiseRejection", "Error: unseen", 2)]
    [InlineData("setTimeout(() => { throw new Error('late') }, 5); await new Promise(done => setTimeout(done, 10))", "Error", "late", 2)]
    [InlineData("await new Promise(done => setTimeout(done, 5000))", HandlerFailure.TimedOut, "Task timed out after 1.00 seconds", null)]
    [InlineData("for (;;);", HandlerFailure.TimedOut, "Task timed out after 1.00 seconds", null)]
    [InlineData("process.exit(3)", HandlerFailure.ExitError, "Runtime exited with error: exit status 3", null)]
    [InlineData("return 'x'.repeat(7 << 20)", HandlerFailure.ResponseTooLarge, "Response payload size exceeded maximum allowed payload size (6291456 bytes).", null)]
    [InlineData("await fetch('https://example.com')", "TypeError", "fetch failed", 2)]
    public async Task Fails_as_Lambda_says(string body, string type, string message, int? line)
    {
        var failure = (await InvokeAsync(Module(Body(body)))).FunctionError;
        Assert.NotNull(failure);
        Assert.Equal(type, failure.ErrorType);
        Assert.EndsWith(message, failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(line, failure.At?.Line);
    }

    [Theory]
    [InlineData("index.mjs", "import axios from 'axios';", "Runtime.ImportModuleError", "Error: Cannot find package 'axios' imported from /var/task/index.mjs", null)]
    [InlineData("index.cjs", "const x = require('axios');", "Runtime.ImportModuleError", "Error: Cannot find module 'axios'\nRequire stack:\n- /var/task/index.cjs", 1)]
    [InlineData("index.mjs", "export const other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported", null)]
    [InlineData("index.mjs", "export const handler = 1;", "Runtime.HandlerNotFound", "index.handler is not a function", null)]
    [InlineData("main.mjs", "export const handler = () => 1;", "Runtime.ImportModuleError", "Error: Cannot find module 'index'\nRequire stack:\n- /var/runtime/index.mjs", null)]
    [InlineData("index.cjs", "const a = 1;\nconst b = ;\n", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'", 2)]
    [InlineData("index.mjs", "const a = 1;\n\nfunction {\n", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token '{'", 3)]
    [InlineData("index.mjs", "\nthrow new Error('at once');", "Error", "at once", 2)]
    [InlineData("index.mjs", "export const handler = (event, context, callback) => callback(null, 1);", "Runtime.CallbackHandlerDeprecated", "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.", null)]
    [InlineData("index.mjs", "import net from 'node:net';", "Runtime.ImportModuleError", "Error: The course's sandbox has no 'net': there are no other machines, threads or programs to reach", null)]
    public async Task Does_not_load(string file, string source, string type, string message, int? line)
    {
        var run = await sandbox.RunSharedAsync(Module("") with { Files = [new(file, source)] }, "{}");
        Assert.Empty(run.Invocations);
        Assert.Equal((type, message, line), (run.Init?.ErrorType, run.Init?.ErrorMessage, run.Init?.At?.Line));
    }

    [Theory]
    [InlineData("nodejs24.x", "index.js", "exports.handler = async () => require('./lib/add').add(1, 2);", "lib/add.js", "exports.add = (a, b) => a + b;")]
    [InlineData("nodejs24.x", "index.js", "import { add } from './lib/add.mjs';\nexport const handler = async () => add(1, 2);", "lib/add.mjs", "export const add = (a, b) => a + b;")]
    [InlineData("nodejs24.x", "index.mjs", "import add from './add.cjs';\nexport const handler = async () => add(1, 2);", "add.cjs", "module.exports = (a, b) => a + b;")]
    [InlineData("nodejs24.x", "index.mjs", "export const handler = async () => (await import('./data.json', { with: { type: 'json' } })).default.n;", "data.json", "{\"n\": 3}")]
    [InlineData("nodejs22.x", "index.js", "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, require('./n.json').n), 20); };", "n.json", "{\"n\": 3}")]
    [InlineData("nodejs22.x", "index.js", "import { n } from './n.js';\nexport const handler = async () => n;", "package.json", "{\"type\": \"module\"}")]
    public async Task Files_are_found_as_Node_finds_them(string runtime, string file, string source, string other, string otherSource)
    {
        HandlerFile[] files = [new(file, source), new(other, otherSource), .. other is "package.json" ? [new HandlerFile("n.js", "export const n = 3;")] : Array.Empty<HandlerFile>()];
        var run = await sandbox.RunSharedAsync(Module("", runtime) with { Files = files }, "{}");
        Assert.True(run.Init is null, run.Init?.ToString());
        Assert.True(run.Invocations[0].PayloadJson is "3", run.Invocations[0].FunctionError?.ToString());
    }

    [Theory]
    [InlineData("console.log('a %s', 'b', { c: 1 })", "INFO\ta b { c: 1 }")]
    [InlineData("console.error(new Map([[1, 2]]))", "ERROR\tMap(1) { 1 => 2 }")]
    [InlineData("console.warn('w')", "WARN\tw")]
    public async Task The_log_is_written_as_Lambda_writes_it(string body, string entry)
    {
        var invocation = await InvokeAsync(Module(Body(body)));
        Assert.StartsWith("START RequestId: ", invocation.Log[0], StringComparison.Ordinal);
        Assert.Matches($"^20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\t{invocation.RequestId}\t", invocation.Log[1]);
        Assert.EndsWith(entry, invocation.Log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_run_and_module_state_stays_while_warm()
    {
        const string source = "let n = 0;\nexport const handler = async () => [++n, Math.random(), crypto.randomUUID(), Date.now(), performance.now()];";
        var first = await sandbox.RunAsync(Module(source), "{}", "{}");
        var second = await sandbox.RunAsync(Module(source), "{}", "{}");
        Assert.Equal(first.Invocations.Select(i => i.PayloadJson), second.Invocations.Select(i => i.PayloadJson));
        Assert.StartsWith("[2,", first.Invocations[1].PayloadJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return typeof Deno + typeof Worker + typeof localStorage", "undefinedundefinedundefined")]
    [InlineData("try { (await import('node:child_process')).execSync('id') } catch (e) { return e.name }", "Runtime.ImportModuleError")]
    [InlineData("try { const fs = await (new Function('return import(\"node:fs\")'))(); return fs.readFileSync('/etc/passwd', 'utf8') } catch (e) { return 'refused' }", "refused")]
    [InlineData("try { return process.binding('fs') } catch (e) { return 'refused' }", "refused")]
    [InlineData("try { const fs = await import('node:fs'); return fs.readFileSync('/etc/passwd', 'utf8') } catch (e) { return e.code }", "ENOENT")]
    [InlineData("try { const fs = await import('node:fs'); fs.writeFileSync('/var/task/index.mjs', '') } catch (e) { return e.code }", "EROFS")]
    [InlineData("return Object.keys(process.env).some(k => /SECRET|HOSTNAME|DOTNET/.test(k))", false)]
    public async Task What_a_handler_may_not_do_is_refused(string body, object result)
    {
        var invocation = await InvokeAsync(Module(Body(body)));
        Assert.True(invocation.FunctionError is null, invocation.FunctionError?.ToString());
        Assert.Equal(JsonSerializer.Serialize(result), invocation.PayloadJson);
    }

    [Theory]
    [InlineData("const keep = []; for (;;) keep.push(new Array(1e6).fill(1))")]
    [InlineData("const keep = []; for (;;) keep.push(new ArrayBuffer(1 << 24))")]
    [InlineData("for (;;) console.log('x'.repeat(1000))")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("for (;;) await null")]
    [InlineData("const f = () => f(); f()")]
    public async Task Harm_is_a_failure_and_the_next_run_works(string body)
    {
        var run = await sandbox.RunAsync(Module(Body(body)) with { TimeoutMs = 500 }, "{}");
        Assert.NotNull(Assert.Single(run.Invocations).FunctionError);
        Assert.Equal("1", (await InvokeAsync(Module(Body("return 1")))).PayloadJson);
    }
}
