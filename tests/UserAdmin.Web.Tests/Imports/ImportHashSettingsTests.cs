using Bunit;
using UserAdmin.Imports;
using UserAdmin.Web.Imports;

namespace UserAdmin.Web.Tests.Imports;

/// <summary>What columns with password hashes need besides is asked for only where a column needs it.</summary>
public sealed class ImportHashSettingsTests : ConsoleContext
{
    private FirebaseProject? _project;
    private bool _verifies;

    [Fact]
    public void Project_IsAskedForOnlyBesideAColumnOfSalts()
    {
        Show(ImportField.Email, ImportField.PasswordHash).FindAll("[data-firebase]").ShouldBeEmpty();
        Show(ImportField.PasswordSalt, ImportField.Email).FindAll("[data-firebase]").ShouldBeEmpty();
        Show(ImportField.PasswordHash, ImportField.PasswordSalt, ImportField.PasswordFormat)
            .FindAll("[data-firebase]")
            .ShouldBeEmpty();
        Show(ImportField.PasswordHash, ImportField.PasswordSalt).FindAll("[data-firebase]").ShouldHaveSingleItem();
    }

    [Fact]
    public void Project_ThatIsEntered_IsGivenBack()
    {
        var settings = Show(ImportField.PasswordHash, ImportField.PasswordSalt);
        settings.Find("#firebase-rounds").HasAttribute("disabled").ShouldBeTrue("Without a key they say nothing.");

        settings.Find("#firebase-key").Change(" a2V5 ");
        settings.Render(parameters => parameters.Add(one => one.Project, _project));
        settings.Find("#firebase-rounds").Change("4");
        settings.Render(parameters => parameters.Add(one => one.Project, _project));

        _project.ShouldBe(new FirebaseProject("a2V5") { Rounds = 4 });
        settings.Find("#firebase-key").Change("");
        _project.ShouldBeNull();
    }

    [Fact]
    public void Key_ThatIsKept_IsNotShownAndStays()
    {
        _project = new FirebaseProject("kept:secret");
        var settings = Show(ImportField.PasswordHash, ImportField.PasswordSalt);

        settings.Find("#firebase-key").GetAttribute("value").ShouldBeNullOrEmpty();
        settings.Markup.ShouldNotContain("secret");
        settings.Find("#firebase-memory").Change("13");

        _project.ShouldBe(new FirebaseProject("kept:secret") { MemoryCost = 13 });
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(null, true, true)]
    [InlineData(false, true, false)]
    public void Note_OfHashesThatTheApplicationMayNotVerify(bool? areVerified, bool isThere, bool canBeTicked)
    {
        Hashes.AreVerified = areVerified;
        var settings = Show(ImportField.PasswordHash);

        settings.FindAll("[data-hashes-unverified]").Count.ShouldBe(isThere ? 1 : 0);
        settings.FindAll("#import-hashes-verified").Count.ShouldBe(canBeTicked ? 1 : 0);
        Show(ImportField.Email).FindAll("[data-hashes-unverified]").ShouldBeEmpty();
        if (canBeTicked)
        {
            settings.Find("#import-hashes-verified").Change(true);
            _verifies.ShouldBeTrue();
        }
    }

    private IRenderedComponent<ImportHashSettings> Show(params ImportField?[] fields) =>
        Render<ImportHashSettings>(parameters =>
            parameters
                .Add(settings => settings.Fields, fields)
                .Bind(settings => settings.Project, _project, project => _project = project)
                .Bind(settings => settings.Verifies, _verifies, verifies => _verifies = verifies)
        );
}
