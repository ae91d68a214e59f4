using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserAdmin.Account;
using UserAdmin.Settings;

namespace UserAdmin.Tests.Account;

public sealed class PasswordPolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tulip anchor", 12, true)]
    [InlineData("tulip ancho", 12, false)]
    [InlineData("tulip anchor", 16, false)]
    [InlineData("🐘🦊🐙🌵🍋🎈🧭🔭", 8, true)]
    [InlineData("ada.lovelace1", 12, false)]
    [InlineData("aaaabbbbcccc", 12, false)]
    public void Problem_IsAboutLengthAndObviousPasswords(string password, int minLength, bool isGood) =>
        (PasswordPolicy.Problem(password, minLength, "ada@example.com", "Ada Lovelace") is null).ShouldBe(isGood);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Breaches_InASortedFileOfHashes_AreFoundAndNothingElse(int count)
    {
        var known = Enumerable.Range(0, count).Select(number => $"known password {number}").ToList();
        var file = Write(
            known.Select(password => $"{Hash(password)}:{password.Length}").Order(StringComparer.Ordinal),
            "\r\n"
        );
        using var list = Open(file);

        list.Status.ShouldBe(new BreachListStatus(file, null));
        known.ShouldEachBe(password => list.Contains(password));
        Enumerable.Range(0, 200).ShouldEachBe(number => !list.Contains($"unknown password {number}"));
    }

    [Fact]
    public void Breaches_InAPlainList_AreFoundAndNothingElse()
    {
        using var list = Open(Write(["correct horse battery", "staple", ""], "\n"));

        list.Status.IsUsed.ShouldBeTrue();
        list.Contains("correct horse battery").ShouldBeTrue();
        list.Contains("correct horse").ShouldBeFalse();
    }

    [Fact]
    public void Breaches_InAFileThatIsMissing_AreNoneAndTheProblemIsReported()
    {
        using var list = Open(Path.Combine(_folder, "missing.txt"));

        list.Status.IsUsed.ShouldBeFalse();
        list.Status.Problem.ShouldNotBeNull().ShouldContain("UserAdmin:BreachedPasswordsFile");
        list.Contains("anything").ShouldBeFalse();
    }

    [Fact]
    public async Task CreateUser_WithABreachedPassword_IsRefused()
    {
        var file = Write([TestHost.Password], "\n");
        await using var host = await TestHost.StartAsync(
            follow: false,
            configure: services =>
                Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions.PostConfigure<UserAdminOptions>(
                    services,
                    options => options.BreachedPasswordsFile = file
                )
        );

        var result = await host.SendAsync(
            new UserAdmin.Users.Commands.CreateUser(TestHost.NewId(), "ada", "ada@example.com", "Ada")
            {
                Password = TestHost.Password,
            }
        );

        result.Errors.ShouldHaveSingleItem().Message.ShouldContain("data breach");
    }

    private static BreachList Open(string file) =>
        new(Options.Create(new UserAdminOptions { BreachedPasswordsFile = file }), NullLogger<BreachList>.Instance);

    private string Write(IEnumerable<string> lines, string lineEnd)
    {
        var file = Path.Combine(_folder, "list.txt");
        File.WriteAllText(file, string.Concat(lines.Select(line => line + lineEnd)));
        return file;
    }

#pragma warning disable CA5350 // The published lists are of SHA-1 hashes.
    private static string Hash(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
