if (args is ["pairs"])
{
    CloudCourse.Benchmarks.PolicyPairs.Print();
    return;
}
if (args is ["account"])
{
    CloudCourse.Benchmarks.AccountSpeed.Print();
    return;
}
if (args is ["s3" or "dynamodb" or "services", .. var only])
{
    CloudCourse.Benchmarks.CallSpeed.Only = string.Join(' ', only);
    if (args[0] is "s3") CloudCourse.Benchmarks.S3Speed.Print();
    else if (args[0] is "dynamodb") CloudCourse.Benchmarks.DynamoDbSpeed.Print();
    else CloudCourse.Benchmarks.ServiceSpeed.Print();
    return;
}
if (args is ["learners"])
{
    await CloudCourse.Benchmarks.SandboxLoad.PrintAsync();
    return;
}
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
