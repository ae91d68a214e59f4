namespace UserAdmin.Tests.Architecture;

/// <summary>Conventions that reviewers would otherwise check by hand.</summary>
public sealed class ConventionTests
{
    [Fact]
    public void Assertions_OverCollections_DoNotPassOnAnEmptyOne()
    {
        var tests = SourceFiles.All("*Tests.cs").ToList();

        tests.Count.ShouldBeGreaterThan(100);
        // Written in two parts, so that this file does not contain the text itself.
        tests
            .Where(file => File.ReadAllText(file).Contains("Should" + "AllBe(", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
