using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>Which of AWS's operations the simulated account has, read off the services themselves.</summary>
/// <param name="Missing">Of those in AWS's model as it is embedded here: a client knows them, and the account answers that it has not got them.</param>
public sealed record SimulatedOperations(string Service, IReadOnlyList<string> Present, IReadOnlyList<string> Missing)
{
    private static readonly Lazy<IReadOnlyList<SimulatedOperations>> Made = new(() =>
    [
        .. SimulatedServices.All.Select(service =>
        {
            List<string> present = [.. service.Operations.Select(o => o.Name).Order(StringComparer.Ordinal)];
            return new SimulatedOperations(service.Name, present, [.. ServiceModel.Of(service.Name).Operations.Select(o => o.Name).Except(present, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }).OrderBy(s => s.Service, StringComparer.Ordinal),
    ]);

    public static IReadOnlyList<SimulatedOperations> All => Made.Value;
}
