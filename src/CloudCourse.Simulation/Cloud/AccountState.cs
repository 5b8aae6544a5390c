using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.ApplicationAutoScaling;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.CloudWatch;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Kinesis;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Logs;
using CloudCourse.Simulation.S3;
using CloudCourse.Simulation.Scheduler;
using CloudCourse.Simulation.SecretsManager;
using CloudCourse.Simulation.Sns;
using CloudCourse.Simulation.Sqs;
using CloudCourse.Simulation.Ssm;

namespace CloudCourse.Simulation.Cloud;

/// <summary>
/// All that is in one AWS account at one moment. It never changes: an operation makes another from it, so a refused call leaves
/// nothing behind, and any moment can be kept, looked at again and returned to at no cost.
/// </summary>
public sealed record AccountState
{
    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The virtual clock. Time moves only when the simulation is told to move it.</summary>
    public required DateTimeOffset Now { get; init; }
    public required SeededSource Chance { get; init; }
    public Schedule Schedule { get; init; } = Schedule.Empty;

    public BillState Bill { get; init; } = new();
    public IamState Iam { get; init; } = new();
    public Ec2State Ec2 { get; init; } = new();
    public EcsState Ecs { get; init; } = new();
    public ScalingState Scaling { get; init; } = new();
    public LoadBalancingState LoadBalancing { get; init; } = new();
    public AutoScalingState AutoScaling { get; init; } = new();
    public TrafficState Traffic { get; init; } = new();
    public S3State S3 { get; init; } = new();
    public SecretsState Secrets { get; init; } = new();
    public SsmState Ssm { get; init; } = new();
    public DynamoDbState DynamoDb { get; init; } = new();
    public LambdaState Lambda { get; init; } = new();
    public ApiGatewayState ApiGateway { get; init; } = new();
    public SqsState Sqs { get; init; } = new();
    public LogsState Logs { get; init; } = new();
    public SnsState Sns { get; init; } = new();
    public EventsState Events { get; init; } = new();
    public SchedulerState Scheduler { get; init; } = new();
    public KinesisState Kinesis { get; init; } = new();
    public CloudWatchState CloudWatch { get; init; } = new();
}
