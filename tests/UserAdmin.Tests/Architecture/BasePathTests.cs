using System.Text.RegularExpressions;

namespace UserAdmin.Tests.Architecture;

/// <summary>
/// The console can be served below a path (decision 81), so an address that begins with a slash leads out of it. Pages
/// and scripts write addresses without the slash, relative to the base of the page.
/// </summary>
public sealed partial class BasePathTests
{
    // Places that are no addresses of the whole host, by file. The leading slash stands for the base of the console
    // in addresses to return to, and whoever uses them adds the base.
    private static readonly (string File, string Text)[] _others =
    [
        ("Account/LocalAddress.cs", "\"/\""),
        ("Account/LocalAddress.cs", "\"/account/\""),
        ("Account/SessionSteps.cs", "\"/account/second-factor\""),
        ("Account/SessionSteps.cs", "\"/account/new-password\""),
        ("Account/SessionSteps.cs", "\"/account/set-up-two-factor\""),
        ("Account/SessionSteps.cs", "\"/account\""),
        ("Account/External/ExternalSignIn.cs", "\"/account#external-logins\""),
        ("Account/SecondFactorPage.razor", "\"/account/recovery-code\""),
        ("Account/ConfirmEmailPage.razor", "\"/account/confirm-email?token={Uri.EscapeDataString(Form!.Token!)}\""),
        // Compared with the path of a request, which no longer has the base.
        ("Api/Rest/ApiEndpoint.cs", "\"/api/v1/\""),
        ("Scim/ScimEndpoint.cs", "\"/scim/v2\""),
        ("Embedding/HostEntry.cs", "\"/account/set-up\""),
        ("Embedding/HostEntry.cs", "\"/_blazor\""),
        ("Embedding/HostEntry.cs", "\"/node\""),
        // Parts of paths, put together with the base elsewhere or only shown.
        ("Api/Redaction.cs", "\"/\""),
        ("Api/Rest/ApiReference.cs", "\"/scalar.js\""),
        ("Scim/ScimEndpoint.cs", "\"/{**path}\""),
        // An endpoint in ResourceTypes is relative to the base of SCIM (RFC 7643, section 6).
        ("Scim/ScimDiscovery.cs", "\"/{type.Endpoint}\""),
        ("Hardening/HostCookies.cs", "\"/\""),
        // The path of a cookie where the console has no base.
        ("Language/LanguageChoice.cs", "\"/\""),
        ("Layout/KeysDialog.razor", "\"/\""),
        ("Layout/MainLayout.razor.cs", "\"/\""),
        ("Startup/FirstAdministrator.cs", "\"/account/set-up?token=\""),
        ("Startup/Telemetry/ScrapeRule.cs", "\"/metrics\""),
        ("wwwroot/keyboard.js", "\"/\""),
        ("wwwroot/language.js", "`/${location.pathname.slice(new URL(document.baseURI).pathname.length)}"),
        ("wwwroot/session.js", "`/${location.pathname.slice(new URL(document.baseURI).pathname.length)}"),
        ("wwwroot/theme.js", "\"/\""),
        ("wwwroot/webauthn.js", "\"/\""),
    ];

    [Fact]
    public void Addresses_DoNotBeginWithASlash()
    {
        var found = Found().ToList();

        found.Count.ShouldBeGreaterThan(_others.Length - 1);
        found
            .Where(place =>
                !_others.Any(other => other.File == place.File && place.Text.StartsWith(other.Text, Ordinal))
            )
            .Select(place => $"{place.File}: {place.Text}")
            .ShouldBeEmpty(
                "An address that begins with a slash leaves the path of the console: write it without, or with "
                    + "LocalAddress.FromBase, or after Request.PathBase."
            );
    }

