using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Calls that Lambda makes by itself under a function's role: authorized like any other, and part of the turn.</summary>
internal static class RoleCalls
{
    /// <summary>The session under which Lambda acts for a function.</summary>
    public static Caller Session(Turn turn, FunctionVersion version) => Caller.Session(turn.AccountId, version.RoleArn[(version.RoleArn.LastIndexOf('/') + 1)..], version.Name);

    public static bool May(Turn turn, FunctionVersion version, string action, string resource) =>
        Authorizer.Decide(turn, Session(turn, version), version.Region, new(action, resource)).IsAllowed;

    /// <summary>Makes a call; a refused one changes nothing.</summary>
    /// <returns>The output, or the error.</returns>
    public static (Output? Output, AwsError? Error) Call(Turn turn, FunctionVersion version, string service, string operation, Output input)
    {
        if (SimulatedServices.Find(service, operation) is not { } run) return (null, new(AwsError.NotSimulated, $"The simulation has no {service}:{operation}.", 501));
        var before = turn.State;
        var json = (JsonObject)JsonReader.Read(input.ToJsonString(), JsonReader.MaxDepthOfCalls).Value!;
        var caller = Session(turn, version);
        Call call = new(turn, caller, version.Region, json);
        try
        {
            foreach (var permission in run.Needs(call))
            {
                var decided = Authorizer.Decide(turn, caller, version.Region, permission);
                if (!decided.IsAllowed) return (null, new("AccessDenied", $"{caller.Principal.Name} may not {permission.Action} on {permission.Resource}.", 403));
            }
            return (run.Run(call), null);
        }
        catch (AwsException e)
        {
            turn.State = before;
            return (null, e.Error);
        }
    }
}
