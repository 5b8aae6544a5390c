using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>What one part of an update expression does.</summary>
public enum UpdateKind { Set, Remove, Add, Delete }

/// <param name="Value">Null for REMOVE.</param>
public sealed record UpdateAction(UpdateKind Kind, DocumentPath Path, Operand? Value);

/// <summary>Operands that only an update expression has. They throw what an update that cannot be computed is refused with.</summary>
internal sealed class UpdateFunction(string name, Operand left, Operand right) : Operand
{
    /// <summary><c>if_not_exists</c>, <c>list_append</c>, <c>+</c> or <c>-</c>.</summary>
    public string Name => name;
    public Operand Left => left;
    public Operand Right => right;

    public override AttributeValue? Of(Item item)
    {
        if (name == "if_not_exists") return left.Of(item) ?? right.Of(item);
        if (left.Of(item) is not { } a || right.Of(item) is not { } b) return null;
        if (name == "list_append") return a is ListValue x && b is ListValue y ? new ListValue([.. x.Items, .. y.Items]) : throw UpdateExpression.WrongType();
        if (a is not NumberValue m || b is not NumberValue n) throw UpdateExpression.WrongType();
        var result = name == "+" ? m.Number.Plus(n.Number, out var problem) : m.Number.Minus(n.Number, out problem);
        return problem is null ? new NumberValue(result) : throw DynamoErrors.Validation(problem);
    }

    public override string ToString() => name is "+" or "-" ? $"{left} {name} {right}" : $"{name}({left}, {right})";
}

/// <summary>What an update does to an item: all of it reads the item as it was before.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html"/>
public sealed class UpdateExpression(IReadOnlyList<UpdateAction> actions)
{
    // What is set behind a list's end is appended in the order of the places; what is removed goes from the end, so that no place moves before it is reached.
    private readonly IReadOnlyList<UpdateAction> _ordered = actions.Count == 1 ? actions :
    [
        .. actions.Where(a => a.Kind is not UpdateKind.Remove).OrderBy(a => a.Path, Comparer<DocumentPath>.Create(DocumentPath.Compare)),
        .. actions.Where(a => a.Kind is UpdateKind.Remove).OrderByDescending(a => a.Path, Comparer<DocumentPath>.Create(DocumentPath.Compare)),
    ];

    public IReadOnlyList<UpdateAction> Actions => actions;

    /// <summary>The parts of an item that it touches.</summary>
    public Projection Touched => new([.. actions.Select(a => a.Path)]);

    internal static AwsException WrongType() => DynamoErrors.Validation("An operand in the update expression has an incorrect data type");

    private static AwsException WrongPath() =>
        DynamoErrors.Validation("The document path provided in the update expression is invalid for update", "Everything on the way to the last step has to be there already: a map for a name, a list for a place.");

    /// <exception cref="AwsException">ValidationException.</exception>
    public Item Apply(Item item)
    {
        OrderedDictionary<string, AttributeValue> after = new(StringComparer.Ordinal);
        foreach (var (name, value) in item.Attributes) after[name] = value;
        foreach (var action in _ordered)
        {
            var head = action.Path.Head;
            var before = after.TryGetValue(head, out var known) ? known : null;
            var now = action.Path.Steps.Count == 1 ? Changed(action, before, item) : Inside(before ?? throw WrongPath(), action, 1, item);
            if (now is null) after.Remove(head);
            else after[head] = now;
        }
        return new(after);
    }

    private static AttributeValue Inside(AttributeValue container, UpdateAction action, int at, Item item)
    {
        var step = action.Path.Steps[at];
        var last = at == action.Path.Steps.Count - 1;
        var before = DocumentPath.Into(container, step);
        if (container is MapValue map && step.Name is { } name)
        {
            var now = last ? Changed(action, before, item) : Inside(before ?? throw WrongPath(), action, at + 1, item);
            return new MapValue(now is null ? map.Members.Without(name) : map.Members.With(name, now));
        }
        if (container is ListValue list && step.Name is null)
        {
            var now = last ? Changed(action, before, item) : Inside(before ?? throw WrongPath(), action, at + 1, item);
            List<AttributeValue> items = [.. list.Items];
            if (before is null)
            {
                if (now is not null) items.Add(now);
            }
            else if (now is null) items.RemoveAt(step.Index);
            else items[step.Index] = now;
            return new ListValue(items);
        }
        throw WrongPath();
    }

    private static AttributeValue? Changed(UpdateAction action, AttributeValue? before, Item item) => action.Kind switch
    {
        UpdateKind.Set => action.Value!.Of(item) ?? throw DynamoErrors.Validation("The provided expression refers to an attribute that does not exist in the item", "if_not_exists(path, value) gives a value where there is none yet."),
        UpdateKind.Remove => null,
        UpdateKind.Add => Added(before, action.Value!.Of(item)!),
        _ => Deleted(before, action.Value!.Of(item)!),
    };

    private static AttributeValue Added(AttributeValue? before, AttributeValue more)
    {
        if (before is null) return more;
        if (before.Type != more.Type) throw WrongType();
        if (before is SetValue set) return new SetValue([.. set.Members, .. ((SetValue)more).Members.Where(m => !set.Has(m))]);
        if (before is not NumberValue number) throw WrongType();
        var sum = number.Number.Plus(((NumberValue)more).Number, out var problem);
        return problem is null ? new NumberValue(sum) : throw DynamoErrors.Validation(problem);
    }

    private static AttributeValue? Deleted(AttributeValue? before, AttributeValue less)
    {
        if (before is null) return null;
        if (before is not SetValue set || set.Type != less.Type) throw WrongType();
        List<AttributeValue> rest = [.. set.Members.Where(m => !((SetValue)less).Has(m))];
        return rest.Count == 0 ? null : new SetValue(rest);
    }

    public override string ToString() => string.Join(' ', actions.GroupBy(a => a.Kind).Select(g => $"{g.Key.ToString().ToUpperInvariant()} {string.Join(", ", g.Select(a => a.Kind switch
    {
        UpdateKind.Set => $"{a.Path} = {a.Value}",
        UpdateKind.Remove => a.Path.ToString(),
        _ => $"{a.Path} {a.Value}",
    }))}"));
}
