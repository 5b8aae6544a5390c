using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>What could stand at the cursor of somebody who writes a policy.</summary>
public static class PolicyCompletion
{
    /// <param name="text">As it stands, finished or not.</param>
    /// <param name="offset">Where the cursor is, in UTF-16 units; clamped to the text.</param>
    public static CompletionList At(string text, int offset, PolicyType kind = PolicyType.Identity)
    {
        var outline = PolicyOutline.Read(text);
        var place = PolicyPlace.Find(outline, Math.Clamp(offset, 0, text.Length));
        CompletionRun run = new(text, outline, place, kind);
        if (VariableCompletions.TryAdd(run)) return run.List;
        switch (place.Spot)
        {
            case Spot.Document or Spot.DocumentKey or Spot.Version or Spot.Statements or Spot.Statement or Spot.StatementKey or Spot.Effect: ElementCompletions.Add(run); break;
            case Spot.Principal or Spot.PrincipalType or Spot.PrincipalEntry: PrincipalCompletions.Add(run); break;
            case Spot.Action: ActionCompletions.Add(run); break;
            case Spot.Resource: ResourceCompletions.Add(run); break;
            case Spot.Condition or Spot.Operator or Spot.OperatorBlock: OperatorCompletions.Add(run); break;
            case Spot.ConditionKey: KeyCompletions.Add(run); break;
            case Spot.Value: ValueCompletions.Add(run); break;
        }
        return run.List;
    }
}
