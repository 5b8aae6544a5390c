using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Cloud;

/// <summary>
/// The policies that bind a caller, made ready once and kept for as long as the account's IAM stays the same: an
/// <see cref="IamState"/> never changes, so what follows from one is kept beside it and goes with it.
/// </summary>
internal sealed class BoundPolicies
{
    /// <summary>More callers and resources than this are forgotten and made ready again.</summary>
    private const int Most = 512;

    private static readonly ConditionalWeakTable<IamState, BoundPolicies> Kept = [];

    private readonly ConcurrentDictionary<Binding, PreparedPolicies> _prepared = new();

    /// <param name="resource">The policy of the resource, where it has one.</param>
    public static PreparedPolicies Of(Turn turn, Caller caller, Policy? resource)
    {
        var (iam, options) = (turn.State.Iam, turn.Options);
        var kept = Kept.GetOrAdd(iam, static _ => new());
        Binding binding = new(caller.Principal, caller.SessionPolicy, resource, options.ServiceControlPolicies, options.ResourceControlPolicies);
        if (kept._prepared.TryGetValue(binding, out var prepared)) return prepared;
        if (kept._prepared.Count >= Most) kept._prepared.Clear();
        return kept._prepared[binding] = PreparedPolicies.Prepare(iam.PoliciesOf(caller) with
        {
            ResourcePolicy = resource,
            ServiceControlPolicies = options.ServiceControlPolicies,
            ResourceControlPolicies = options.ResourceControlPolicies,
        });
    }

    /// <summary>Who asks and what stands beside the account's IAM. Policies are told apart as objects: comparing their texts would take longer than deciding.</summary>
    private readonly struct Binding(RequestPrincipal principal, Policy? session, Policy? resource, object? serviceControl, object? resourceControl) : IEquatable<Binding>
    {
        private readonly RequestPrincipal _principal = principal;
        private readonly object? _session = session, _resource = resource, _serviceControl = serviceControl, _resourceControl = resourceControl;

        public bool Equals(Binding other) => (ReferenceEquals(_principal, other._principal) || _principal.Equals(other._principal))
            && ReferenceEquals(_session, other._session) && ReferenceEquals(_resource, other._resource)
            && ReferenceEquals(_serviceControl, other._serviceControl) && ReferenceEquals(_resourceControl, other._resourceControl);

        public override bool Equals(object? obj) => obj is Binding other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(_principal.Name, RuntimeHelpers.GetHashCode(_session), RuntimeHelpers.GetHashCode(_resource));
    }
}
