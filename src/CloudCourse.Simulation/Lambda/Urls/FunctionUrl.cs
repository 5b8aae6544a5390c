using CloudCourse.Simulation.ApiGateway;

namespace CloudCourse.Simulation.Lambda.Urls;

/// <summary>An address of its own at which a function, or one of its aliases, is invoked by HTTP.</summary>
/// <param name="FunctionKey">As <see cref="Function.Key"/>.</param>
/// <param name="Alias">Null for the function itself.</param>
/// <param name="AuthType"><c>NONE</c> or <c>AWS_IAM</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"/>
public sealed record FunctionUrl(string Id, string Region, string FunctionKey, string? Alias, string AuthType, CorsSettings? Cors, DateTimeOffset Created, DateTimeOffset Changed)
{
    internal const string Domain = ".on.aws";

    public string Host => $"{Id}.lambda-url.{Region}{Domain}";
}
