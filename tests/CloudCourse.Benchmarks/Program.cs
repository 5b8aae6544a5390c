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
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
