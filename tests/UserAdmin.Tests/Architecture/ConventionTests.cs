using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Tests.Architecture;

/// <summary>What reviewers would otherwise count by hand.</summary>
public sealed partial class ConventionTests
{
    // Texts and regular expressions that nobody has broken yet. The number may only fall; 0 is wanted.
    private const int KnownLongLines = 0;

    [Fact]
    public void Lines_OfCode_EndByColumn120()
    {
        var lines = Files("*.cs").SelectMany(File.ReadLines).Select(line => line.Length).ToList();

        lines.Count.ShouldBeGreaterThan(50_000);
        lines.Count(length => length > 120).ShouldBeLessThan(lines.Count / 100);
        lines.Count(length => length > 140).ShouldBeLessThanOrEqualTo(KnownLongLines);
    }

    [Fact]
    public void Decisions_ThatAreCited_AreWritten()
    {
        var written = Directory
            .EnumerateFiles(Path.Combine(Root(), "docs", "decisions"), "*.md")
            .Select(file => Path.GetFileName(file).Split('-')[0])
            .Where(number => int.TryParse(number, out _))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))
            .ToHashSet();
        var cited = Files("*.cs", "*.razor", "*.csproj", "*.css", "*.js")
            .SelectMany(file => Citation().Matches(File.ReadAllText(file)).Select(match => (file, match)))
            .Select(one => (one.file, Number: int.Parse(one.match.Groups[1].Value, CultureInfo.InvariantCulture)))
            .ToList();

        cited.Count.ShouldBeGreaterThan(20);
        cited.Where(one => !written.Contains(one.Number)).ShouldBeEmpty();
    }

    [Fact]
    public void Assertions_OverCollections_DoNotPassOnAnEmptyOne()
    {
        var tests = Files("*Tests.cs").ToList();

        tests.Count.ShouldBeGreaterThan(100);
        // Put together here, so that this file does not find itself.
        tests
            .Where(file => File.ReadAllText(file).Contains("Should" + "AllBe(", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Files(params string[] patterns) =>
        patterns
            .SelectMany(pattern =>
                new[] { "src", "tests" }.SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Root(), folder), pattern, SearchOption.AllDirectories)
                )
            )
            .Where(file => !Generated().IsMatch(file));

    private static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "UserAdmin.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return root.FullName;
    }

    [GeneratedRegex(@"\bdecisions? (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Citation();

    [GeneratedRegex(@"[\\/](bin|obj|Migrations)[\\/]")]
    private static partial Regex Generated();
}
