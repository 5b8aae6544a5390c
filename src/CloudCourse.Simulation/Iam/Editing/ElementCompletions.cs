using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>The elements of the document and of a statement: those that are not there yet and that this type of policy may have.</summary>
internal static class ElementCompletions
{
    public static void Add(CompletionRun run)
    {
        switch (run.Place.Spot)
        {
            case Spot.Document:
                run.Add(new("{ policy }", CompletionKind.Element, "A policy with one statement",
                    $"{{\n\t\"Version\": \"{PolicyReader.CurrentVersion}\",\n\t\"Statement\": [\n\t\t{Statement(run.Kind, "\n\t\t")}\n\t]\n}}", IsSnippet: true));
                break;
            case Spot.DocumentKey:
                Key(run, "Version", $"\"{PolicyReader.CurrentVersion}\"");
                Key(run, "Statement", $"[\n\t{Statement(run.Kind, "\n\t")}\n]");
                if (run.Kind is PolicyType.Resource) Key(run, "Id", "\"$1\"");
                break;
            case Spot.Version:
                run.Value(PolicyReader.CurrentVersion, CompletionKind.Value, "the current language, with policy variables");
                run.Value(PolicyReader.OldVersion, CompletionKind.Value, "the old one: ${aws:username} is plain text");
                break;
            case Spot.Statements:
                if (run.Place.Token is null) run.Add(new("[ statement ]", CompletionKind.Element, "A list with one statement", $"[\n\t{Statement(run.Kind, "\n\t")}\n]", IsSnippet: true));
                break;
            case Spot.Statement:
                if (run.Place.Token is null) run.Add(new("{ statement }", CompletionKind.Element, "One more statement", Statement(run.Kind, "\n"), IsSnippet: true));
                break;
            case Spot.StatementKey: StatementKeys(run); break;
            case Spot.Effect:
                run.Value("Allow", CompletionKind.Value, "lets matching requests through");
                run.Value("Deny", CompletionKind.Value, "stops them, whatever else allows them");
                break;
        }
    }

    private static void StatementKeys(CompletionRun run)
    {
        Key(run, "Sid", "\"$1\"");
        Key(run, "Effect", "\"$1\"", again: true);
        if (HasPrincipal(run.Kind))
        {
            var everybody = run.Kind is PolicyType.ResourceControl;
            Key(run, "Principal", everybody ? "\"*\"" : "{\n\t\"$1\"\n}", again: !everybody);
        }
        Key(run, "Action", "[\"$1\"]", again: true);
        if (run.Kind is not PolicyType.Trust) Key(run, "Resource", "[\"$1\"]", again: true);
        Key(run, "Condition", "{\n\t\"$1\"\n}", again: true);
        // The negations last: they are rarely what is meant.
        if (run.Kind is not PolicyType.ResourceControl) Key(run, "NotAction", "[\"$1\"]", again: true);
        if (run.Kind is not PolicyType.Trust) Key(run, "NotResource", "[\"$1\"]", again: true);
        if (run.Kind is PolicyType.Resource) Key(run, "NotPrincipal", "{\n\t\"$1\"\n}", again: true);
    }

    private static void Key(CompletionRun run, string name, string snippet, bool again = false)
    {
        var holder = (OutlineObject)run.Place.Holder!;
        var other = name.StartsWith("Not", StringComparison.Ordinal) ? name[3..] : "Not" + name;
        if (holder.Members.Exists(m => m != run.Place.Member && (m.Name == name || m.Name == other))) return;
        run.Name(name, CompletionKind.Element, ElementTexts.Short(name), snippet, again: again);
    }

    public static bool HasPrincipal(PolicyType kind) => kind is PolicyType.Resource or PolicyType.Trust or PolicyType.ResourceControl;

    private static string Statement(PolicyType kind, string line)
    {
        var principal = kind is PolicyType.ResourceControl ? $"{line}\t\"Principal\": \"*\"," : HasPrincipal(kind) ? $"{line}\t\"Principal\": {{\"AWS\": \"$1\"}}," : "";
        var effect = kind is PolicyType.ServiceControl or PolicyType.ResourceControl ? "Deny" : "Allow";
        var resource = kind is PolicyType.Trust ? "" : $",{line}\t\"Resource\": [\"$3\"]";
        var action = kind is PolicyType.Trust ? "\"${2:sts:AssumeRole}\"" : "[\"$2\"]";
        return $"{{{line}\t\"Effect\": \"{effect}\",{principal}{line}\t\"Action\": {action}{resource}{line}}}";
    }
}
