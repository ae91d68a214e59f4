using System.Security.Claims;
using Microsoft.Extensions.Configuration;
using UserAdmin.Storage;
using UserAdmin.Web.Account.External;

namespace UserAdmin.Web.Tests.Account.External;

public sealed class ExternalProvidersTests
{
    [Fact]
    public void Providers_WithoutConfiguration_AreNone() => From().All.ShouldBeEmpty();

    [Fact]
    public void Provider_WithTheLeastConfiguration_LinksByNothingAndTrustsNoSecondFactor()
    {
        var provider = From(("contoso:Authority", "https://login.example.com"), ("contoso:ClientId", "useradmin"))
            .All.ShouldHaveSingleItem();

        (provider.Scheme, provider.DisplayName, provider.Scopes).ShouldBe(
            ("contoso", "contoso", "openid profile email")
        );
        (provider.LinkByVerifiedEmail, provider.TrustsMfa, provider.RequireHttpsMetadata).ShouldBe(
            (false, false, true)
        );
    }

    [Theory]
    [InlineData("contoso:ClientId=useradmin", "needs an Authority")]
    [InlineData("contoso:Authority=https://login.example.com", "needs a ClientId")]
    [InlineData("contoso:Authority=http://login.example.com contoso:ClientId=useradmin", "without https://")]
    [InlineData(
        "con/toso:Authority=https://login.example.com con/toso:ClientId=useradmin",
        "cannot stand in an address"
    )]
    public void Provider_ConfiguredByHalf_StopsTheStartAndSaysWhatIsMissing(string settings, string words) =>
        Should
            .Throw<StartupException>(() =>
                From([.. settings.Split(' ').Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))])
            )
            .Message.ShouldContain(words);

    [Theory]
    [InlineData("ada@example.com", "email=ada@example.com email_verified=true")]
    [InlineData(
        "ada@example.com",
        "email=ada@example.com email=Ada@Example.com email_verified=True email_verified=true"
    )]
    [InlineData(null, "email=ada@example.com")]
    [InlineData(null, "email=ada@example.com email_verified=false")]
    [InlineData(null, "email=ada@example.com email_verified=true email_verified=false")]
    [InlineData(null, "email=ada@example.com email=bob@example.com email_verified=true")]
    [InlineData(null, "email_verified=true")]
    public void VerifiedEmail_Counts_OnlyWhenNothingContradictsIt(string? expected, string claims) =>
        ExternalSignIn
            .VerifiedEmailOf(
                new ClaimsPrincipal(
                    new ClaimsIdentity(
                        claims.Split(' ').Select(claim => new Claim(claim.Split('=')[0], claim.Split('=')[1]))
                    )
                )
            )
            .ShouldBe(expected);

    private static ExternalProviders From(params (string Key, string Value)[] settings) =>
        ExternalProviders.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(setting =>
                        KeyValuePair.Create($"UserAdmin:ExternalLogins:{setting.Key}", (string?)setting.Value)
                    )
                )
                .Build()
        );
}
