using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Account.Passkeys;

namespace UserAdmin.Web.Tests.Account.Passkeys;

public sealed class PasskeyCeremoniesTests
{
    private readonly PasskeyCeremonies _ceremonies = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void Ceremony_TakenByTheBrowserThatBeganIt_GivesItsStateAndForgetsTheCookie()
    {
        var (id, cookie) = Begin(PasskeyCeremonies.SignIn);
        var http = Browser(cookie);

        _ceremonies.Take(http, PasskeyCeremonies.SignIn, id).ShouldBe("the challenge");

        http.Response.Headers.SetCookie.ToString().ShouldContain("expires=Thu, 01 Jan 1970");
        cookie.ShouldNotContain("the challenge");
    }

    [Fact]
    public void Ceremony_ForAnotherPurposeOrSession_IsNotTaken()
    {
        var (id, cookie) = Begin(PasskeyCeremonies.Add("session one"));

        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.Add("session two"), id).ShouldBeNull();
        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.SignIn, id).ShouldBeNull();
        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.Add("session one"), id).ShouldBe("the challenge");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789ABCDEF")]
    public void Ceremony_ThatThisBrowserDidNotBegin_IsNotTaken(string? id) => _ceremonies.Take(Browser(Begin(PasskeyCeremonies.SignIn).Cookie), PasskeyCeremonies.SignIn, id).ShouldBeNull();

    [Fact]
    public void Ceremonies_OfTwoTabs_DoNotSpoilEachOther()
    {
        var (first, second) = (Begin(PasskeyCeremonies.SignIn), Begin(PasskeyCeremonies.SignIn));
        var http = Browser($"{first.Cookie}; {second.Cookie}");

        _ceremonies.Take(http, PasskeyCeremonies.SignIn, first.Id).ShouldNotBeNull();
        _ceremonies.Take(http, PasskeyCeremonies.SignIn, second.Id).ShouldNotBeNull();
    }

    [Fact]
    public void CommandId_OfACeremony_IsAlwaysTheSameAndOfAnotherAnother()
    {
        PasskeyCeremonies.CommandIdOf("one").ShouldBe(PasskeyCeremonies.CommandIdOf("one"));
        PasskeyCeremonies.CommandIdOf("one").ShouldNotBe(PasskeyCeremonies.CommandIdOf("two"));
    }

    private (string Id, string Cookie) Begin(string purpose)
    {
        var http = new DefaultHttpContext();
        var id = _ceremonies.Begin(http, purpose, "the challenge");
        var header = http.Response.Headers.SetCookie.ToString();
        header.ShouldContain("httponly");
        header.ShouldContain("samesite=strict");
        header.ShouldContain("max-age=300");
        return (id, header.Split(';')[0]);
    }

    private static DefaultHttpContext Browser(string cookies) => new() { Request = { Headers = { Cookie = cookies } } };
}
