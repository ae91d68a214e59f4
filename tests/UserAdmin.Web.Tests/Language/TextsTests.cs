using System.Globalization;
using System.Text.RegularExpressions;
using UserAdmin.Roles;
using UserAdmin.Web.Language;
using static UserAdmin.Web.Language.Texts;

namespace UserAdmin.Web.Tests.Language;

public sealed partial class TextsTests : IDisposable
{
    // Names, an example, and beginnings whose ends differ; with these they are in the resources.
    private static readonly HashSet<string> _alone =
    [
        "Refused because",
        "UserAdmin Administrator",
        $"{SentencesInCore.Hole}:word or {SentencesInCore.Hole}:\"several words\"",
        "One member holds",
        $"{SentencesInCore.Hole} members hold",
        $"{SentencesInCore.Hole}: no such account",
        "The only table is not",
        $"None of the {SentencesInCore.Hole} tables is",
    ];

    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public void Dispose() => CultureInfo.CurrentUICulture = _before;

    [Fact]
    public void Texts_OfTheCode_AreAllInGerman()
    {
        var german = Catalogue.Load("de").ShouldNotBeNull();
        var texts = TextsInCode.All().ToList();

        texts.Count.ShouldBeGreaterThan(500);
        texts.Where(text => german.Find(text.Key) is null).Select(text => $"{text.File}: {text.Key}").ShouldBeEmpty();
    }

    [Fact]
    public void TextsInCode_OfATemplateWithAPlainPart_IsNotTheTemplate()
    {
        TextsInCode.In("""T($"Of {a} " + $"and b")""").ShouldBe(["Of {0} and b"]);
        TextsInCode.In("""T("Of a " + "and b")""").ShouldBe(["Of a and b"]);
        TextsInCode.In("""T($"Of {a} " + "and b")""").ShouldNotBe(["Of {0} and b"]);
        TextsInCode.In("""T("Of a " + $"and {b}")""").ShouldNotBe(["Of a and {0}"]);
    }

    [Fact]
    public void Texts_InGerman_HaveTheSameHoles()
    {
        var german = Catalogue.Load("de").ShouldNotBeNull();

        german.Keys.Count().ShouldBeGreaterThan(500);
        german
            .Keys.Where(key => !key.EndsWith("#one", StringComparison.Ordinal))
            .Where(key => !Holes(key).SetEquals(Holes(german.Find(key)!)))
            .ShouldBeEmpty();
    }

    // A template may have words where the code has a hole, because these are translated with the sentence.
    [Fact]
    public void SentencesOfTheCore_AreAllInGerman()
    {
        var german = Catalogue.Load("de").ShouldNotBeNull();
        var keys = string.Join('\n', german.Keys);
        bool Is(string sentence, bool isPart)
        {
            var pattern = string.Join(".*", sentence.Split(SentencesInCore.Hole).Select(Regex.Escape));
            return german.Translate(sentence.Replace(SentencesInCore.Hole, '7')) is not null
                || Regex.IsMatch(keys, isPart ? pattern : $"^{pattern}$", RegexOptions.Multiline);
        }

        var sentences = SentencesInCore.All().ToList();

        sentences.Count.ShouldBeGreaterThan(700);
        sentences
            .Where(one => !Is(one.Text, one.IsPart) && !SentenceEnd().Split(one.Text).All(part => Is(part, one.IsPart)))
            .Where(one => !_alone.Contains(one.Text))
            .Select(one => $"{one.Place}: {one.Text.Replace(SentencesInCore.Hole, '…')}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void T_InGerman_HasItsWordsAndForms()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Read().ShouldBe("Users; 1 row; 3 rows; Use at most 5 characters for the display name.");

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de-AT");
        Read().ShouldStartWith("Benutzer; 1 Zeile; 3 Zeilen; ");
        FromCore("Use at most 5 characters for the display name.")
            .ShouldNotBe("Use at most 5 characters for the display name.");
        FromCore("Nobody has written this.").ShouldBe("Nobody has written this.");

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
        Read().ShouldStartWith("Users; 1 row");
    }

    [Fact]
    public void T_OfATemplateWithConstants_IsInGerman()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");

        T($"The body says what happened. Seeing it needs “{Permissions.ActivityRead}”.")
            .ShouldBe("Der Inhalt sagt, was geschehen ist. Um ihn zu sehen, ist „activity.read“ nötig.");
    }

    [Fact]
    public void FromCore_OfASearch_LeavesItsWords()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");

        // Both words are texts of the program elsewhere.
        FromCore("“created” cannot be “deleted”. Write created:today.")
            .ShouldBe("„created“ kann nicht „deleted“ sein. Schreiben Sie created:today.");
        FromCore("Sign-in refused: the account is disabled, 3 times, from 10.0.0.1")
            .ShouldBe("Anmeldung abgelehnt: das Konto ist deaktiviert, 3-mal, von 10.0.0.1");
        FromCore("Key 5mmwu7152s57 refused: its address is not allowed, 2 times, from 10.0.0.1")
            .ShouldBe("Schlüssel 5mmwu7152s57 abgelehnt: die Adresse ist nicht erlaubt, 2-mal, von 10.0.0.1");
        FromCore("Remove the tab (U+0009) from the display name.")
            .ShouldBe("Entfernen Sie das Tabulatorzeichen (U+0009) aus „Anzeigename“.");
    }

    private static string Read() =>
        string.Join(
            "; ",
            T("Users"),
            T(1, "1 row", $"{1} rows"),
            T(3, "1 row", $"{3} rows"),
            FromCore("Use at most 5 characters for the display name.")
        );

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(hole => hole.Groups[1].Value)];

    [GeneratedRegex("(?<=[.?]) (?=[\\p{Lu}“\0])|(?<=[.?] \0)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\{(\d+)(?::raw)?\}")]
    private static partial Regex Hole();
}
