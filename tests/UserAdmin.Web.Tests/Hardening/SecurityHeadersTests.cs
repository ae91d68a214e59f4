using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class SecurityHeadersTests
{
    [Fact]
    public void Policy_ForScripts_AllowsOurFilesAndNothingElse()
    {
        var policy = Directives(SecurityHeaders.Policy([]));

        policy["default-src"].ShouldBe("'none'");
        policy["script-src"].ShouldBe("'self'");
        policy["style-src"].ShouldBe("'self'");
        policy["frame-ancestors"].ShouldBe("'none'");
        policy["form-action"].ShouldBe("'self'");
        policy
            .Where(directive => directive.Value.Contains("unsafe", StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .Key.ShouldBe("style-src-attr");
        policy.Values.ShouldEachBe(sources =>
            !sources.Contains('*') && !sources.Contains("http", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Policy_WithAnExternalProvider_LetsFormsLeadThere() =>
        Directives(SecurityHeaders.Policy(["https://sign-in.example"]))["form-action"]
            .ShouldBe("'self' https://sign-in.example");

    private static Dictionary<string, string> Directives(string policy) =>
        policy
            .Split("; ")
            .Select(directive => directive.Split(' ', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
