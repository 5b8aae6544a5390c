using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>Amazon API Gateway's HTTP APIs: routes to functions. Requests come from outside, by <see cref="Lambda.LiveAccount"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html"/>
public sealed class ApiGatewayService : SimulatedService
{
    private static readonly Dictionary<string, HashSet<string>> NotThere = new(StringComparer.Ordinal)
    {
        ["CreateApi"] = ["Version", "DisableSchemaValidation"],
        ["UpdateApi"] = ["Version", "DisableSchemaValidation", "RouteKey", "Target", "CredentialsArn"],
        ["CreateRoute"] = OfRoutes,
        ["UpdateRoute"] = OfRoutes,
        ["CreateIntegration"] = OfIntegrations,
        ["UpdateIntegration"] = OfIntegrations,
        ["CreateStage"] = OfStages,
        ["UpdateStage"] = OfStages,
    };

    private static HashSet<string> OfRoutes => ["ApiKeyRequired", "AuthorizationScopes", "AuthorizerId", "ModelSelectionExpression", "RequestModels", "RequestParameters", "RouteResponseSelectionExpression"];

    private static HashSet<string> OfIntegrations =>
        ["ConnectionId", "ContentHandlingStrategy", "IntegrationSubtype", "PassthroughBehavior", "RequestParameters", "RequestTemplates", "ResponseParameters", "TemplateSelectionExpression", "TlsConfig"];

    private static HashSet<string> OfStages => ["AccessLogSettings", "ClientCertificateId", "RouteSettings", "Tags"];

    public override string Name => "apigateway";

    public override string DeniedCode => "AccessDeniedException";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlySet<string> NotTaken(string operation) => NotThere.GetValueOrDefault(operation) ?? base.NotTaken(operation);

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. ApiOperations.All,
        .. RouteOperations.All,
        .. IntegrationOperations.All,
        .. StageOperations.All,
    ];
}
