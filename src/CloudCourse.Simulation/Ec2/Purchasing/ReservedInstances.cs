using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;

namespace CloudCourse.Simulation.Ec2.Purchasing;

/// <summary>Reserved Instances that were bought: a promise to pay for so many instance hours of a type, used or not.</summary>
/// <param name="UpfrontUsd">Paid at once, for each.</param>
/// <param name="HourlyUsd">Paid each hour of the term, for each.</param>
/// <param name="State"><c>active</c>, <c>retired</c> when its term is over.</param>
public sealed record ReservedInstances(
    string Id, string OfferingId, string InstanceType, int Count, int Years, PaymentOption Payment, decimal UpfrontUsd, decimal HourlyUsd, DateTimeOffset Start, string State)
{
    public DateTimeOffset End => Start.AddSeconds(Seconds(Years));

    /// <summary>A year is 365 days for AWS.</summary>
    public static long Seconds(int years) => 31_536_000L * years;
}

/// <summary>The term is over: nothing is paid any more, and instances cost as any others.</summary>
internal sealed record ReservationEnds(string Region, string ReservationId) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Reserved.Find(ReservationId) is not { State: "active" } reserved) return;
        turn.Put(turn.Ec2(Region) with { Reserved = turn.Ec2(Region).Reserved.Put(reserved.Id, reserved with { State = "retired" }) });
        turn.EndMeter(reserved.Id, "reservation");
        Reservations.Rebill(turn, Region, reserved.InstanceType);
        turn.Note("ec2", reserved.Id, $"The reservation of {reserved.Count} × {reserved.InstanceType} is over.", "active", "retired");
    }
}
