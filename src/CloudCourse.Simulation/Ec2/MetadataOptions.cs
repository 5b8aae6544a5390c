namespace CloudCourse.Simulation.Ec2;

/// <summary>How programs in an instance may ask for its metadata, credentials among it.</summary>
/// <param name="HttpTokens"><c>required</c> (IMDSv2 only) or <c>optional</c>.</param>
/// <param name="HttpEndpoint"><c>enabled</c> or <c>disabled</c>.</param>
/// <param name="HopLimit">How many hops an answer lives: 1 keeps it out of containers.</param>
/// <param name="Tags">Whether tags are among the metadata: <c>enabled</c> or <c>disabled</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html"/>
public sealed record MetadataOptions(string HttpTokens = "required", string HttpEndpoint = "enabled", int HopLimit = 2, string Tags = "disabled");
