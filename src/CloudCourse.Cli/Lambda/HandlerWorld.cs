using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using CloudCourse.Cli.Sim;
using CloudCourse.Course.Reading;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Lambda;

/// <summary>The account beside a handler, as the line's <c>world</c> writes it, and whose calls the handler's are.</summary>
internal sealed class HandlerWorld(LiveAccount live, SimWorld world, Caller caller) : IAsyncDisposable
{
    public string AccountId => world.Options.AccountId;
    public string Region => world.Region;
    public DateTimeOffset Now => live.Account.Now;

    public ICallAnswerer CallsFrom(DateTimeOffset began) => live.CallsAs(caller, began);

    /// <param name="written">An object with the members of <c>sim run</c>'s world, or the path of such a file.</param>
    /// <param name="role">A role's name or ARN; without one, the calls are the world's <c>caller</c>'s.</param>
    /// <param name="session">Where the handler runs.</param>
    /// <exception cref="BadInputException">The world cannot be read, or one of its operations was refused.</exception>
    public static async Task<HandlerWorld> OpenAsync(JsonElement written, string? role, IHandlerRuntime runtime, IHandlerSession session, CancellationToken cancel)
    {
        var (file, text) = written.ValueKind switch
        {
            JsonValueKind.Object => ("world", written.GetRawText()),
            JsonValueKind.String => (written.GetString()!, await ReadAsync(written.GetString()!, cancel)),
            _ => throw new BadInputException("`world` is an object with the members of `sim run`'s world, or the path of such a file."),
        };
        ProblemList problems = new();
        var (world, _) = SimWorld.Read(file, text, problems);
        if (world is null || problems.Count > 0) throw new BadInputException("`world` cannot be read: " + string.Join("; ", problems.Sorted()));

        LiveAccount live = new(world.Open(runsFunctions: true), runtime, new() { Session = session });
        try
        {
            Dictionary<string, JsonObject?> outputs = new(StringComparer.Ordinal);
            foreach (var step in world.Operations) await TakeAsync(live, world, step, outputs, cancel);
            return new(live, world, role is null ? world.Caller : Session(live.Account, role));
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    private static async Task TakeAsync(LiveAccount live, SimWorld world, SimStep step, Dictionary<string, JsonObject?> outputs, CancellationToken cancel)
    {
        switch (step)
        {
            case AdvanceStep advance: await live.AdvanceAsync(advance.By, cancel); break;
            case HappenStep happen: live.Account.Happen(happen.What); break;
            case NamingStep naming:
                try
                {
                    naming.Take(live.Account, world, outputs);
                }
                catch (SimReferenceException wrong)
                {
                    throw new BadInputException($"{step.Place}: {wrong.Message}");
                }
                break;
            case CallStep call:
                var region = call.Region ?? world.Region;
                string input;
                try
                {
                    input = SimReferences.Fill(JsonNode.Parse(call.Input.GetRawText()), world.Options.AccountId, region, outputs)?.ToJsonString() ?? "null";
                }
                catch (SimReferenceException wrong)
                {
                    throw new BadInputException($"{step.Place}: {wrong.Message}");
                }
                var result = await live.CallAsync(call.As ?? world.Caller, region, call.Service, call.Operation, input, cancel);
                if (result.Error is { } error) throw new BadInputException($"{step.Place}: the world's {call.Service} {call.Operation} was refused: {error.Code}: {error.Message}");
                if (call.Id is not null) outputs[call.Id] = result.Output;
                break;
        }
    }

    private static Caller Session(SimulatedAccount account, string role)
    {
        var name = role[(role.LastIndexOf('/') + 1)..];
        if (account.State.Iam.Roles.Find(name) is not { } found || (role.Contains(':', StringComparison.Ordinal) && role != found.Arn))
            throw new BadInputException($"The world has no role `{role}`: make it by an `iam` `CreateRole` among its `operations`.");
        return Caller.Session(account.Options.AccountId, name, "my-function");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`world` is the path of a file that cannot be read: {e.Message}");
        }
    }

    public ValueTask DisposeAsync() => live.DisposeAsync();
}
