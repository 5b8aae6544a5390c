namespace CloudCourse.Simulation.Ec2.Images;

/// <summary>
/// Images of AWS's and others' that every account sees. Their ids are ours: AWS's differ from Region to Region and change
/// with each release. Prices of the facts are Linux's, so there is no Windows here.
/// </summary>
internal static class PublicImages
{
    private static readonly DateTimeOffset Created = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Image> All { get; } =
    [
        Make("ami-0a1b2c3d4e5f60001", "al2023-ami-2023-x86_64", "Amazon Linux 2023, 64-bit x86", "137112412989", "amazon", "x86_64", "/dev/xvda", 8),
        Make("ami-0a1b2c3d4e5f60002", "al2023-ami-2023-arm64", "Amazon Linux 2023, 64-bit Arm", "137112412989", "amazon", "arm64", "/dev/xvda", 8),
        Make("ami-0a1b2c3d4e5f60003", "ubuntu-24.04-amd64-server", "Ubuntu Server 24.04 LTS, 64-bit x86", "099720109477", null, "x86_64", "/dev/sda1", 8),
        Make("ami-0a1b2c3d4e5f60004", "ubuntu-24.04-arm64-server", "Ubuntu Server 24.04 LTS, 64-bit Arm", "099720109477", null, "arm64", "/dev/sda1", 8),
        Make("ami-0a1b2c3d4e5f60005", "appliance-by-the-hour-x86_64", "A commercial appliance that is billed by the hour; its software charge is not in the prices", "679593333241", "aws-marketplace", "x86_64", "/dev/xvda", 20) with { BilledByHour = true },
        Make("ami-0a1b2c3d4e5f60006", "al2023-ami-ecs-hvm-2023-kernel-6.1-x86_64", "Amazon Linux 2023, ECS-optimized: with Docker and the ECS agent, 64-bit x86", "591542846629", "amazon", "x86_64", "/dev/xvda", 30),
        Make("ami-0a1b2c3d4e5f60007", "al2023-ami-ecs-hvm-2023-kernel-6.1-arm64", "Amazon Linux 2023, ECS-optimized: with Docker and the ECS agent, 64-bit Arm", "591542846629", "amazon", "arm64", "/dev/xvda", 30),
    ];

    public static Image? Find(string id) => All.FirstOrDefault(i => i.Id == id);

    private static Image Make(string id, string name, string description, string owner, string? alias, string architecture, string root, int size) =>
        new(id, name, description, owner, alias, architecture, "Linux/UNIX", false, root, size, id.Replace("ami-", "snap-", StringComparison.Ordinal), "available", Created);
}
