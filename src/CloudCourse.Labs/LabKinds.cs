using CloudCourse.Labs.Architecture;
using CloudCourse.Labs.CommandLine;
using CloudCourse.Labs.ConsoleSteps;
using CloudCourse.Labs.EdgeCache;
using CloudCourse.Labs.FunctionCost;
using CloudCourse.Labs.IamPolicy;
using CloudCourse.Labs.LambdaFunction;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.PurchaseOptions;
using CloudCourse.Labs.RegionChoice;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Forms;
using CloudCourse.Labs.Sort;
using CloudCourse.Labs.TaskDefinition;
using CloudCourse.Labs.TypeChoice;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs;

/// <summary>Every kind of lab there is, a line each.</summary>
public sealed class LabKinds
{
    public LabKinds(IHandlerRuntime handlers)
    {
        All =
        [
            new("task-definition", "ECS task definition", new TaskDefinitionGrader(), typeof(TaskDefinitionPanel)),
            new("lambda-handler", "Lambda handler", new LambdaHandlerGrader(handlers), typeof(LambdaHandlerPanel), RunsHandlers: true),
            new("lambda-function", "Lambda function", new LambdaFunctionGrader(handlers), typeof(LambdaFunctionPanel), LambdaFunctionGrader.PolicyOf, Run: typeof(LambdaFunctionRun), RunsHandlers: true),
            new("function-cost", "Function cost", new FunctionCostGrader(), typeof(FunctionCostPanel), View: typeof(FunctionCostBoard)),
            new("architecture", "Choice of an architecture", new ArchitectureGrader(), typeof(ArchitecturePanel), View: typeof(ArchitectureBoard)),
            new("purchase-options", "Purchase options", new PurchaseOptionsGrader(), typeof(PurchaseOptionsPanel)),
            new("simulated-cloud", "Simulated cloud", new SimulatedCloudGrader(), typeof(SimulatedCloudPanel), Run: typeof(SimulatedCloudRun), Forms: CloudForms.All),
            new("command-line", "Command line", new CommandLineGrader(), typeof(CommandLinePanel), Forms: TerminalForm.Forms, Transcript: TerminalForm.Transcript),
            new("sort", "Sorting cards", new SortGrader(), typeof(SortPanel), Forms: SortForm.Forms),
            new("console-steps", "Console", new ConsoleStepsGrader(), typeof(ConsoleStepsPanel), Console: new(typeof(ConsoleView), ConsoleWalk.Click)),
            new("iam-policy", "IAM policy", new IamPolicyGrader(), typeof(IamPolicyPanel), PolicyFiles.Of),
            new("region-choice", "Choice of a Region", new RegionChoiceGrader(), typeof(RegionChoicePanel), View: typeof(RegionBoard)),
            new("edge-cache", "Edge cache", new EdgeCacheGrader(), typeof(EdgeCachePanel), View: typeof(EdgeBoard)),
            new("type-choice", "Instance types", new TypeChoiceGrader(), typeof(TypeChoicePanel), View: typeof(TypeBoard)),
        ];
    }

    public IReadOnlyList<LabKind> All { get; }

    public LabKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
