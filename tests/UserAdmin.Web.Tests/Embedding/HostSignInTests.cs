using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Web.Embedding;

namespace UserAdmin.Web.Tests.Embedding;

public sealed class HostSignInTests
{
    private static readonly HostPerson _ada = new("ada", null);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Session_OfThePersonOfARequest_IsUsableForThreeMinutesAfterIt()
    {
        var host = new HostSignIn(UserAdminSignIn.Application, _time);
        host.Vouches("s").ShouldBeFalse();
        host.Note(RequestOf(_ada), "s", "ada");

        _time.Advance(HostSignIn.Lease - TimeSpan.FromSeconds(1));
        host.Vouches("s").ShouldBeTrue();
        host.Note(RequestOf(_ada), "s", "ada");
        _time.Advance(HostSignIn.Lease - TimeSpan.FromSeconds(1));
        host.Vouches("s").ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        host.Vouches("s").ShouldBeFalse();
        host.Admits("ada").ShouldBeFalse();
    }

    [Fact]
    public void Session_OfAnother_IsNotVouchedFor()
    {
        var host = new HostSignIn(UserAdminSignIn.ApplicationPolicy, _time);

        host.Note(RequestOf(_ada), "s", "bob");
        host.Note(RequestOf(null), "s", "ada");

        host.Vouches("s").ShouldBeFalse();
        host.Admits("ada").ShouldBeFalse();
        host.Admits("bob").ShouldBeFalse();
    }

    [Fact]
    public void Person_OfThePolicy_IsAdmittedForTheWorkOfADay()
    {
        var host = new HostSignIn(UserAdminSignIn.ApplicationPolicy, _time);
        host.Begin("s", _ada);

        _time.Advance(TimeSpan.FromHours(11));
        host.Note(RequestOf(new HostPerson("bob", null)), "t", "bob");
        host.Admits("ada").ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));
        host.Admits("ada").ShouldBeFalse();
    }

    [Fact]
    public void Session_OfTheConsolesOwnSignIn_NeedsNobody() =>
        new HostSignIn(UserAdminSignIn.Console, _time).Vouches("s").ShouldBeTrue();

    [Fact]
    public void Person_OfARequest_IsTheKeyAndTheStampOfTheHostsIdentity()
    {
        var services = new ServiceCollection()
            .Configure<IdentityOptions>(options => options.ClaimsIdentity.SecurityStampClaimType = "stamp")
            .BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        HostPerson.Of(http).ShouldBeNull();

        http.User = Principal("host", new(ClaimTypes.NameIdentifier, "42"), new("stamp", "s"));
        HostPerson.Of(http).ShouldBe(new HostPerson("42", "s"));
        http.User = Principal(null, new Claim(ClaimTypes.NameIdentifier, "42"));
        HostPerson.Of(http).ShouldBeNull("nobody has authenticated this");
        http.User = Principal("host", new Claim(ClaimTypes.Name, "ada"));
        HostPerson.Of(http).ShouldBeNull("it has no key");
    }

    public static TheoryData<object[], bool> Endpoints =>
        new()
        {
            { [], false },
            { [new AuthorizeAttribute()], false },
            { [new AuthorizeAttribute("Admins")], true },
            { [new AuthorizeAttribute { Roles = "Admins" }], true },
            { [new AuthorizeAttribute(), new AuthorizationPolicyBuilder().RequireClaim("admin").Build()], true },
            { [new AuthorizeAttribute("Admins"), new AllowAnonymousAttribute()], false },
        };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Endpoint_ThatAdmitsOnlySome_IsToldFromOthers(object[] metadata, bool isChosen) =>
        HostPerson.IsChosen(new Endpoint(null, new EndpointMetadataCollection(metadata), null)).ShouldBe(isChosen);

    private static ClaimsPrincipal Principal(string? authentication, params Claim[] claims) =>
        new(new ClaimsIdentity(claims, authentication));

    private static DefaultHttpContext RequestOf(HostPerson? person)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(person);
        return http;
    }
}
