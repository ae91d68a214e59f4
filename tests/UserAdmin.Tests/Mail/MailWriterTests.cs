using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using UserAdmin.Mail;
using UserAdmin.Users;

namespace UserAdmin.Tests.Mail;

public sealed class MailWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("useradmin-test-");
    private readonly MailOptions _options = new()
    {
        Product = "Acme <accounts>",
        From = "no-reply@example.com",
        PublicUrl = "https://accounts.example.com/",
    };

    public static TheoryData<MailKind, string> Templates
    {
        get
        {
            var data = new TheoryData<MailKind, string>();
            foreach (var kind in Enum.GetValues<MailKind>())
            {
                data.Add(kind, "en");
                data.Add(kind, "de");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Mail_OfEveryKindInEveryLanguage_SaysTheSameInTextAndHtmlAndLoadsNothing(MailKind kind, string language)
    {
        var mail = Write(kind, language);

        mail.Subject!.ShouldContain("Acme <accounts>");
        mail.TextBody!.ShouldContain(language == "de" ? "Guten Tag Ada <b>," : "Hello Ada <b>,");
        mail.HtmlBody!.ShouldContain(language == "de" ? "Guten Tag Ada &lt;b&gt;," : "Hello Ada &lt;b&gt;,");
        mail.HtmlBody!.ShouldContain($"<html lang=\"{language}\">");
        (mail.TextBody + mail.HtmlBody).ShouldNotContain("{");
        foreach (var remote in (string[])["<img", "<link", "<script", "url(", "@import", "src=", "<b>"])
        {
            mail.HtmlBody!.ShouldNotContain(remote);
        }

        var hasLink = kind is MailKind.Invitation or MailKind.PasswordReset or MailKind.EmailConfirmation;
        mail.TextBody!.Contains("?token=token-of-link").ShouldBe(hasLink);
        mail.TextBody!.Contains(language == "de" ? "8. März 2026, 12:00 UTC" : "March 8, 2026, 12:00 UTC")
            .ShouldBe(hasLink);
        mail.HtmlBody!.Contains("href=").ShouldBe(hasLink || IsOfWebhook(kind));
        mail.TextBody!.Contains("\nhttps://accounts.example.com/applications/sync/webhooks/hook\n")
            .ShouldBe(IsOfWebhook(kind));
        mail.Headers[HeaderId.AutoSubmitted].ShouldBe("auto-generated");
        mail.From.ToString().ShouldBe("\"Acme <accounts>\" <no-reply@example.com>");
    }

    [Theory]
    [InlineData(MailKind.Invitation, "https://accounts.example.com/account/accept-invitation?token=token-of-link")]
    [InlineData(MailKind.PasswordReset, "https://accounts.example.com/account/reset-password?token=token-of-link")]
    [InlineData(MailKind.EmailConfirmation, "https://accounts.example.com/account/confirm-email?token=token-of-link")]
    public void Link_OfEachKind_LeadsToItsPage(MailKind kind, string link)
    {
        var mail = Write(kind, null);

        mail.TextBody!.ShouldContain(link);
        mail.HtmlBody!.ShouldContain($"href=\"{link}\"");
    }

    [Theory]
    [InlineData("de-CH", "Ihr Konto bei")]
    [InlineData("en-GB", "Your account at")]
    [InlineData("ja", "Your account at")]
    [InlineData(null, "Your account at")]
    [InlineData("../de", "Your account at")]
    public void Language_OfThePerson_FallsBackToItsParentAndThenToEnglish(string? locale, string subject) =>
        Write(MailKind.Invitation, locale).Subject.ShouldStartWith(subject);

    [Fact]
    public void Template_InTheFolderOfTheSettings_TakesPrecedenceAtOnce()
    {
        _options.TemplateDirectory = _folder.FullName;
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "de"));
        var file = Path.Combine(_folder.FullName, "de", "Invitation.txt");
        File.WriteAllText(file, "Subject: Willkommen, {name}\n\nHallo {name}.\n\n> Los\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "layout.html"), "<i>{body}</i>");

        var mail = Write(MailKind.Invitation, "de");

        mail.Subject.ShouldBe("Willkommen, Ada <b>");
        mail.TextBody!.ShouldStartWith("Hallo Ada <b>.\n\nLos:\nhttps://");
        mail.HtmlBody!.ShouldStartWith("<i><p style");
        Write(MailKind.Invitation, "en").Subject.ShouldStartWith("Your account at");
        File.WriteAllText(file, "Subject: Hallo\n\n{secret}\n");
        Should.Throw<FormatException>(() => Write(MailKind.Invitation, "de")).Message.ShouldContain("{secret}");
        File.WriteAllText(file, "Hallo\n");
        Should.Throw<FormatException>(() => Write(MailKind.Invitation, "de")).Message.ShouldContain("Subject");
    }

    [Fact]
    public void Values_ThatLookLikePlaceholdersOrHeaders_AreOnlyText()
    {
        var mail = Write(MailKind.Invitation, "en", name: "{link}\r\nBcc: all@example.com");

        mail.TextBody!.ShouldContain("Hello {link}  Bcc");
        mail.Bcc.ShouldBeEmpty();
        Serialized(mail).Split("\n\n")[0].ShouldNotContain("\nBcc:");
    }

    [Theory]
    [InlineData(null, "Ihr Konto bei")]
    [InlineData("ja", "Ihr Konto bei")]
    [InlineData("en-GB", "Your account at")]
    public void Language_OfTheSettings_IsThatOfPeopleWhoHaveNone(string? locale, string subject)
    {
        _options.Language = "de-CH";

        Write(MailKind.Invitation, locale).Subject.ShouldStartWith(subject);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("de-CH", false)]
    [InlineData("nl", false)]
    [InlineData("ja", true)]
    [InlineData("../en", true)]
    [InlineData("", true)]
    public void Language_OfTheSettings_HasToHaveTemplates(string language, bool isWrong)
    {
        _folder.CreateSubdirectory("nl");
        (_options.Language, _options.TemplateDirectory) = (language, _folder.FullName);

        (_options.Problem() is not null).ShouldBe(isWrong);
    }

    [Fact]
    public void Address_WithADomainBeyondAscii_IsWrittenSoThatEveryServerTakesIt() =>
        Serialized(Write(MailKind.Test, "en", to: "ada@bücher.example")).ShouldContain("<ada@xn--bcher-kva.example>");

    [Theory]
    [InlineData(null, "https://general.example.com/accounts/", "https://general.example.com/accounts", false)]
    [InlineData("https://mail.example.com", "https://general.example.com", "https://mail.example.com", false)]
    [InlineData(null, null, "http://localhost:5080", false)]
    [InlineData("accounts.example.com", null, "accounts.example.com", true)]
    [InlineData(null, "ftp://example.com", "ftp://example.com", true)]
    public void PublicUrl_OfTheSettings_IsTheNearestOneAndHasToBeAWebAddress(
        string? ofMail,
        string? general,
        string current,
        bool isWrong
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("UserAdmin:PublicUrl", general)])
            .Build();
        var site = new PublicUrl(
            Options.Create(new MailOptions { PublicUrl = ofMail }),
            configuration,
            new NoServerAddress()
        );

        (site.Current, site.Problem() is not null).ShouldBe((current, isWrong));
    }

    [Fact]
    public void MessageId_OfOneEvent_IsTheSameForEveryTryAndAnotherForAnother()
    {
        var id = Write(MailKind.Test, "en").MessageId;

        id.ShouldBe("17.070707070707070707070707@example.com");
        Write(MailKind.Test, "de").MessageId.ShouldBe(id);
        Write(MailKind.Test, "en", orderedAt: 18).MessageId.ShouldNotBe(id);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static readonly MailOrder _order = new(MailKind.WebhookFailed, "ada@example.com")
    {
        Path = "applications/sync/webhooks/hook",
        Values = new Dictionary<string, string> { ["application"] = "HR <b>", ["url"] = "https://hr.example.com/in" },
    };

    private static bool IsOfWebhook(MailKind kind) =>
        kind is MailKind.WebhookFailed or MailKind.WebhookGone or MailKind.WebhookSecretLost;

    private static string Serialized(MimeMessage mail)
    {
        using var text = new MemoryStream();
        mail.WriteTo(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private MimeMessage Write(
        MailKind kind,
        string? locale,
        string name = "Ada <b>",
        long orderedAt = 17,
        string to = "ada@example.com"
    )
    {
        var (now, options) = (new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Options.Create(_options));
        var site = new PublicUrl(options, new ConfigurationBuilder().Build(), new NoServerAddress());
        var hasLink = kind is MailKind.Invitation or MailKind.PasswordReset or MailKind.EmailConfirmation;
        var mail = new OutboxMail
        {
            OrderedAt = orderedAt,
            UserId = "ada",
            Kind = kind,
            To = to,
            LinkId = hasLink ? "link" : null,
            LinkExpiresAt = hasLink ? now.AddDays(7) : null,
        };
        var hash = Enumerable.Repeat((byte)7, 32).ToArray();
        return new MailWriter(new MailTemplates(options), new Tokens(), site, options, new FakeTimeProvider(now)).Write(
            new ClaimedMail(mail, name, locale, now, hash, IsOfWebhook(kind) ? _order with { Kind = kind } : null, null)
        );
    }

    private sealed class Tokens : ILinkTokens
    {
        public string TokenFor(string linkId) => $"token-of-{linkId}";

        public string? LinkOf(string? token) => null;
    }
}
