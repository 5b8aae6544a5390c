using CloudCourse.Simulation.Ec2.Spot;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>How a workload's instances are bought.</summary>
public abstract record PurchaseChoice
{
    /// <summary>As a person says it: "Reserved, 1 year, No Upfront".</summary>
    public abstract string Words { get; }
}

public sealed record OnDemandChoice : PurchaseChoice
{
    public override string Words => "On-Demand";
}

/// <param name="Behavior">What EC2 does with an instance that it takes back.</param>
public sealed record SpotChoice(InterruptionBehavior Behavior) : PurchaseChoice
{
    public override string Words => $"Spot, {BehaviorName}";
    public string BehaviorName => Behavior switch { InterruptionBehavior.Stop => "stop", InterruptionBehavior.Hibernate => "hibernate", _ => "terminate" };
}

/// <summary>Standard Reserved Instances for every instance of the workload.</summary>
/// <param name="Years">1 or 3.</param>
public sealed record ReservedChoice(int Years, PaymentOption Payment) : PurchaseChoice
{
    public override string Words => $"Reserved, {(Years == 1 ? "1 year" : $"{Years} years")}, {Payment.Name()}";
    public int Months => Years * 12;
}

public enum PaymentOption { NoUpfront, PartialUpfront, AllUpfront }

public static class PaymentOptions
{
    /// <summary>As EC2 writes it in OfferingType.</summary>
    public static string Name(this PaymentOption payment) => payment switch
    {
        PaymentOption.PartialUpfront => "Partial Upfront",
        PaymentOption.AllUpfront => "All Upfront",
        _ => "No Upfront",
    };
}
