namespace CloudCourse.Simulation.Ec2;

/// <summary>The six states, with AWS's codes.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html"/>
public enum InstanceState
{
    Pending = 0,
    Running = 16,
    ShuttingDown = 32,
    Terminated = 48,
    Stopping = 64,
    Stopped = 80,
}

/// <summary>How an instance is paid for.</summary>
public enum Market { OnDemand, Spot }

/// <summary>Status checks, which are apart from the state: a running instance can fail them.</summary>
public enum InstanceStatus { NotApplicable, Initializing, Ok, Impaired }

/// <summary>A virtual server.</summary>
public sealed record Instance
{
    public required string Id { get; init; }
    public required string ReservationId { get; init; }

    /// <summary>Its place among those that were launched together.</summary>
    public required int LaunchIndex { get; init; }
    public required string ImageId { get; init; }
    public required string Type { get; init; }
    public required string Architecture { get; init; }
    public required string PlatformDetails { get; init; }
    public required bool BilledByHour { get; init; }
    public required string SubnetId { get; init; }
    public required string VpcId { get; init; }
    public required string Zone { get; init; }
    public required string PrivateIp { get; init; }
    public required string NetworkInterfaceId { get; init; }
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }
    public required string RootDeviceName { get; init; }

    /// <summary>When it was last started.</summary>
    public required DateTimeOffset LaunchTime { get; init; }
    public required InstanceState State { get; init; }

    /// <summary>Counts its starts: an event that was planned for an earlier one no longer counts.</summary>
    public int Run { get; init; } = 1;
    public string? PublicIp { get; init; }

    /// <summary>It gets another public address at each start.</summary>
    public bool WantsPublicIp { get; init; }
    public string? KeyName { get; init; }
    public string? InstanceProfileArn { get; init; }
    public string? UserData { get; init; }
    public InstanceStatus SystemStatus { get; init; } = InstanceStatus.NotApplicable;
    public InstanceStatus Status { get; init; } = InstanceStatus.NotApplicable;
    public Market Market { get; init; }
    public string? SpotRequestId { get; init; }
    public bool HibernationConfigured { get; init; }
    public bool DetailedMonitoring { get; init; }
    public bool DisableApiTermination { get; init; }
    public bool DisableApiStop { get; init; }

    /// <summary><c>stop</c> or <c>terminate</c>: what a shutdown from inside does.</summary>
    public string ShutdownBehavior { get; init; } = "stop";
    public MetadataOptions Metadata { get; init; } = new();

    /// <summary>What it sends and gets is its own; off for a machine that passes on others' packets.</summary>
    public bool SourceDestCheck { get; init; } = true;

    /// <summary>The token of the launch; null where it had none.</summary>
    public string? ClientToken { get; init; }
    public string? StateReasonCode { get; init; }
    public string? StateReason { get; init; }
    public DateTimeOffset? StateChanged { get; init; }

    /// <summary>What is lost and what is kept when it stops.</summary>
    public Contents Contents { get; init; } = new();

    /// <summary>TCP ports on which a program answers while it runs.</summary>
    public IReadOnlyList<int> ListensOn { get; init; } = [];

    /// <summary>What user data did at the first boot; null before.</summary>
    public string? UserDataLog { get; init; }
}

/// <summary>What is in an instance, as far as a lesson on stopping needs it.</summary>
public sealed record Contents
{
    /// <summary>Programs in memory: since when they run without a break. Null while there are none.</summary>
    public DateTimeOffset? MemorySince { get; init; }

    /// <summary>Memory was written to the root volume.</summary>
    public bool MemoryOnDisk { get; init; }

    /// <summary>Instance store: since when its data is there. Null where the type has none, or the data is lost.</summary>
    public DateTimeOffset? InstanceStoreSince { get; init; }
}
