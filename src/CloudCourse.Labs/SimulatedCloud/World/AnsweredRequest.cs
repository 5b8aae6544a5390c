using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>A request of a lab's to an HTTP API and its response.</summary>
/// <param name="Before">The account when the request came.</param>
/// <param name="After">The account when the response had gone out.</param>
internal sealed record AnsweredRequest(HttpRequest Request, HttpAnswer Answer, AccountSnapshot Before, AccountSnapshot After);
