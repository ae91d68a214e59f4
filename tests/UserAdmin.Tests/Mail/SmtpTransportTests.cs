using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using MimeKit;
using UserAdmin.Mail;

namespace UserAdmin.Tests.Mail;

/// <summary>The transport with a real SMTP server.</summary>
public sealed class SmtpTransportTests
{
    [Fact]
    public async Task Send_ToAServerWithoutEncryptionOnThisMachine_Arrives()
    {
        await using var server = await SmtpServer.StartAsync();

        (await SendAsync(server)).ShouldBeNull();

        var mail = await server.NextAsync();
        (
            mail.GetProperty("from").GetString(),
            mail.GetProperty("to")[0].GetString(),
            mail.GetProperty("secure").GetBoolean()
        ).ShouldBe(("no-reply@example.com", "ada@example.com", false));
        var received = MimeMessage.Load(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail.GetProperty("text").GetString()!)),
            TestContext.Current.CancellationToken
        );
        (received.Subject, received.TextBody!.Trim(), received.MessageId).ShouldBe(
            ("Grüße", ".\nHallo Ada", "17@example.com")
        );
    }

    [Theory]
    [InlineData("starttls", MailSecurity.Auto)]
    [InlineData("starttls", MailSecurity.StartTls)]
    [InlineData("implicit", MailSecurity.Tls)]
    public async Task Send_ToAServerWithAnUntrustedCertificate_IsRefusedUnlessTheSettingsNameIt(
        string tls,
        MailSecurity security
    )
    {
        await using var server = await SmtpServer.StartAsync("--tls", tls);

        var problem = (await SendAsync(server, settings => settings.Security = security)).ShouldNotBeNull();
        (problem.IsGeneral, problem.IsUncertain, problem.IsFinal).ShouldBe((true, false, false));
        problem.Error.ShouldContain("not trusted");
        problem.Error.ShouldContain(server.Fingerprint);
        (
            await SendAsync(
                server,
                settings => (settings.Security, settings.CertificateSha256) = (security, new string('0', 64))
            )
        ).ShouldNotBeNull();

        (
            await SendAsync(
                server,
                settings => (settings.Security, settings.CertificateSha256) = (security, server.Fingerprint)
            )
        ).ShouldBeNull();
        (await server.NextAsync()).GetProperty("secure").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Send_ToAServerThatOffersNoStartTls_FailsIfTheSettingsRequireIt()
    {
        await using var server = await SmtpServer.StartAsync();

        var problem = (
            await SendAsync(server, settings => settings.Security = MailSecurity.StartTls)
        ).ShouldNotBeNull();

        (problem.Error.Contains("offers no encryption"), problem.IsGeneral).ShouldBe((true, true));
    }

    [Fact]
    public async Task Send_WithAPassword_SignsInAndSaysWhenItIsWrongWithoutRepeatingIt()
    {
        await using var server = await SmtpServer.StartAsync(
            "--tls",
            "starttls",
            "--user",
            "mailer",
            "--password",
            "open sesame"
        );

        (
            await SendAsync(server, settings => settings.CertificateSha256 = server.Fingerprint)
        )!.IsGeneral.ShouldBeTrue();
        var problem = (
            await SendAsync(
                server,
                settings =>
                    (settings.CertificateSha256, settings.User, settings.Password) = (
                        server.Fingerprint,
                        "mailer",
                        "hush hush"
                    )
            )
        ).ShouldNotBeNull();
        problem.Error.ShouldContain("did not accept user name and password");
        problem.Error.ShouldNotContain("hush hush");
        problem.IsGeneral.ShouldBeTrue();

        (
            await SendAsync(
                server,
                settings =>
                    (settings.CertificateSha256, settings.User, settings.Password) = (
                        server.Fingerprint,
                        "mailer",
                        "open sesame"
                    )
            )
        ).ShouldBeNull();
        (await server.NextAsync()).GetProperty("authenticated").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Send_ToAServerThatIsBusyOrSaysNo_TellsWhetherToTryAgain()
    {
        await using var server = await SmtpServer.StartAsync("--answers", "451 try later|554 looks like spam");

        var busy = (await SendAsync(server)).ShouldNotBeNull();
        var never = (await SendAsync(server)).ShouldNotBeNull();

        (busy.IsFinal, busy.IsUncertain, busy.Error).ShouldBe((false, false, "The server refused it: 451 try later"));
        (never.IsFinal, never.IsUncertain, never.Error).ShouldBe(
            (true, false, "The server refused it: 554 looks like spam")
        );
        (await SendAsync(server)).ShouldBeNull();
    }

    [Theory]
    [InlineData("die")]
    [InlineData("hang")]
    public async Task Send_ToAServerThatTakesTheMailAndNeverAnswers_IsUncertain(string answer)
    {
        await using var server = await SmtpServer.StartAsync("--answers", answer);

        var problem = (
            await SendAsync(server, settings => settings.Timeout = TimeSpan.FromSeconds(2))
        ).ShouldNotBeNull();

        problem.IsUncertain.ShouldBeTrue();
        (await server.NextAsync()).GetProperty("text").GetString()!.ShouldContain("17@example.com");
    }

    [Fact]
    public async Task Send_ToNobody_CanBeTriedAgain()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var problem = (await SendAsync(port)).ShouldNotBeNull();

        (problem.IsUncertain, problem.IsFinal, problem.IsGeneral).ShouldBe((false, false, true));
        problem.Error.ShouldStartWith($"127.0.0.1:{port} could not be reached");
    }

    [Theory]
    [InlineData("mail.example.com", MailSecurity.None, "me", "Security is None")]
    [InlineData("127.0.0.1", MailSecurity.None, "me", null)]
    [InlineData("mail.example.com", MailSecurity.None, null, null)]
    [InlineData("mail.example.com", MailSecurity.Auto, "me", null)]
    public void Settings_ThatWouldSendThePasswordReadably_AreRefused(
        string host,
        MailSecurity security,
        string? user,
        string? problem
    )
    {
        var settings = new MailOptions
        {
            Smtp = host,
            From = "no-reply@example.com",
            Security = security,
            User = user,
            Password = user,
        };

        (
            settings.Problem() is { } said ? problem is not null && said.Contains(problem) : problem is null
        ).ShouldBeTrue();
    }

    [Fact]
    public void Settings_ThatAreInvalid_AreRefusedWithTheirName()
    {
        Problem(settings => settings.From = null).ShouldContain("UserAdmin:Mail:From");
        Problem(settings => settings.From = "nobody").ShouldContain("UserAdmin:Mail:From");
        Problem(settings => settings.Port = 0).ShouldContain("UserAdmin:Mail:Port");
        Problem(settings => settings.User = "me").ShouldContain("UserAdmin:Mail:Password");
        Problem(settings => settings.CertificateSha256 = "12:34").ShouldContain("CertificateSha256");
        Problem(settings => settings.TemplateDirectory = "/nowhere at all").ShouldContain("TemplateDirectory");
        Problem(settings => settings.Timeout = TimeSpan.Zero).ShouldContain("Timeout");
    }

    private static string Problem(Action<MailOptions> change)
    {
        var settings = new MailOptions { Smtp = "mail.example.com", From = "no-reply@example.com" };
        settings.Problem().ShouldBeNull();
        change(settings);
        return settings.Problem().ShouldNotBeNull();
    }

    private static Task<MailProblem?> SendAsync(SmtpServer server, Action<MailOptions>? change = null) =>
        SendAsync(server.Port, change);

    private static Task<MailProblem?> SendAsync(int port, Action<MailOptions>? change = null)
    {
        var settings = new MailOptions
        {
            Smtp = "127.0.0.1",
            Port = port,
            From = "no-reply@example.com",
            Timeout = TimeSpan.FromSeconds(20),
        };
        change?.Invoke(settings);
        var mail = new MimeMessage
        {
            Subject = "Grüße",
            MessageId = "17@example.com",
            Body = new TextPart("plain") { Text = ".\nHallo Ada" },
        };
        mail.From.Add(new MailboxAddress("Acme", settings.From));
        mail.To.Add(new MailboxAddress("Ada", "ada@example.com"));
        return new SmtpTransport(Options.Create(settings)).SendAsync(mail, "mail");
    }
}
