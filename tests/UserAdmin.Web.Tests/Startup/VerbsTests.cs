using System.CommandLine;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Tests.Startup;

/// <summary>How the words of the command line are understood.</summary>
public sealed class VerbsTests
{
    private static readonly string _hash = new('a', 64);

    [Theory]
    [InlineData("seed 1000 --seed 7", 1000, 7, "")]
    [InlineData("seed 1000 --seed=7 --UserAdmin:DataDirectory=x", 1000, 7, "--UserAdmin:DataDirectory=x")]
    [InlineData("seed --UserAdmin:DataDirectory x 1000", 1000, 42, "--UserAdmin:DataDirectory=x")]
    [InlineData("--UserAdmin:DataDirectory send seed 1000", 1000, 42, "--UserAdmin:DataDirectory=send")]
    [InlineData("seed --urls=x 1000 --seed -1", 1000, -1, "--urls=x")]
    public void Seed_WithSettings_IsRead(string line, int count, long seed, string rest)
    {
        var (parsed, settings) = Parse(line);

        parsed.Errors.ShouldBeEmpty();
        parsed.CommandResult.Command.Name.ShouldBe("seed");
        (parsed.GetValue<int>("N"), parsed.GetValue<long>("--seed")).ShouldBe((count, seed));
        string.Join(' ', settings).ShouldBe(rest);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("seed 0")]
    [InlineData("seed many")]
    [InlineData("seed 10 20")]
    [InlineData("seed 10 --seed x")]
    [InlineData("seed 10 --seed")]
    public void Seed_ThatMakesNoSense_IsRefusedWithAnExample(string line) => Refusal(line).ShouldContain("42");

    [Fact]
    public void Maintenance_WithItsOptions_IsRead()
    {
        var rebuild = Parse("rebuild --set-aside 12 --reason why").Parsed;
        (rebuild.GetValue<long?>("--set-aside"), rebuild.GetValue<string>("--reason")).ShouldBe((12, "why"));
        Parse($"verify --from 12:{_hash.ToUpperInvariant()}")
            .Parsed.GetValue<LogHead>("--from")
            .ShouldBe(new LogHead(12, _hash));
    }

    [Fact]
    public void Copy_WithConnectionStrings_IsRead()
    {
        string[] words =
        [
            "copy",
            "--from=Data Source=a b.db",
            "--to",
            "Host=h;Database=d",
            "--UserAdmin:DataDirectory=x",
        ];
        var (kept, settings) = Web.Startup.Settings.Split(words);

        var copy = Verbs.All(settings).Parse(kept, CommandLine.Parser);

        copy.Errors.ShouldBeEmpty();
        copy.GetValue<string>("--from").ShouldBe("Data Source=a b.db");
        copy.GetValue<string>("--to").ShouldBe("Host=h;Database=d");
    }

    [Fact]
    public void Seal_WithSettings_IsRead()
    {
        var (parsed, settings) = Parse("seal --UserAdmin:DataDirectory=x");

        parsed.Errors.ShouldBeEmpty();
        parsed.CommandResult.Command.Name.ShouldBe("seal");
        settings.ShouldBe(["--UserAdmin:DataDirectory=x"]);
    }

    [Fact]
    public void Attach_WithItsOptions_IsRead()
    {
        var attach = Parse("attach --connection=Host=h;Database=d --schema app --keys uuid --yes").Parsed;

        attach.Errors.ShouldBeEmpty();
        attach.GetValue<string>("--connection").ShouldBe("Host=h;Database=d");
        attach.GetValue<string>("--schema").ShouldBe("app");
        attach.GetValue<IdentityKey?>("--keys").ShouldBe(IdentityKey.Uuid);
        attach.GetValue<bool>("--yes").ShouldBeTrue();
        Parse("attach --connection x").Parsed.GetValue<IdentityKey?>("--keys").ShouldBeNull();
    }

    [Theory]
    [InlineData("serve-coffee", "There is no command “serve-coffee”. Say --help")]
    [InlineData("verify now", "“now” is no option. Options begin with two hyphens; verify --help lists them.")]
    [InlineData("--demos", "There is no option --demos. --help lists them")]
    [InlineData("rebuild --set-asid 3", "There is no option --set-asid. rebuild --help lists them")]
    [InlineData("--TrustedProxies=x", "Did you mean UserAdmin:TrustedProxies?")]
    [InlineData("--demo=yes", "There is no option --demo.")]
    [InlineData("verify --from 12", "the head hash that verify printed: --from 1234:")]
    [InlineData("verify --from", "'--from'")]
    [InlineData("verify --anchor /no/such/file", "There is no file or folder /no/such/file.")]
    [InlineData("rebuild --set-aside first", "--set-aside 1234 --reason")]
    [InlineData("seal now", "“now” is no option.")]
    [InlineData("copy --from x", "'--to' is required. copy --help")]
    [InlineData("copy --from x --to", "'--to'")]
    [InlineData("copy --from x --to y now", "“now” is no option.")]
    [InlineData("attach", "'--connection' is required. attach --help")]
    [InlineData("attach --connection x --keys int", "--keys is text or uuid")]
    [InlineData("attach --connection x --yes=no", "There is no option --yes.")]
    [InlineData("@words", "There is no command “@words”.")]
    public void Words_ThatMakeNoSense_AreNamed(string line, string says) => Refusal(line).ShouldContain(says);

    [Fact]
    public void Help_OfEveryVerbAndOption_HasADescription()
    {
        var root = Verbs.All([]);

        root.Subcommands.Select(verb => verb.Name)
            .ShouldBe([
                "seed",
                "rebuild",
                "verify",
                "anchor",
                "send",
                "backup",
                "restore",
                "seal",
                "copy",
                "attach",
                "detach",
            ]);
        root.Subcommands.ShouldEachBe(verb =>
            verb.Description!.EndsWith('.')
            && verb.Options.All(option => option.Description!.EndsWith('.'))
            && verb.Arguments.All(argument => argument.Description!.EndsWith('.'))
        );
    }

    private static string Refusal(string line)
    {
        var (parsed, _) = Parse(line);
        parsed.Errors.ShouldNotBeEmpty();
        return CommandLineErrors.Describe(parsed, line.Split(' '));
    }

    private static (ParseResult Parsed, string[] Settings) Parse(string line)
    {
        var (words, settings) = Web.Startup.Settings.Split(line.Split(' '));
        return (Verbs.All(settings).Parse(words, CommandLine.Parser), settings);
    }
}
