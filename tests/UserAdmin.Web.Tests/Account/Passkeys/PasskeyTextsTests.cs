using System.Text.RegularExpressions;
using UserAdmin.Web.Account.Passkeys;
using UserAdmin.Web.Tests.Language;

namespace UserAdmin.Web.Tests.Account.Passkeys;

public sealed partial class PasskeyTextsTests
{
    [Fact]
    public void Texts_AreThoseOfTheScripts()
    {
        var web = Path.Combine(TextsInCode.Repository(), "src", "UserAdmin.Web");
        string[] scripts =
        [
            Path.Combine(web, "wwwroot", "webauthn.js"),
            .. Directory.EnumerateFiles(Path.Combine(web, "Account", "Passkeys"), "*.razor.js"),
        ];

        scripts
            .SelectMany(script => Told().Matches(File.ReadAllText(script)))
            .Select(match => match.Groups[1].Value)
            .ShouldBe(PasskeyTexts.All, ignoreOrder: true);
    }

    [GeneratedRegex("""told\(\s*"([^"]*)",?\s*\)""")]
    private static partial Regex Told();
}
