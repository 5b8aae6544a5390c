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
if (args is ["s3"])
{
    CloudCourse.Benchmarks.S3Speed.Print();
    return;
}
if (args is ["dynamodb"])
{
    CloudCourse.Benchmarks.DynamoDbSpeed.Print();
    return;
}
if (args is ["services"])
{
    CloudCourse.Benchmarks.ServiceSpeed.Print();
    return;
}
if (args is ["learners"])
{
    await CloudCourse.Benchmarks.SandboxLoad.PrintAsync();
    return;
}
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
