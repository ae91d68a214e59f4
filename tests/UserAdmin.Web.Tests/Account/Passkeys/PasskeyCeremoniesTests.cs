using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Account.Passkeys;

namespace UserAdmin.Web.Tests.Account.Passkeys;

public sealed class PasskeyCeremoniesTests
{
    private readonly PasskeyCeremonies _ceremonies = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void Ceremony_TakenByTheBrowserThatBeganIt_GivesItsState()
    {
        var (ceremony, cookie) = Begin(PasskeyCeremonies.SignIn);

        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.SignIn, ceremony).ShouldBe("the challenge");
        ceremony.ShouldNotContain("the challenge");
    }

    [Fact]
    public void Ceremony_ForAnotherPurposeOrSession_IsNotTaken()
    {
        var (ceremony, cookie) = Begin(PasskeyCeremonies.Add("session one"));

        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.Add("session two"), ceremony).ShouldBeNull();
        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.SignIn, ceremony).ShouldBeNull();
        _ceremonies.Take(Browser(cookie), PasskeyCeremonies.Add("session one"), ceremony).ShouldBe("the challenge");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    public void Ceremony_ThatIsNone_IsNotTaken(string? ceremony) =>
        _ceremonies
            .Take(Browser(Begin(PasskeyCeremonies.SignIn).Cookie), PasskeyCeremonies.SignIn, ceremony)
            .ShouldBeNull();

    [Fact]
    public void Ceremony_OfAnotherBrowser_IsNotTaken()
    {
        var (ceremony, _) = Begin(PasskeyCeremonies.SignIn);

        _ceremonies
            .Take(Browser(Begin(PasskeyCeremonies.SignIn).Cookie), PasskeyCeremonies.SignIn, ceremony)
            .ShouldBeNull();
        _ceremonies.Take(Browser(""), PasskeyCeremonies.SignIn, ceremony).ShouldBeNull();
    }

    [Fact]
    public void Ceremonies_OfManyPages_ShareOneCookieAndDoNotSpoilEachOther()
    {
        var (first, cookie) = Begin(PasskeyCeremonies.SignIn);
        var http = Browser(cookie);
        var others = Enumerable
            .Range(0, 40)
            .Select(_ => _ceremonies.Begin(http, PasskeyCeremonies.SignIn, "the challenge"))
            .ToList();

        http.Response.Headers.SetCookie.ShouldBeEmpty();
        others
            .Append(first)
            .ShouldEachBe(ceremony => _ceremonies.Take(http, PasskeyCeremonies.SignIn, ceremony) == "the challenge");
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
        return (id, header.Split(';')[0]);
    }

    private static DefaultHttpContext Browser(string cookies) => new() { Request = { Headers = { Cookie = cookies } } };
}
