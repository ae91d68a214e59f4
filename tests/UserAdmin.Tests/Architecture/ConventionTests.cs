namespace UserAdmin.Tests.Architecture;

/// <summary>What reviewers would otherwise count by hand.</summary>
public sealed class ConventionTests
{
    [Fact]
    public void Assertions_OverCollections_DoNotPassOnAnEmptyOne()
    {
        var tests = SourceFiles.All("*Tests.cs").ToList();

        tests.Count.ShouldBeGreaterThan(100);
        // Put together here, so that this file does not find itself.
        tests
            .Where(file => File.ReadAllText(file).Contains("Should" + "AllBe(", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
