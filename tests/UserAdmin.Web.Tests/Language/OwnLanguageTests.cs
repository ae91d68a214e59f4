using System.Text.RegularExpressions;

namespace UserAdmin.Web.Tests.Language;

public sealed partial class OwnLanguageTests
{
    // The first wakes a loop of the circuit, which has the language; the second is kept a line before.
    private static readonly string[] _silent =
    [
        "Live/LiveComponent.cs: ChangeFeed.Subscribe(OnChange",
        "Layout/DatabaseNote.razor.cs: waits.Changed += _changed",
    ];

    [Fact]
    public void Callbacks_FromOutsideOfACircuit_KeepItsLanguage()
    {
        var calls = Source()
            .SelectMany(file => Call().Matches(file.Text).Select(call => $"{file.Name}: {call.Value}"))
            .ToList();

        calls.Count.ShouldBeGreaterThan(5);
        calls
            .Where(call => !call.Contains("OwnLanguage.Keep", StringComparison.Ordinal))
            .Except(_silent)
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, string Text)> Source()
    {
        var folder = Path.Combine(TextsInCode.Repository(), "src", "UserAdmin.Web");
        return Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file =>
                Regex.IsMatch(file, @"\.(cs|razor)$") && !Regex.IsMatch(file, @"[\\/](obj|bin|Startup)[\\/]")
            )
            .Select(file =>
                (
                    Path.GetRelativePath(folder, file).Replace('\\', '/'),
                    Regex.Replace(File.ReadAllText(file), @"\s+", " ")
                )
            );
    }

    // Timers and tokens keep the language by themselves, as everything that is awaited does.
    [GeneratedRegex(@"\b\w+\.(Subscribe|Watch)\( ?(\w+, )?[\w.]+|\bwaits\.Changed \+= \w+|_changed = [\w.]+Keep")]
    private static partial Regex Call();
}
