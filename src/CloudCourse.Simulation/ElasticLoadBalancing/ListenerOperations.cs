using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using static CloudCourse.Simulation.ElasticLoadBalancing.LoadBalancingCalls;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Making, describing and deleting listeners.</summary>
internal static class ListenerOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        Make("CreateListener", c => Balancer(c).Arn, Create),
        Make("DeleteListener", c => c.Need("ListenerArn"), Delete),
        Make("DescribeListeners", _ => "*", DescribeAll),
    ];

    private static Output Create(Call call)
    {
        var balancer = Balancer(call);
        var action = call.Structures("DefaultActions").FirstOrDefault() ?? throw Invalid(call, "DefaultActions", "A listener needs a default action", "Say what becomes of requests: forward them to a target group.");
        if (call.Structures("DefaultActions").Count > 1) throw Turn.Error("InvalidLoadBalancerAction", "A listener's default actions hold exactly one action of the type forward, redirect or fixed-response", "One of them decides; the others could only authenticate before it.", at: call.At("DefaultActions"));
        if (action.Text("Type") is not { Value: "forward" or "redirect" or "fixed-response" or "authenticate-oidc" or "authenticate-cognito" or "jwt-validation" } and var kind)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{kind?.Value.Shortened()}' at 'defaultActions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [forward, authenticate-oidc, authenticate-cognito, redirect, fixed-response]", "Such as forward.", at: kind?.At ?? action.At);
        if (action.Text("Type") is not { Value: "forward" })
            throw Turn.Error(AwsError.NotSimulated, "The simulation's listeners forward to one target group.", "AWS also redirects, answers by itself and authenticates.", 501, action.At);
        var arn = action.Text("TargetGroupArn") ?? throw Turn.Error("ValidationError", "A target group ARN must be specified", at: action.At);
        var group = Here(call, call.State.LoadBalancing.TargetGroups.Find(arn.Value), call.State.LoadBalancing.TargetGroups.Find(arn.Value)?.Region) ?? throw Turn.Error("TargetGroupNotFound", $"Target groups '{arn.Value.Shortened()}' not found", at: arn.At);
        if (call.State.LoadBalancing.InFrontOf(group.Arn) is { } other && other.Arn != balancer.Arn)
            throw Turn.Error("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {group.Arn}", at: arn.At);
        if (group.VpcId != balancer.VpcId)
            throw Turn.Error("InvalidConfigurationRequest", $"The target group '{group.Arn}' is not in the VPC of the load balancer", $"{group.Name} is in {group.VpcId}, {balancer.Name} in {balancer.VpcId}.", at: arn.At);
        if (call.Integer("Port") is not (>= 1 and <= 65535 and var port)) throw Invalid(call, "Port", "A port must be specified", "Ports run from 1 to 65535.");
        if (call.Text("Protocol") is not ("HTTP" or "HTTPS")) throw Turn.Error("UnsupportedProtocol", $"The protocol '{call.Text("Protocol")?.Shortened()}' is not supported", at: call.At("Protocol"));
        if (call.Text("Protocol") is "HTTPS" && call.Structures("Certificates").Count == 0)
            throw Invalid(call, "Protocol", "A certificate must be specified for HTTPS listeners", "HTTPS proves who answers: the certificate comes from ACM. HTTP needs none.");
        if (call.Text("Protocol") is "HTTP" && (call.Input.InUse("Certificates") ?? call.Input.InUse("SslPolicy")) is { } secret)
            throw Turn.Error("ValidationError", $"{secret.Name} may not be specified for HTTP listeners", "Certificates and security policies are for HTTPS.", at: secret.NameAt);
        if (call.Structures("Certificates").FirstOrDefault() is { } certificate)
            throw Turn.Error("CertificateNotFound", $"Certificate '{certificate.Text("CertificateArn")?.Value.Shortened()}' not found", "The simulation has no Certificate Manager, so no account here has a certificate: listen by HTTP.", at: certificate.At);
        if (call.State.LoadBalancing.Listeners.Values.Any(l => l.LoadBalancerArn == balancer.Arn && l.Port == port))
            throw Turn.Error("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer.Arn}'", at: call.At("Port"));
        Listener listener = new(balancer.Arn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal) + "/" + call.Turn.HexId(16), balancer.Arn, call.Text("Protocol")!, (int)port, group.Arn);
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Put(listener.Arn, listener) });
        call.Turn.Note("elasticloadbalancing", balancer.Arn, $"{balancer.Name} forwards port {port} to {group.Name}.");
        return new() { ["Listeners"] = new Array(Describe(listener)) };
    }

    private static Output Delete(Call call)
    {
        if (call.State.LoadBalancing.Listeners.Find(ArnOf(call, "ListenerArn", "listener", "listener")) is not { } listener || listener.Arn.Split(':')[3] != call.Region)
            throw Turn.Error("ListenerNotFound", "One or more listeners not found", $"{call.Region} has no such listener: DescribeListeners lists a load balancer's.", at: call.At("ListenerArn"));
        Put(call, call.State.LoadBalancing with { Listeners = call.State.LoadBalancing.Listeners.Remove(listener.Arn) });
        return [];
    }

    private static Output DescribeAll(Call call)
    {
        if (call.Text("LoadBalancerArn") is not null) _ = Balancer(call);
        else if (call.Texts("ListenerArns").Count == 0) throw Turn.Error("ValidationError", "You must specify either listener ARNs or a load balancer ARN", "There is no list of all listeners: ask for a load balancer's.", at: call.Input.Head());
        foreach (var arn in call.Texts("ListenerArns").Where(a => !call.State.LoadBalancing.Listeners.Has(a.Value))) throw Turn.Error("ListenerNotFound", "One or more listeners not found", at: arn.At);
        return Page(call, "Listeners", call.State.LoadBalancing.Listeners.Values
                .Where(l => (call.Text("LoadBalancerArn") is { } arn && l.LoadBalancerArn == arn) || call.Texts("ListenerArns").Any(a => a.Value == l.Arn)).Select(l => (Node)Describe(l)));
    }

    private static Output Describe(Listener l) => new()
    {
        ["ListenerArn"] = l.Arn,
        ["LoadBalancerArn"] = l.LoadBalancerArn,
        ["Port"] = l.Port,
        ["Protocol"] = l.Protocol,
        ["DefaultActions"] = new Array(new Output { ["Type"] = "forward", ["TargetGroupArn"] = l.TargetGroupArn }),
    };
}
