if (args is ["pairs"])
{
    CloudCourse.Benchmarks.PolicyPairs.Print();
    return;
}
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
