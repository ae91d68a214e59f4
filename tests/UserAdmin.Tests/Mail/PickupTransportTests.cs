using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using UserAdmin.Mail;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Mail;

public sealed class PickupTransportTests
{
    [Fact]
    public async Task Mail_WhileNoServerIsSet_IsWrittenAsAFileThatOnlyItsOwnerCanRead()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var ordered = await host.AcceptAsync(new ChangeUserEmail(id, "new@example.com", long.MaxValue));

        await host.Get<MailRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        var file = Directory.GetFiles(Path.Combine(host.Directory, "mail")).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe($"{ordered:D10}-EmailChanged.eml");
        (await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken))
            .To.ToString()
            .ShouldBe("\"ada\" <ada@example.com>");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Mail_WhenTheFolderCannotBeWritten_WaitsAndSaysWhy()
    {
        await using var host = await TestHost.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(host.Directory, "mail"),
            "in the way",
            TestContext.Current.CancellationToken
        );

        var problem = (await host.Get<PickupTransport>().SendAsync(new MimeMessage(), "mail")).ShouldNotBeNull();

        problem.Error.ShouldStartWith("The file could not be written");
        (problem.IsGeneral, problem.IsUncertain).ShouldBe((true, false));
    }
}