    [Fact]
    public void Exceptions_AreStillThere()
    {
        var found = Found().ToList();

        _others
            .Where(other =>
                !found.Exists(place => place.File == other.File && place.Text.StartsWith(other.Text, Ordinal))
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Addresses_LoseTheirSlash_OnlyWithADot() =>
        // "/https://elsewhere" without its slash is an address of another host.
        Files("*.razor", "*.cs")
            .Where(file => CutOff().IsMatch(file.Text))
            .Select(file => file.Name)
            .ShouldBeEmpty("LocalAddress.FromBase makes a relative address.");

    [Theory]
    [InlineData("page.razor", "<a href=\"/users\">", true)]
    [InlineData("page.razor", "<form action=\"/@Address\">", true)]
    [InlineData("page.razor", "<a href=\"@($\"/users/{Id}\")\">", true)]
    [InlineData("page.razor", "@page \"/users\"", false)]
    [InlineData("page.razor", "<a href=\"users\">", false)]
    [InlineData("Page.cs", "Navigation.NavigateTo(\"/users\");", true)]
    [InlineData("Page.cs", "Navigation.NavigateTo(\"/\" + id);", true)]
    [InlineData("Page.cs", "http.Response.Redirect($\"/users/{id}\");", true)]
    [InlineData("Page.cs", "http.Response.Redirect($\"{http.Request.PathBase}/users/{id}\");", false)]
    [InlineData("Page.cs", "app.MapGet(\"/users\", Send);", false)]
    [InlineData("Page.cs", "// such as \"/users\"", false)]
    [InlineData("page.js", "fetch('/node')", true)]
    [InlineData("page.js", "location = `/users/${id}`;", true)]
    [InlineData("page.js", "import { add } from \"/webauthn.js\";", true)]
    [InlineData("page.js", "fetch(\"node\")", false)]
    [InlineData("page.css", "src: url(/fonts/inter.woff2)", true)]
    public void Rule_FindsAddresses(string file, string text, bool isFound) =>
        Absolute(file, text).Any().ShouldBe(isFound);

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static IEnumerable<(string File, string Text)> Found() =>
        Files("*.razor", "*.cs", "*.js", "*.css")
            .SelectMany(file => Absolute(file.Name, file.Text).Select(text => (file.Name, text)));

    private static IEnumerable<string> Absolute(string file, string text)
    {
        var code = Comments().Replace(text, "");
        var literals =
            file.EndsWith(".js", Ordinal) ? Script()
            : file.EndsWith(".css", Ordinal) ? Style()
            : Code();
        return literals
            .Matches(code)
            .Where(match => !Harmless().IsMatch(code[Math.Max(0, match.Index - 120)..match.Index]))
            .Select(match => match.Value);
    }

    private static IEnumerable<(string Name, string Text)> Files(params string[] patterns)
    {
        var web = Path.Combine(SourceFiles.Root, "src", "UserAdmin.Web");
        return SourceFiles
            .All(patterns)
            .Where(file => file.StartsWith(web, Ordinal))
            .Select(file => (Path.GetRelativePath(web, file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    [GeneratedRegex("\"/(?:\"|[A-Za-z_{@][^\"\\n]*\")")]
    private static partial Regex Code();

    [GeneratedRegex("([\"'`])/(?:\\1|[A-Za-z_$][^\"'`\\n]*\\1)")]
    private static partial Regex Script();

    [GeneratedRegex("url\\([\"']?/[^)]*\\)|@import \"/[^\"]*\"")]
    private static partial Regex Style();

    // Patterns of endpoints, parts of a request's path, which has no base, and what the framework puts the base before.
    [GeneratedRegex(
        """
            (?:Map\w+\(|@page\s|Path\.StartsWithSegments\(|\bwithin\.StartsWithSegments\(|\bpath\.StartsWithSegments\(
            |Request\.Path\.Equals\(|request\.Path\s==|[Ww]ithin\.Value\sis\snull\sor\s""\sor|PathString\s\w+\s=
            |PathBase\.Add\(|[Ww]hole\.Add\(|ExceptionHandlingPath\s=|ReExecute\(|LoginPath\s=|AccessDeniedPath\s=
            |CallbackPath\s=
            |replaceAll\()\s*\$?$
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Harmless();

    [GeneratedRegex(@"(?<=^|\s)//.*$|@\*[\s\S]*?\*@|/\*[\s\S]*?\*/", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"(?:AddressOf|OrOverview)\([^\n]*\)\[1\.\.\]|\[1\.\.\][^\n]*returnUrl", RegexOptions.IgnoreCase)]
    private static partial Regex CutOff();
}
