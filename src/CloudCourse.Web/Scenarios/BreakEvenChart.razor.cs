using System.Globalization;
using System.Text;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Scenarios;

public sealed partial class BreakEvenChart
{
    private const double Left = 62, Right = 588, Top = 48, Bottom = 280, LetterRoom = 17;

    private double _low, _high, _from, _to;
    private List<double> _xTicks = [], _yTicks = [];
    private List<(int At, double X, double Y)> _labels = [];

    [Parameter, EditorRequired] public required ScenarioPlan Plan { get; set; }
    [Parameter, EditorRequired] public required BreakEven Even { get; set; }

    /// <summary>The learner's load, in the field's pieces.</summary>
    [Parameter, EditorRequired] public double Own { get; set; }
    [Parameter, EditorRequired] public required PlannedOption Option { get; set; }

    protected override void OnParametersSet()
    {
        (_from, _to) = Plan.Range;
        var known = Even.Lines.SelectMany(l => l).OfType<decimal>().Select(u => Math.Max(0.01, (double)u)).ToList();
        _low = known.Count == 0 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(known.Min())));
        _high = known.Count == 0 ? 10 : Math.Pow(10, Math.Ceiling(Math.Log10(known.Max() * 1.001)));
        (_xTicks, _yTicks) = (Decades(_from, _to), Decades(_low, _high));
        _labels = Labels();
    }

    private IEnumerable<string> Sentences
    {
        get
        {
            foreach (var (at, (from, choice)) in Even.Cheapest.Index())
            {
                var load = $"{ScenarioWords.Number(About(from / Plan.PiecesPerDay))} {Plan.Pieces.Many} {Plan.Per}";
                var what = choice < 0 ? "none of the choices does the work" : $"{ScenarioResult.Letter(choice)} ({Plan.Options[choice].Title}) is the cheapest that does the work";
                load = from == Even.Loads[0] ? $"{ScenarioWords.Number(_from)} {(_from == 1 ? Plan.Pieces.One : Plan.Pieces.Many)} {Plan.Per}" : load;
                yield return at == 0 ? Even.Cheapest.Count == 1 ? $"At every load of this chart {what}." : $"At first, from {load}, {what}." : $"From about {load} on, {what}.";
            }
        }
    }

    /// <summary>A letter at each line's last point, one below the other where they would touch.</summary>
    private List<(int, double, double)> Labels()
    {
        List<(int At, double X, double Y)> ends = [];
        foreach (var (at, line) in Even.Lines.Index())
        {
            var last = line.Index().LastOrDefault(p => p.Item is not null, (-1, null));
            if (last.Item is { } usd) ends.Add((at, XAt(Even.Loads[last.Index] / Plan.PiecesPerDay) + 8, YAt((double)usd) + 5));
        }
        ends.Sort((a, b) => a.Y.CompareTo(b.Y));
        for (var i = 1; i < ends.Count; i++)
        {
            var (before, own) = (ends[i - 1], ends[i]);
            if (Math.Abs(own.X - before.X) < LetterRoom && own.Y - before.Y < LetterRoom) ends[i] = own with { Y = before.Y + LetterRoom };
        }
        return ends;
    }

    private static List<double> Decades(double from, double to)
    {
        var (low, high) = ((int)Math.Ceiling(Math.Log10(from) - 1e-9), (int)Math.Floor(Math.Log10(to) + 1e-9));
        // Few enough that their words do not touch.
        var step = Math.Max(1, (high - low + 5) / 6);
        return [.. Enumerable.Range(0, Math.Max(0, high - low + 1)).Where(i => i % step == 0).Select(i => Math.Pow(10, low + i))];
    }

    private string Path(IReadOnlyList<decimal?> line)
    {
        StringBuilder path = new();
        var pen = false;
        foreach (var (at, usd) in line.Index())
        {
            if (usd is { } known) path.Append(CultureInfo.InvariantCulture, $"{(pen ? "L" : "M")}{X(Even.Loads[at] / Plan.PiecesPerDay)} {Y((double)known)}");
            pen = usd is not null;
        }
        return path.ToString();
    }

    private double XAt(double load) => Left + ((Right - Left) * Math.Clamp((Math.Log(load) - Math.Log(_from)) / (Math.Log(_to) - Math.Log(_from)), 0, 1));

    private double YAt(double usd) => Bottom - ((Bottom - Top) * Math.Clamp((Math.Log(Math.Max(0.01, usd)) - Math.Log(_low)) / (Math.Log(_high) - Math.Log(_low)), 0, 1));

    private string X(double load) => Text(XAt(load));

    private string Y(double usd) => Text(YAt(usd));

    private static string Text(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    private static string Short(double number) => number switch
    {
        >= 1e9 => $"{ScenarioWords.Number(number / 1e9)} bn",
        >= 1e6 => $"{ScenarioWords.Number(number / 1e6)} m",
        >= 1e4 => $"{ScenarioWords.Number(number / 1e3)} k",
        _ => ScenarioWords.Number(number),
    };

    /// <summary>Three figures, since the edges are found only so closely.</summary>
    private static double About(double number)
    {
        var digits = Math.Pow(10, Math.Floor(Math.Log10(number)) - 2);
        return Math.Round(number / digits) * digits;
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
